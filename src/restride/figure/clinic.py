"""What a therapist's hand does, in the simplest shape: hands, the place that is touched, tape, needle, probe, packs.

Everything here hangs on a bone of the person, at a place of its frame, moves with it and lies over the whole person. A
hand points down, its fingertips at the place; ``turn`` turns it about them, clockwise in degrees. It is outlined, so
that it is never taken for a hand of the person.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from restride.figure.motion import Clock, Row, animated, shifts, turns
from restride.figure.outline import chain, number, numbers, smooth
from restride.figure.pose import Prop

Draw = Callable[[Prop], str]


def clinic(props: Sequence[Prop], row: Row, tick: Clock) -> str:
    """Landmarks, tools and hands, each where its bone is at every moment."""
    text = ""
    for prop in props:
        if prop.kind in CLINIC and prop.on:
            x, y = prop.at
            text += animated(tick, "translate", shifts([person.place(prop.on, x, y) for person in row]))
            text += animated(tick, "rotate", turns([person.angle[prop.on] + prop.turn for person in row]))
            text += f"{CLINIC[prop.kind](prop)}</g></g>"
    return text


def _shape(path: str, kind: str = "f-tool") -> str:
    return f'<path class="{kind}" d="{path}"/>'


@cache
def _palm() -> str:
    fingers = chain(((0.0, -2.0, 2.0), (0.3, -9.0, 3.7), (0.0, -15.0, 3.1), (0.0, -30.0, 3.9)))
    thumb = chain(((1.4, -11.0, 1.9), (5.2, -5.4, 1.5)))
    return _shape(thumb) + _shape(fingers)


@cache
def _grasp() -> str:
    """A hand around a limb that lies across it: fingers on one side, thumb on the other."""
    hand = chain(((-3.6, 3.6, 2.5), (-3.8, -3.0, 3.3), (-0.6, -11.0, 4.7), (0.0, -18.0, 3.2), (0.0, -32.0, 3.9)))
    thumb = chain(((5.0, 1.8, 2.0), (4.4, -4.6, 2.4), (2.0, -10.4, 2.8)))
    return _shape(hand) + _shape(thumb)


@cache
def _pointing() -> str:
    fist = chain(((1.9, -10.8, 3.5), (1.4, -16.2, 4.1), (0.0, -22.5, 2.9), (0.0, -34.0, 3.6)))
    thumb = chain(((-2.4, -8.6, 1.3), (-1.8, -14.0, 1.9)))
    return _shape(chain(((0.0, -1.5, 1.3), (0.2, -11.0, 1.9)))) + _shape(fist) + _shape(thumb)


def _hand(prop: Prop) -> str:
    return _scaled(_palm(), prop)


def _grip(prop: Prop) -> str:
    return _scaled(_grasp(), prop)


def _finger(prop: Prop) -> str:
    return _scaled(_pointing(), prop)


def _scaled(shape: str, prop: Prop) -> str:
    return (
        shape if not prop.size or prop.size[0] == 1.0 else f'<g transform="scale({number(prop.size[0])})">{shape}</g>'
    )


def _site(prop: Prop) -> str:
    """The place itself: accent with a cross, so that it is seen without colour."""
    wide, high = (*prop.size, *(3.0, 3.0)[len(prop.size) :]) if len(prop.size) != 1 else (prop.size[0],) * 2
    arm = min(wide, high) * 0.55
    return (
        f'<ellipse class="f-site" rx="{number(wide)}" ry="{number(high)}"/>'
        f'<path class="f-hatch" d="M{numbers((-arm, -arm))}L{numbers((arm, arm))}M{numbers((-arm, arm))}'
        f'L{numbers((arm, -arm))}"/>'
    )


def _press(prop: Prop) -> str:
    """A fingertip on a place: the place's radius is the second size."""
    radius = prop.size[1] if len(prop.size) > 1 else 2.4
    size = prop.size[0] if prop.size else 1.0
    return _site(Prop(kind="site", size=(radius,))) + _finger(Prop(kind="finger", size=(size,)))


def _tape(prop: Prop) -> str:
    long, wide = (*prop.size, *(20.0, 4.0)[len(prop.size) :])
    box = f'x="{number(-long / 2)}" y="{number(-wide / 2)}" width="{number(long)}" height="{number(wide)}"'
    return f'<rect class="f-tape" {box} rx="1"/>'


def _needle(_: Prop) -> str:
    return '<path class="f-wire" d="M0 4V-8"/>' + _shape("M-1-18h2v11h-2z")


def _probe(_: Prop) -> str:
    return _shape("M-6.500-1.500h13v4.500h-13z") + _shape("M-3.200-22h6.400v20.500h-6.400z")


def _electrode(prop: Prop) -> str:
    wide, high = (*prop.size, *(8.0, 6.0)[len(prop.size) :])
    box = f'x="{number(-wide / 2)}" y="{number(-high / 2)}" width="{number(wide)}" height="{number(high)}"'
    return f'<path class="f-wire" d="M0 0c8-4 10-14 18-16"/><rect class="f-tape" {box} rx="2"/>'


def _pack(sign: str) -> Draw:
    def draw(prop: Prop) -> str:
        wide, high = (*prop.size, *(26.0, 13.0)[len(prop.size) :])
        x, y = wide / 2, high / 2
        bag = smooth(
            ((-x, -y), (0.0, -y * 0.85), (x, -y), (x * 1.04, 0.0), (x, y), (0.0, y * 1.1), (-x, y), (-x * 1.04, 0.0))
        )
        return _shape(bag, "f-tape") + f'<path class="f-wire" d="{sign}"/>'

    return draw


def _hammer(_: Prop) -> str:
    return _shape("M-1.200-30h2.400v27h-2.400z") + _shape(chain(((-6.0, -2.5, 2.4), (6.0, -2.5, 3.2))))


def _fork(_: Prop) -> str:
    return '<path class="f-wire" d="M0 0V-8M-3.500-24V-11q0 3 3.500 3t3.500-3V-24"/>'


def _strap(prop: Prop) -> str:
    """A brace or a belt across a bone."""
    wide, high = (*prop.size, *(16.0, 10.0)[len(prop.size) :])
    box = f'x="{number(-wide / 2)}" y="{number(-high / 2)}" width="{number(wide)}" height="{number(high)}"'
    return f'<rect class="f-tape" {box} rx="2.500"/>'


def _landmark(prop: Prop) -> str:
    """A bone under the skin: the kneecap, an ankle bone."""
    wide, high = (*prop.size, *(3.4, 4.0)[len(prop.size) :])
    return f'<ellipse class="f-nail" rx="{number(wide)}" ry="{number(high)}"/>'


def _push(prop: Prop) -> str:
    """The way a hand pushes or pulls: a short arrow that ends at the place."""
    long = prop.size[0] if prop.size else 18.0
    return f'<path class="f-arrow" d="M0{number(-long)}V-7"/><path class="f-tip" d="M0-1L-4.400-9L4.400-9z"/>'


CLINIC: dict[str, Draw] = {
    "hand": _hand, "grip_hand": _grip, "finger": _finger, "site": _site, "press": _press, "tape": _tape,
    "needle": _needle, "probe": _probe, "electrode": _electrode, "hammer": _hammer, "fork": _fork, "strap": _strap,
    "ice": _pack("M0-4.500V4.500M-3.900-2.200L3.900 2.200M-3.900 2.200L3.900-2.200"),
    "heat": _pack("M-5 4q3-2 0-4t0-4M0 4q3-2 0-4t0-4M5 4q3-2 0-4t0-4"), "push": _push,
    "landmark": _landmark,
}  # fmt: skip
