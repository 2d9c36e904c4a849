"""The plan's week as a calendar file."""

from restride.adapters.calendar.plan_calendar import plan_calendar

__all__ = ["plan_calendar"]
