"""One moment of the runner as SVG: body, tracked points, lines and angles."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from restride.adapters.gait_report.body import Facing, circles_of, parts_for

Place = tuple[float, float]
_SHADES = {"far": "f-far", "torso": "f-torso", "near": "f-near", "arm": "f-near"}
#: Width and height of a picture in units, and where the pelvis is put in it.
WIDTH, HEIGHT = 180.0, 200.0


class AngleMark(NamedTuple):
    """An angle to draw: at ``corner`` between two directions (degrees on paper), with its words."""

    corner: Place
    start_deg: float
    end_deg: float
    words: str
    #: Where the number stands, beside the body.
    number_at: Place
    #: A thin line from the corner along the start: the vertical, or a bone drawn on.
    reference: float = 34.0


def capsules(circles: Sequence[tuple[float, float, float]]) -> str:
    """A row of circles with straight flanks, as one path."""
    return "".join(_capsule(a, b) for a, b in itertools.pairwise(circles))


def _capsule(first: tuple[float, float, float], second: tuple[float, float, float]) -> str:
    (ax, ay, ar), (bx, by, br) = first, second
    distance = math.hypot(bx - ax, by - ay)
    if distance <= abs(ar - br) + 1e-6:
        x, y, r = max(first, second, key=lambda one: one[2])
        return f"M{x - r:.1f} {y:.1f}a{r:.1f} {r:.1f} 0 1 1 {2 * r:.1f} 0a{r:.1f} {r:.1f} 0 1 1 {-2 * r:.1f} 0z"
    along, turn = math.atan2(by - ay, bx - ax), math.acos((ar - br) / distance)
    corners = []
    for x, y, r in (first, second):
        corners.append([(x + r * math.cos(along + s * turn), y + r * math.sin(along + s * turn)) for s in (1, -1)])
    (a1, a2), (b1, b2) = corners
    far_a, far_b = int(ar > br), int(br > ar)
    return (
        f"M{a1[0]:.1f} {a1[1]:.1f}A{ar:.1f} {ar:.1f} 0 {far_a} 1 {a2[0]:.1f} {a2[1]:.1f}L{b2[0]:.1f} {b2[1]:.1f}"
        f"A{br:.1f} {br:.1f} 0 {far_b} 1 {b1[0]:.1f} {b1[1]:.1f}z"
    )


def body_svg(places: Mapping[str, Place], facing: Facing) -> str:
    """The shaded body."""
    drawn = []
    for shade, group in itertools.groupby(parts_for(facing), key=lambda part: part.shade):
        path = "".join(capsules(circles) for part in group if (circles := circles_of(part, places)))
        if path:
            gap = f'<path class="f-cut" d="{path}"/>' if shade == "arm" else ""
            drawn.append(f'{gap}<path class="{_SHADES[shade]}" d="{path}"/>')
    return "".join(drawn)


def lines_svg(chains: Iterable[Sequence[Place]]) -> str:
    """Lines through tracked points, each point a ring."""
    drawn = []
    for chain in chains:
        if len(chain) > 1:
            drawn.append(f'<polyline class="k-line" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in chain)}"/>')
        drawn += [f'<circle class="k-pt" cx="{x:.1f}" cy="{y:.1f}" r="2.6"/>' for x, y in chain]
    return "".join(drawn)


def angle_svg(mark: AngleMark, radius: float = 17.0) -> str:
    """An arc between two directions, a thin reference line, and the number beside it."""
    (x, y), start, end = mark.corner, math.radians(mark.start_deg), math.radians(mark.end_deg)
    tip = x + mark.reference * math.cos(start), y + mark.reference * math.sin(start)
    text = f'<path class="k-ref" d="M{x:.1f} {y:.1f}L{tip[0]:.1f} {tip[1]:.1f}"/>'
    first, last = ((x + radius * math.cos(a), y + radius * math.sin(a)) for a in (start, end))
    turn = (end - start + math.pi) % (2 * math.pi) - math.pi
    text += (
        f'<path class="k-arc" d="M{first[0]:.1f} {first[1]:.1f}A{radius:g} {radius:g} 0 0 {int(turn > 0)} '
        f'{last[0]:.1f} {last[1]:.1f}"/>'
    )
    tx, ty = mark.number_at
    return text + f'<text class="k-num" x="{tx:.1f}" y="{ty:.1f}" text-anchor="middle">{escape(mark.words)}</text>'


def picture(
    title: str, places: Mapping[str, Place], facing: Facing, over: str, ground: float | None, *, room: float = 0.0
) -> str:
    """A whole picture, the runner in its middle; ``room`` is left free above one who stands upright [units]."""
    left, top = frame_of(places)
    wide = WIDTH * (HEIGHT + room) / HEIGHT
    left, top = left - (wide - WIDTH) / 2, top - room
    floor = "" if ground is None else f'<path class="f-ground" d="M{left + 6:.1f} {ground:.1f}H{left + wide - 6:.1f}"/>'
    return (
        f'<svg class="fig frame-fig" viewBox="{left:.1f} {top:.1f} {wide:g} {HEIGHT + room:g}" role="img" '
        f"aria-label={quoteattr(title)}><title>{escape(title)}</title>{floor}{body_svg(places, facing)}{over}</svg>"
    )


def frame_of(places: Mapping[str, Place]) -> tuple[float, float]:
    """Left and upper edge of a picture that holds the runner."""
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    left = (min(xs) + max(xs)) / 2 - WIDTH / 2
    return left, max(ys) + 10 - HEIGHT
