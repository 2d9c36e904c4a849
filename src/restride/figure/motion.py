"""Motion as SMIL: the common clock, and a group's transform over the moments of a loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from restride.figure.outline import number
from restride.figure.skeleton import Figure, Point

#: A turn or a shift smaller than this is not animated. [degrees, drawing units]
STILL = 0.25
Row = Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Clock:
    """The common times of an animation, as SVG attributes; empty for a still."""

    attributes: str = ""

    @property
    def runs(self) -> bool:
        """Whether anything moves."""
        return bool(self.attributes)


def clock(times: Sequence[float]) -> Clock:
    """The attributes every animated value shares."""
    total = times[-1]
    keys = ";".join(_share(at / total) for at in times)
    return Clock(f' dur="{total:.4g}s" repeatCount="indefinite" keyTimes="{keys}"')


def _share(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return text.removeprefix("0") if text.startswith("0.") else text


def animated(tick: Clock, kind: str, values: Sequence[str], base: str = "") -> str:
    """A group's opening tag with its transform, in motion where the values differ."""
    if not tick.runs or len(set(values)) == 1:
        return f'<g transform="{base}{kind}({values[0]})">'
    extra = ' additive="sum"' if base else ""
    open_tag = f'<g transform="{base}">' if base else "<g>"
    return (
        f'{open_tag}<animateTransform attributeName="transform" type="{kind}"{extra}{tick.attributes} '
        f'values="{";".join(values)}"/>'
    )


def turns(angles: Sequence[float]) -> list[str]:
    """Angles without a jump at the full turn; one value where hardly anything moves."""
    row = [angles[0]]
    for angle in angles[1:]:
        row.append(row[-1] + (angle - row[-1] + 180.0) % 360.0 - 180.0)
    if max(row) - min(row) < STILL:
        row = [row[0]] * len(row)
    return [number(angle) for angle in row]


def shifts(points: Sequence[Point]) -> list[str]:
    """Places of a chain's root."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    if max(xs) - min(xs) < STILL and max(ys) - min(ys) < STILL:
        points = [points[0]] * len(points)
    return [f"{number(x)} {number(y)}" for x, y in points]
