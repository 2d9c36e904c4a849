"""The staircase as the page draws it: what was done, what is now, what may come, the goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from restride.explain.comeback_text import level_figure, minutes
from restride.model.comeback import Comeback, Decision, Step

WIDTH, FLOOR, TOP = 980.0, 276.0, 54.0
GAP = 8.0
LOWEST = 54.0
DONE_SHOWN, AHEAD_SHOWN = 5, 2
TICKS_SHOWN = 3
TICK_APART = 26.0
GREEN_TIMES = ("", "once", "twice", "three times")


@dataclass(frozen=True, slots=True)
class Stair:
    """One step with its box in the drawing and its words."""

    state: Literal["done", "now", "next", "later", "goal"]
    words: str
    total: str
    when: str
    sign: str
    x: float
    y: float
    width: float
    #: Horizontal places of the ticks, and how many are filled.
    ticks: tuple[tuple[float, bool], ...]

    @property
    def height(self) -> float:
        """Of its box."""
        return round(FLOOR - self.y, 1)

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return round(self.x + self.width / 2, 1)

    @property
    def words_y(self) -> float:
        """Just above the box."""
        return round(self.y - 12, 1)

    @property
    def tick_y(self) -> float:
        """Inside the box, near its top."""
        return round(self.y + 25, 1)


@dataclass(frozen=True, slots=True)
class Staircase:
    """All steps from left to right, and the same in one sentence."""

    stairs: tuple[Stair, ...]
    says: str
    #: Levels done earlier than those shown.
    earlier: int


def staircase_of(document: Comeback, today: date) -> Staircase | None:
    """Return the staircase of a course; nothing before the first run."""
    if not document.staircase:
        return None
    done = [step for step in document.staircase if step.state == "done"]
    ahead = [step for step in document.staircase if step.state != "done"]
    shown = [*done[-DONE_SHOWN:], *ahead[: 1 + AHEAD_SHOWN]]
    goal = _goal(document, shown)
    stairs = _stairs(document, shown, today, goal)
    return Staircase(stairs, _says(stairs), len(done) - len(done[-DONE_SHOWN:]))


def _goal(document: Comeback, shown: Sequence[Step]) -> tuple[int, date | None] | None:
    """The next large aim above what is shown: 30 min in one go, then the longest run of the goal."""
    goal = document.goal
    if goal is None:
        return None
    highest = max((min(step.running_s, step.bout_s) for step in shown), default=0)
    if document.mode in ("WALK", "RUN_WALK"):
        return (30 * 60, goal.soonest_30_min) if highest < 30 * 60 else None
    return (goal.longest_s, goal.soonest) if highest < goal.longest_s else None


def _stairs(
    document: Comeback, shown: Sequence[Step], today: date, goal: tuple[int, date | None] | None
) -> tuple[Stair, ...]:
    count = len(shown) + (goal is not None)
    width = round((WIDTH - GAP * (count + 1)) / count, 1)
    rise = (FLOOR - LOWEST - TOP) / max(1, count - 1)
    last_run = {(one.ran.running_s, one.ran.bout_s): one.on for one in document.decisions if one.ran is not None}
    found = []
    for at, step in enumerate(shown):
        x, y = round(GAP + at * (width + GAP), 1), round(FLOOR - LOWEST - at * rise, 1)
        found.append(
            Stair(
                state=step.state,
                words=level_figure(step.running_s, step.bout_s),
                total=f"{minutes(step.running_s)} min",
                when=_when(step, last_run.get((step.running_s, step.bout_s)), today),
                sign=_sign(step, document.decisions, today),
                x=x,
                y=y,
                width=width,
                ticks=_ticks(step, x + width / 2),
            )
        )
    if goal is not None:
        at = count - 1
        seconds, soonest = goal
        found.append(
            Stair(
                state="goal", words=f"1 × {minutes(seconds)}", total=f"{minutes(seconds)} min",
                when=f"not before {_day(soonest, today)}" if soonest else "goal", sign="Goal",
                x=round(GAP + at * (width + GAP), 1), y=TOP, width=width, ticks=(),
            )
        )  # fmt: skip
    return tuple(found)


def _ticks(step: Step, middle: float) -> tuple[tuple[float, bool], ...]:
    if step.state not in ("done", "now"):
        return ()
    wanted = max(step.greens, 2) if step.state == "now" else step.greens
    many = min(wanted, TICKS_SHOWN)
    first = middle - TICK_APART * (many - 1) / 2
    return tuple((round(first + TICK_APART * at, 1), at < step.greens) for at in range(many))


def _when(step: Step, ran: date | None, today: date) -> str:
    if step.state == "done" and ran is not None:
        return _day(ran, today)
    if step.soonest is None:
        return ""
    return _day(step.soonest, today) if step.state == "now" else f"soonest {_day(step.soonest, today)}"


def _sign(step: Step, decisions: Sequence[Decision], today: date) -> str:
    if step.state == "done":
        return f"Done {GREEN_TIMES[step.greens]}" if step.greens < len(GREEN_TIMES) else f"Done {step.greens} times"
    if step.state != "now":
        return {"next": "Next", "later": "Later"}[step.state]
    last = decisions[-1] if decisions else None
    again = last is not None and last.ran is not None and last.observation.colour in ("amber", "open")
    when = "today" if step.soonest == today else "next"
    return f"{when}: repeat" if again else when


def _day(day: date | None, today: date) -> str:
    if day is None:
        return ""
    near = timedelta(days=1) < day - today < timedelta(days=6)
    names = {today: "today", today + timedelta(days=1): "tomorrow"}
    return names.get(day) or (f"{day:%a}" if near else f"{day.day} {day:%b}")


def _says(stairs: Sequence[Stair]) -> str:
    parts = [
        (name, ", ".join(one.words for one in stairs if one.state in states))
        for name, states in (("Done", ("done",)), ("Now", ("now",)), ("Then", ("next", "later")), ("Goal", ("goal",)))
    ]
    said = "; ".join(f"{name.lower() if at else name}: {words}" for at, (name, words) in enumerate(parts) if words)
    return f"Staircase of levels, repeats × minutes running. {said}."
