"""Pictures of how to film: where the camera stands, what the picture holds."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from restride.adapters.gait_report.body import Facing, body_from, projected
from restride.adapters.gait_report.pose_svg import Place, body_svg
from restride.figure.runner import drawn_motion
from restride.gait.track import POINTS, Track
from restride.model.words import Side

#: Size of a picture, and the moment of the stride that is drawn [s].
_WIDTH, _HEIGHT, _AT_S = 300, 230, 0.12
_FLOOR = 205.0


class FilmingPicture(NamedTuple):
    """A picture with its title and what it says."""

    title: str
    says: str
    svg: str


@cache
def filming_pictures() -> tuple[FilmingPicture, ...]:
    """From the side, from behind, and both cameras from above."""
    return (
        FilmingPicture(
            "From the side",
            "The lens as high as the hip. Head and both feet stay inside, with room below the feet.",
            _seen("right", "Runner from the side, whole in the picture, the lens as high as the hip"),
        ),
        FilmingPicture(
            "From behind",
            "On the line in which the runner moves, again as high as the hip.",
            _seen("rear", "Runner from behind, whole in the picture, the lens as high as the hip"),
        ),
        FilmingPicture(
            "From above",
            "Two places for one camera: square to the belt, and straight behind it. Not in between.",
            _above(),
        ),
    )


def _seen(facing: Facing, name: str) -> str:
    places = _places(facing)
    hip = (places["hip_left"][1] + places["hip_right"][1]) / 2
    belt = f'<path class="floor" d="M40 {_FLOOR}H260"/>'
    corners = "".join(
        f'<path class="finder" d="M{x} {y + dy}V{y}H{x + dx}"/>'
        for x, y, dx, dy in ((52, 10, 16, 16), (248, 10, -16, 16), (52, 222, 16, -16), (248, 222, -16, -16))
    )
    lens = f'<path class="lens" d="M52 {hip:.0f}H248"/><text x="58" y="{hip - 6:.0f}">lens</text>'
    return _svg(name, belt + body_svg(places, facing) + lens + corners)


def _places(facing: Facing) -> dict[str, Place]:
    """The drawn runner on paper, feet on the floor of the picture."""
    motion = drawn_motion("run", speed_m_s=3.0, cadence_spm=168.0)
    time_s = np.array([_AT_S, _AT_S + 0.01])
    at = motion.stance(time_s).at
    points = {name: values for name, values in at.items() if name in POINTS}
    leg = float(np.linalg.norm(points["hip_right"][0] - points["ankle_right"][0])) * 1.05
    body = body_from(Track(time_s, points, name="drawn"), leg, Side.RIGHT)
    places = projected(body.at(_AT_S), facing)
    down = _FLOOR - 3 - max(place[1] for place in places.values())
    middle = _WIDTH / 2 - sum(places[f"hip_{side}"][0] for side in ("left", "right")) / 2
    return {name: (x + middle, y + down) for name, (x, y) in places.items()}


def _above() -> str:
    belt = '<rect class="belt" x="112" y="34" width="46" height="112" rx="6"/>'
    runner = (
        '<ellipse class="f-near" cx="135" cy="88" rx="19" ry="8"/><circle class="f-torso" cx="135" cy="86" r="7"/>'
        '<path class="finder" d="M135 74V54M129 61l6-7 6 7"/>'
    )
    lines = (
        '<path class="lens" d="M232 88H160"/><path class="lens" d="M135 192V148"/>'
        '<path class="finder" d="M172 88v-12h-12"/>'
    )
    cameras = "".join(
        f'<rect class="camera" x="{x}" y="{y}" width="22" height="16" rx="3"/>' for x, y in ((234, 80), (124, 194))
    )
    words = '<text x="222" y="116">from the side</text><text x="152" y="207">from behind</text>'
    return _svg(
        "From above: one camera square to the belt, one straight behind it", belt + runner + lines + cameras + words
    )


def _svg(name: str, inside: str) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{name}"><title>{name}</title>{inside}</svg>'
