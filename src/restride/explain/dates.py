"""Dates as people say them: «21 November 2026», «21 November–5 December 2026»."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
DAY_NAMES = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
    "sun": "Sunday",
}  # fmt: skip


def long_date(day: date) -> str:
    """«21 November 2026»."""
    return f"{day_and_month(day)} {day.year}"


def day_and_month(day: date) -> str:
    """«21 November», of a day near enough to need no year."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def date_span(first: date, last: date) -> str:
    """«21–28 November 2026», «25 November–6 December 2026»; what both share is said once."""
    if first == last:
        return long_date(first)
    if first.year != last.year:
        return f"{long_date(first)}–{long_date(last)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]}–{long_date(last)}"
    return f"{first.day}–{long_date(last)}"
