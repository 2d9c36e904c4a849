"""The weeks before an onset, the weeks before those, and the words for both."""

from __future__ import annotations

from datetime import date

from restride.knowledge.load import Knowledge
from restride.model.decision import CiteRef, Reason
from restride.model.words import Certainty
from restride.training.history import History
from restride.training.limits import Unusual, unusual_limits
from restride.training.load import Lines
from restride.training.record import RunRecord

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def weeks_words(days: float) -> str:
    """«four weeks»."""
    weeks = round(days / 7)
    return f"{_NUMBERS[weeks] if weeks < len(_NUMBERS) else weeks} week{'' if weeks == 1 else 's'}"


def day_words(day: date) -> str:
    """«4 November 2026»."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


class Window:
    """The days before an onset, and those before them that show what was usual."""

    def __init__(self, history: History, onset: date, knowledge: Knowledge) -> None:
        self.history, self.onset, self.knowledge = history, onset, knowledge
        self.limits: Unusual = unusual_limits(knowledge)
        self.lines = Lines(history)
        self.end = onset.toordinal() + 1
        self.start = self.end - int(self.limits.look_back)
        self.runs: tuple[RunRecord, ...] = history.runs[self.lines.between(self.start, self.end)]
        first = int(self.lines.day[0]) if len(self.lines.day) else self.end
        # The usual weeks begin where the records do; days before the first run are not rest days.
        self.base_start = max(self.start - int(self.limits.baseline), first)
        self.base_days = max(self.start - self.base_start, 0)
        self.base: tuple[RunRecord, ...] = history.runs[self.lines.between(self.base_start, self.start)]
        self.comparable = len(self.base) >= self.limits.baseline_runs and self.base_days >= self.limits.baseline / 2
        self.in_words = f"In the {weeks_words(self.limits.look_back)} before it began"
        self.base_words = f"the {weeks_words(self.base_days)} before those"

    @property
    def weeks(self) -> float:
        """Length of the window. [weeks]."""
        return self.limits.look_back / 7

    @property
    def base_weeks(self) -> float:
        """Length of the weeks it is compared with. [weeks]."""
        return self.base_days / 7

    def reason(self, *facts: str, says: str) -> tuple[Reason, ...]:
        """The statements of ``load/`` a comparison rests on, and the house rule that drew the line."""
        statements = [self.knowledge.load_facts[name] for name in facts]
        cites = tuple(
            CiteRef(source=cite.source, where=cite.where, read=cite.read.value)
            for statement in statements
            for cite in statement.sources
        )
        certainty = statements[0].certainty if statements else Certainty.ENGINEERING_DEFAULT
        return (
            Reason(
                rule="training_history",
                says=says,
                facts=(*(f"load_facts/{name}" for name in facts), "engine/training_history"),
                sources=cites,
                certainty=certainty,
                status=statements[0].status if statements else None,
            ),
        )
