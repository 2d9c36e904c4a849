"""Written times of lists and logs: ISO, numbers with the day or the year first, names of months in nine languages.

Numbers with strokes and the year last («03/04/2026») are not read: nothing tells the day from the month.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

from restride.adapters.activities.xml_points import seconds_of

#: First letters of the months in English, German, Dutch, French, Spanish, Italian, Portuguese, Swedish and Danish.
_MONTHS = (
    "jan ene gen", "feb fev", "mar mrt", "apr avr abr", "mai maj may mei mag", "jun juin giu", "jul juil lug",
    "aug aou ago", "sep set", "oct okt ott out", "nov", "dec dez dic des",
)  # fmt: skip
_MONTH_OF = {stem: number for number, stems in enumerate(_MONTHS, start=1) for stem in stems.split()}
_CLOCK = r"(?:\D{1,6}(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\s*(?P<half>[ap])\.?\s?m\.?)?)?\s*\Z"
_FORMS = tuple(
    re.compile(form + _CLOCK, re.IGNORECASE)
    for form in (
        r"\A(?P<day>\d{1,2})\.?(?:\s+de)?\s+(?P<name>[^\W\d_]{3,10})\.?(?:\s+de)?,?\s+(?P<year>\d{4})",
        r"\A(?P<name>[^\W\d_]{3,10})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})",
        r"\A(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
        r"\A(?P<year>\d{4})[/-](?P<month>\d{1,2})[/-](?P<day>\d{1,2})",
    )
)


def time_of(text: str) -> tuple[float | None, int | None]:
    """A written time in seconds since the epoch, and its offset where one is written; without it, UTC is meant."""
    when, offset = seconds_of(text)
    if when is not None:
        return when, offset
    text = " ".join(text.split())
    for form in _FORMS:
        match = form.match(text)
        if match:
            return _seconds(match.groupdict()), None
    return None, None


def _seconds(found: dict[str, str | None]) -> float | None:
    month = _month(found["name"] or "") if "name" in found else int(found["month"] or 0)
    hour = int(found["hour"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    try:
        written = datetime(
            int(found["year"] or 0), month, int(found["day"] or 0), hour, int(found["minute"] or 0),
            int(found["second"] or 0), tzinfo=UTC,
        )  # fmt: skip
    except ValueError:
        return None
    return written.timestamp()


def _month(name: str) -> int:
    """Number of a month by its first letters, accents aside; 0 where it is none."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name.lower()) if letter.isalpha())
    return _MONTH_OF.get(plain[:4], _MONTH_OF.get(plain[:3], 0))
