"""The tabs of a runner's record. A new page of the record adds its line here."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from restride.site.episodes.models import RunnerRecord


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab's route and word."""

    route: str
    words: str


TABS = (
    Tab("record", "Overview"),
    Tab("answers", "Answers"),
    Tab("exam", "Exam"),
    Tab("evaluation", "Evaluation"),
    Tab("movement", "Movement"),
    Tab("plan", "Plan"),
    Tab("way_back", "Way back"),
    Tab("record_runs", "Runs"),
    Tab("record_diary", "Diary"),
    Tab("record_history", "History"),
)


@dataclass(frozen=True, slots=True)
class ShownTab:
    """A tab of one record."""

    words: str
    url: str
    current: bool


def tabs_of(record: RunnerRecord, current: str, *, in_care: bool) -> list[ShownTab]:
    """Return the tabs of a record, with the open one marked; without care only what is about the record itself."""
    shown = TABS if in_care else (TABS[0], TABS[-1])
    return [ShownTab(tab.words, reverse(tab.route, args=[record.pk]), tab.route == current) for tab in shown]
