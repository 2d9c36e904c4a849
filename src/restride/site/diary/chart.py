"""Pain over time: drawn on the server, the full scale, every line named at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from restride.site.diary.models import SCALE_TOP, Moment
from restride.site.diary.queries import DayLog

WIDTH, HEIGHT = 340, 190
LEFT, RIGHT, TOP, BOTTOM = 26, 262, 12, 160
TICKS = (0, 2, 4, 6, 8, 10)
NAMES = {Moment.DURING.value: "while active", Moment.NEXT_MORNING.value: "in the morning"}
CLASSES = {Moment.DURING.value: "pl", Moment.NEXT_MORNING.value: "pm"}
APART = 13
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its name at its end."""

    kind: str
    name: str
    path: str
    dots: tuple[tuple[float, float], ...]
    name_x: float
    name_y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """What the template draws and says."""

    lines: tuple[Line, ...]
    ticks: tuple[tuple[int, float], ...]
    first: str
    last: str
    summary: str


def pain_chart(days: Sequence[DayLog]) -> Chart | None:
    """Draw pain while active and in the morning; nothing for fewer than two days."""
    shown = [day for day in days if any(day.pains[kind] is not None for kind in NAMES)]
    if len(shown) < FEWEST:
        return None
    first, last = shown[0].day, shown[-1].day
    span = max(1, (last - first).days)
    lines: list[Line] = []
    said: list[str] = []
    for kind, name in NAMES.items():
        values = [((day.day - first).days / span, pain) for day in shown if (pain := day.pains[kind]) is not None]
        if not values:
            continue
        dots = tuple((round(LEFT + (RIGHT - LEFT) * at, 1), _y(pain)) for at, pain in values)
        path = "M" + "L".join(f"{x:g} {y:g}" for x, y in dots)
        lines.append(Line(CLASSES[kind], name, path, dots, RIGHT + 8, dots[-1][1] + 4))
        pains = [pain for _at, pain in values]
        said.append(f"Pain {name}: first {pains[0]}, now {pains[-1]}, highest {max(pains)} of {SCALE_TOP}.")
    return Chart(
        lines=_kept_apart(lines),
        ticks=tuple((number, _y(number)) for number in TICKS),
        first=f"{first.day} {first:%b}",
        last=f"{last.day} {last:%b}",
        summary=" ".join(said),
    )


def _y(pain: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * pain / SCALE_TOP, 1)


def _kept_apart(lines: list[Line]) -> tuple[Line, ...]:
    """Move the second name where the two would lie on each other."""
    if len(lines) < FEWEST or abs(lines[0].name_y - lines[1].name_y) >= APART:
        return tuple(lines)
    upper, lower = sorted(lines, key=lambda line: line.name_y)
    down = upper.name_y + APART
    moved = Line(lower.kind, lower.name, lower.path, lower.dots, lower.name_x, down)
    if down > BOTTOM + 8:
        upper = Line(upper.kind, upper.name, upper.path, upper.dots, upper.name_x, upper.name_y - APART)
        moved = lower
    return (upper, moved)
