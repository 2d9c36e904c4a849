"""The foot close up, seen from its inner side: an arch that lifts, a big toe of two bones, the other toes behind it."""

from __future__ import annotations

from functools import cache

from restride.figure.motion import Clock, Row, animated, turns
from restride.figure.outline import Point, chain, number, numbers, smooth

#: The outline from the front of the ankle round toe joint, ball, arch and heel, in the foot's frame …
_FLAT: tuple[Point, ...] = (
    (0.6, -4.2), (4.2, -2.2), (7.4, 1.0), (10.4, 3.4), (12.6, 4.9), (12.8, 7.6), (10.2, 8.8), (7.6, 8.2), (4.0, 7.3),
    (0.4, 8.2), (-2.6, 8.8), (-5.6, 7.9), (-6.6, 5.2), (-5.0, 1.2), (-4.0, -2.2),
)  # fmt: skip
#: … and how each point moves when the arch lifts by one.
_LIFT: tuple[Point, ...] = (
    (0.0, -0.1), (-0.1, -0.5), (-0.4, -0.6), (-0.7, -0.4), (-0.8, -0.1), (-0.8, 0.0), (-0.8, 0.0), (-0.7, -0.2),
    (-0.5, -1.0), (-0.1, -0.3), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0),
)  # fmt: skip
#: Where the big toe and the others begin, and how far that moves when the arch lifts.
BIG_AT, SMALL_AT, BACK = (11.4, 6.4), (10.2, 6.2), -0.8
#: Length of the first bone of the big toe and of the others.
BIG, SMALL = 4.3, 3.7


@cache
def _lifted(arch: float) -> str:
    return smooth([(x + arch * dx, y + arch * dy) for (x, y), (dx, dy) in zip(_FLAT, _LIFT, strict=True)])


def outlines(row: Row) -> list[str]:
    """The foot's outline at every moment."""
    return [_lifted(round(person.shape.get("arch", 0.0), 2)) for person in row]


def sole_lines(row: Row) -> list[str]:
    """The working region along the arch at every moment."""
    ways = []
    for person in row:
        arch = person.shape.get("arch", 0.0)
        top = ((-2.0, 6.4), (0.4, 5.6 - 0.3 * arch), (4.0, 4.6 - arch), (7.6 - 0.7 * arch, 5.4))
        low = (
            (9.6 - 0.8 * arch, 7.4),
            (7.2 - 0.7 * arch, 7.5 - 0.2 * arch),
            (4.0, 6.5 - arch),
            (0.6, 7.4 - 0.2 * arch),
        )
        ways.append(smooth(top + low))
    return ways


def toe_roots(row: Row, at: Point) -> list[str]:
    """Where a toe is hung at every moment; the ball comes closer to the heel as the arch lifts."""
    return [numbers((at[0] + BACK * person.shape.get("arch", 0.0), at[1])) for person in row]


@cache
def toe_shapes(is_big: bool) -> tuple[str, str, str]:
    """First bone, last bone, and the nail."""
    if is_big:
        return (
            chain(((0.0, 0.0, 2.5), (BIG, 0.3, 2.0))),
            chain(((0.0, 0.3, 2.0), (3.4, 0.7, 1.7))),
            smooth(((2.2, -1.5), (4.2, -1.0), (4.6, -0.3), (2.4, -0.9))),
        )
    return chain(((0.0, 0.0, 2.2), (SMALL, 0.2, 1.7))), chain(((0.0, 0.2, 1.7), (2.6, 0.5, 1.4))), ""


def toe_angles(row: Row, is_big: bool) -> tuple[list[float], list[float]]:
    """Turn of the first bone against the foot, and of the last against the first. [degrees]."""
    firsts, lasts = [], []
    for person in row:
        big = person.angle["toes.near"] - person.angle["foot.near"]
        firsts.append(big if is_big else -person.shape.get("others", -big))
        lasts.append(person.shape.get("curl" if is_big else "curl_others", 0.0))
    return firsts, lasts


def foot_close(row: Row, tick: Clock, tone: str, works: tuple[str, ...]) -> str:
    """The foot with its toes; the arch and the big toe are marked where they work."""
    marks = {work.partition(".")[0] for work in works}
    text = _toe(row, tick, False, "f-far", "")
    text += _morphed(tone, outlines(row), tick)
    if "sole" in marks:
        text += _morphed("f-work", sole_lines(row), tick)
        text += '<path class="f-hatch" d="M.8 6.800l1-2M3 6l1-2M5.400 6.500l1-2"/>'
    return text + _toe(row, tick, True, tone, _BIG_TOE if "big_toe" in marks else "")


_MARK = "M.8-1L4.400-.8L4.400 1L.8 1.300z"
_BIG_TOE = f'<path class="f-work" d="{_MARK}"/><path class="f-hatch" d="M1.400 1l.7-1.800M3 .9l.7-1.600"/>'


def _morphed(kind: str, ways: list[str], tick: Clock) -> str:
    motion = ""
    if tick.runs and len(set(ways)) > 1:
        motion = f'<animate attributeName="d"{tick.attributes} values="{";".join(ways)}"/>'
    return f'<path class="{kind}" d="{ways[0]}">{motion}</path>' if motion else f'<path class="{kind}" d="{ways[0]}"/>'


def _toe(row: Row, tick: Clock, is_big: bool, tone: str, over: str) -> str:
    """One toe: first bone, last bone, nail, each turned about its joint."""
    first, last, nail = toe_shapes(is_big)
    firsts, lasts = toe_angles(row, is_big)
    text = animated(tick, "translate", toe_roots(row, BIG_AT if is_big else SMALL_AT))
    text += animated(tick, "rotate", turns(firsts)) + f'<path class="{tone}" d="{first}"/>'
    text += animated(tick, "rotate", turns(lasts), f"translate({numbers((BIG if is_big else SMALL, 0.0))})")
    text += f'<path class="{tone}" d="{last}"/>' + (f'<path class="f-far" d="{nail}"/>' if nail else "")
    return text + "</g>" + over + "</g></g>"


def nails(side: int) -> str:
    """Nails on the toes of a foot that is seen from above."""
    spots = ((-4.6, -23.6, 1.5), (-0.2, -24.0, 0.9), (2.8, -22.6, 0.8), (5.0, -20.5, 0.7), (6.5, -17.9, 0.6))
    return "".join(
        f'<ellipse class="f-nail" cx="{number(x * side)}" cy="{number(y)}" rx="{number(r)}" ry="{number(r * 0.8)}"/>'
        for x, y, r in spots
    )
