"""Things beside the person: floor, mat, chair, step, wall, band, roller, weight … in grey, so that the body leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from restride.figure.outline import curve, number, numbers
from restride.figure.pose import CLINIC_KINDS, Prop
from restride.figure.skeleton import Figure, Point

Row = Sequence[Figure]


def _line(*points: Point, kind: str = "f-prop") -> str:
    return f'<path class="{kind}" d="M{"L".join(numbers(p) for p in points)}"/>'


def _box(x: float, top: float, width: float, height: float, radius: float = 2.0, kind: str = "f-block") -> str:
    place = f'x="{number(x)}" y="{number(top)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect class="{kind}" {place} rx="{number(radius)}"/>'


def _round(x: float, y: float, radius: float, kind: str) -> str:
    return f'<circle class="{kind}" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'


def _size(prop: Prop, *usual: float) -> tuple[float, ...]:
    return (*prop.size, *usual[len(prop.size) :])


def _mat(prop: Prop) -> str:
    if len(prop.size) > 1:  # seen from above
        return _box(prop.at[0], -prop.at[1] - prop.size[1], prop.size[0], prop.size[1], 8.0, "f-mat")
    return _box(prop.at[0], 0.0, _size(prop, 190.0)[0], 4.0, 2.0, "f-mat")


def _chair(prop: Prop) -> str:
    """Seat at its height; the back stands on the side of the sign of the third size."""
    x = prop.at[0]
    width, seat, back = _size(prop, 42.0, 46.0, -52.0)
    y = -seat + 2.5
    left, right = x - width / 2 + 2.5, x + width / 2 - 2.5
    legs = (
        f"M{number(left)} {number(y)}H{number(right)}M{number(left)} {number(y)}V-2.5M{number(right)} {number(y)}V-2.5"
    )
    rest = f"M{number(left if back < 0 else right)} {number(y)}v{number(-abs(back))}" if back else ""
    return f'<path class="f-prop" d="{legs}{rest}"/>'


def _bench(prop: Prop) -> str:
    x, width, height = prop.at[0], *_size(prop, 60.0, 42.0)[:2]
    text = _box(x, -height, width, 8.0, 3.0)
    return (
        text + _line((x + 9, -height + 9), (x + 9, -2.5)) + _line((x + width - 9, -height + 9), (x + width - 9, -2.5))
    )


def _wall(prop: Prop) -> str:
    return _box(prop.at[0] - (5.0 if prop.at[0] < 0 else 0.0), -_size(prop, 186.0)[0], 5.0, _size(prop, 186.0)[0], 1.0)


def _step(prop: Prop) -> str:
    width, height = _size(prop, 44.0, 20.0)[:2]
    return _box(prop.at[0], -height, width, height, 2.0)


def _slope(prop: Prop) -> str:
    """A wedge: from its low edge, so long, so high; negative length rises to the left."""
    x, (length, height) = prop.at[0], _size(prop, 40.0, 16.0)[:2]
    return f'<path class="f-block" d="M{number(x)} 0h{number(length)}v{number(-height)}z"/>'


def _roller(prop: Prop) -> str:
    radius = _size(prop, 8.0)[0]
    return _round(prop.at[0], -prop.at[1], radius, "f-block") + _round(prop.at[0], -prop.at[1], radius * 0.4, "f-hole")


def _ball(prop: Prop) -> str:
    return _round(prop.at[0], -prop.at[1], _size(prop, 7.0)[0], "f-block")


def _pad(prop: Prop) -> str:
    width, height = _size(prop, 46.0, 9.0)[:2]
    return _box(prop.at[0], -height, width, height, 4.5, "f-mat")


def _cushion(prop: Prop) -> str:
    width, height = _size(prop, 40.0, 14.0)[:2]
    return _box(prop.at[0] - width / 2, -prop.at[1] - height, width, height, height / 2, "f-mat")


def _towel(prop: Prop) -> str:
    if len(prop.size) == 1:
        return _round(prop.at[0], -prop.at[1], prop.size[0], "f-mat")
    width, height = _size(prop, 26.0, 3.0)[:2]
    return _box(prop.at[0] - width / 2, -prop.at[1] - height, width, height, 1.5, "f-mat")


def _bars(prop: Prop) -> str:
    return _line(*[(float(e[0]), -float(e[1])) for e in prop.ends if not isinstance(e, str)])


def _floor_mark(prop: Prop) -> str:
    return _line((prop.at[0], 1.0), (prop.at[0], -3.0))


#: Length of a treadmill and height of its console.
TREADMILL = (150.0, 104.0)


def _treadmill(prop: Prop) -> str:
    """A belt at the height of the floor, so long; at its front a post, so high, with console and rail."""
    x, (length, height) = prop.at[0], _size(prop, *TREADMILL)[:2]
    back, front = x - length / 2, x + length / 2
    deck = _box(back, 1.0, length, 10.0, 5.0)
    rollers = _round(back + 5.5, 6.0, 2.2, "f-hole") + _round(front - 5.5, 6.0, 2.2, "f-hole")
    post = _line((front - 8, 2.0), (front + 2, -height + 6))
    console = _line((front - 6, -height), (front + 6, -height + 10))
    rail = _line((front, -height + 20), (front - 24, -height + 20))
    return deck + rollers + post + console + rail


_STANDING: dict[str, Callable[[Prop], str]] = {
    "mat": _mat, "chair": _chair, "bench": _bench, "wall": _wall, "step": _step, "box": _step, "slope": _slope,
    "roller": _roller, "ball": _ball, "pad": _pad, "cushion": _cushion, "towel": _towel, "bar": _bars, "machine": _bars,
    "line": _floor_mark, "treadmill": _treadmill,
}  # fmt: skip


def standing(props: Sequence[Prop], front: bool) -> str:
    """Everything that stands or lies there and does not move."""
    return "".join(
        _STANDING[p.kind](p)
        for p in props
        if p.kind in _STANDING and not p.on and p.front is front and not (p.kind == "towel" and p.ends)
    )


def held(props: Sequence[Prop], bone: str) -> str:
    """What hangs on this bone and moves with it."""
    text = ""
    for prop in props:
        if prop.on == bone and prop.kind not in CLINIC_KINDS:
            x, y = prop.at
            text += _HELD.get(prop.kind, _held_round)(x, y, prop)
    return text


def _held_round(x: float, y: float, prop: Prop) -> str:
    return _round(x, y, _size(prop, 6.0)[0], "f-held")


def _dumbbell(x: float, y: float, prop: Prop) -> str:
    return f'<path class="f-held" d="M{numbers((x - 9, y - 4.5))}h5v3h8v-3h5v9h-5v-3h-8v3h-5z"/>'


def _cuff(x: float, y: float, prop: Prop) -> str:
    width, height = _size(prop, 12.0, 9.0)[:2]
    return _box(x - width / 2, y - height / 2, width, height, 2.5, "f-held")


def _plate(x: float, y: float, prop: Prop) -> str:
    radius = _size(prop, 15.0)[0]
    return _round(x, y, radius, "f-held") + _round(x, y, 2.2, "f-hole")


def _held_box(x: float, y: float, prop: Prop) -> str:
    width, height = _size(prop, 26.0, 3.0)[:2]
    return _box(x - width / 2, y - height / 2, width, height, 1.5, "f-held")


_HELD: dict[str, Callable[[float, float, Prop], str]] = {
    "weight": _dumbbell, "ankle_weight": _cuff, "barbell": _plate, "towel": _held_box, "cushion": _held_box,
}  # fmt: skip


def band_ends(prop: Prop, row: Row) -> list[tuple[Point, ...]]:
    """Where a band runs at every moment, from end to end."""
    moments = []
    for person in row:
        moments.append(
            tuple(person.point(end) if isinstance(end, str) else (float(end[0]), -float(end[1])) for end in prop.ends)
        )
    return moments


def _straight(points: Sequence[Point]) -> str:
    return "M" + "L".join(numbers(point) for point in points)


def _soft(points: Sequence[Point]) -> str:
    return "M" + numbers(points[0]) + curve(points)


#: Things that follow the body as a line, and how they are drawn.
_FOLLOWS = {"band": "f-band", "loop": "f-band", "rope": "f-rope", "towel": "f-rug"}


def bands(props: Sequence[Prop], row: Row, timing: str, front: bool) -> str:
    """Bands, loops and ropes: a line that follows the body; a knot where it is fixed."""
    text = ""
    for prop in props:
        if prop.kind not in _FOLLOWS or not prop.ends or prop.front is not front:
            continue
        places = band_ends(prop, row)
        if prop.kind == "towel":  # it slides flat along the floor below its point
            half = _size(prop, 24.0)[0] / 2
            places = [((x - half, y + 1.0), (x + half, y + 1.0)) for ((x, y), *_) in places]
        line = _soft if prop.kind == "rope" else _straight
        ways = [line(points) for points in places]
        kind = _FOLLOWS[prop.kind]
        motion = ""
        if timing and len(set(ways)) > 1:
            motion = f'<animate attributeName="d"{timing} values="{";".join(ways)}"/>'
        text += f'<path class="{kind}" d="{ways[0]}">{motion}</path>'
        for end in prop.ends:
            if not isinstance(end, str) and prop.kind != "rope":
                text += _round(float(end[0]), -float(end[1]), 3.4, "f-block")
    return text
