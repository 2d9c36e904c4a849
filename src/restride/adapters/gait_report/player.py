"""The player: the run as a moving figure or its video, with the angles beside it on one cursor.

The markup holds everything the script needs as data; without a script the first picture and the curves stand still.
"""

from __future__ import annotations

import base64
import itertools
import json
from dataclasses import dataclass
from typing import Any

import numpy as np

from restride.adapters.gait_report.body import LEG_UNITS, Body, Facing, parts_for, projected
from restride.adapters.gait_report.markup import Html, icon, tag
from restride.adapters.gait_report.pose_svg import body_svg
from restride.explain.gait_words import ANGLES
from restride.gait.context import Gait
from restride.gait.track import SIDES, Floats, sided
from restride.model.words import Side

#: Frames that the player holds at most; a longer recording is cut, which is said.
MOST_FRAMES = 3000
#: Whole numbers stand for thousandths of a leg and tenths of a degree; this one for «not seen».
_UNSEEN = -32768
_ANGLES = ("hip_flexion", "knee_flexion", "ankle_dorsiflexion", "pelvic_drop")
#: Width and height of the curves, stretched by the page.
_WIDTH, _HEIGHT = 1000.0, 100.0
_STAGE = (220.0, 214.0)
#: The one shape that the site's set does not have.
_PAUSE = Html(
    '<svg class="vh" aria-hidden="true" focusable="false"><defs><symbol id="gp-pause" viewBox="0 0 24 24">'
    '<path d="M9 5.500v13M15 5.500v13"/></symbol></defs></svg>'
)
_LINES = (("shoulder", "hip", "knee", "ankle"), ("heel", "toe"))


@dataclass(frozen=True)
class Clip:
    """A film inside the page: where it is, its size, and where the runner's points lie in it."""

    #: «data:video/mp4;base64,…», or an address of the site.
    source: str
    width: int
    height: int
    #: When its first picture was taken [s of the recording].
    start_s: float
    end_s: float
    #: Name of a point → float64 (frames of the track, 2), right and down in the film [px], NaN where unseen.
    points: dict[str, Floats]


def player_html(gait: Gait, body: Body, *, clip: Clip | None = None, on_treadmill: bool | None = None) -> Html:
    """The player as markup."""
    shown = len(body.time_s) if clip is None else int(np.searchsorted(body.time_s, clip.end_s, side="right"))
    frames = slice(0, max(min(shown, MOST_FRAMES), 2))
    views: list[Facing] = [body.facing] if body.flat else ["right", "left", "rear"]
    data = _data(gait, body, frames, views, clip, on_treadmill=on_treadmill)
    cut = len(body.time_s) - frames.stop > 2
    notes = [f" The player shows the first {body.time_s[frames.stop - 1] - body.time_s[0]:.0f} s."] if cut else []
    return tag(
        "div",
        _PAUSE,
        tag(
            "div",
            tag("div", _stage(body, views[0], clip), _bar(views if clip is None else [])),
            tag("div", _scrub(gait, body, frames), _rows(gait, frames), class_="gp-rows"),
            class_="gp-grid",
        ),
        tag("p", _keys(), *notes, class_="gp-keys small soft"),
        tag("script", Html(json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")),
            type="application/json", class_="gp-data"),
        data_gait_player=True,
    )  # fmt: skip


def _keys() -> Html:
    keys = (("Space", "play or pause"), ("←", ""), ("→", "one frame"), ("[", ""), ("]", "slower or faster"))
    words = [Html(f"{tag('kbd', key)} {said + ', ' if said else ''}") for key, said in keys]
    return Html("".join(words).removesuffix(", ") + ". Drag along the steps to move through the run.")


def _data(
    gait: Gait, body: Body, frames: slice, views: list[Facing], clip: Clip | None, *, on_treadmill: bool | None
) -> dict[str, Any]:
    time_s = body.time_s[frames]
    names = sorted(body.points)
    places = np.stack([body.points[name][frames] for name in names], axis=1)
    data: dict[str, Any] = {
        "times": np.round(time_s - time_s[0], 4).tolist(),
        "start": round(float(time_s[0]), 4),
        "strides": {side.value: _strides(gait, side, float(time_s[0]), float(time_s[-1])) for side in SIDES},
        "angles": {
            angle: {
                side.value: _packed(values[frames] * 10)
                for side in SIDES
                if (values := gait.angles.get(sided(angle, side), gait.angles.get(angle))) is not None
            }
            for angle in ANGLES
        },
        "moving": on_treadmill is False,
        "leg": LEG_UNITS,
        "stage": _STAGE,
        "ground": _ground(body, frames),
        "lines": _LINES,
    }
    if clip is None:
        data["points"] = {"names": names, "values": _packed(places * 1000)}
        data["views"] = {view: [list(part) for part in parts_for(view)] for view in views}
    else:
        tracked = sorted(clip.points)
        values = np.stack([clip.points[name][frames] for name in tracked], axis=1)
        data["clip"] = {"names": tracked, "values": _packed(values), "width": clip.width, "height": clip.height,
                        "start": round(clip.start_s - float(time_s[0]), 4)}  # fmt: skip
    return data


def _packed(values: Floats) -> str:
    """Whole numbers of 16 bits, little end first, as base64."""
    whole = np.where(np.isfinite(values), np.clip(np.round(np.nan_to_num(values)), -32767, 32767), _UNSEEN)
    return base64.b64encode(whole.astype("<i2").tobytes()).decode()


def unpacked(text: str) -> Floats:
    """What :func:`_packed` wrote, NaN where it was not seen."""
    whole = np.frombuffer(base64.b64decode(text), dtype="<i2").astype(np.float64)
    return np.where(whole == _UNSEEN, np.nan, whole)


def _strides(gait: Gait, side: Side, start_s: float, end_s: float) -> list[list[float | None]]:
    """Strike, toe-off and next strike from the start of the player [s]; None where it is not known."""
    phases = gait.phases(side)
    rows = np.stack([phases.strike_s, phases.toe_off_s, phases.next_s], axis=1)
    return [
        [None if not np.isfinite(value) else round(float(value) - start_s, 4) for value in row]
        for row in rows
        if row[0] <= end_s
    ]


def _ground(body: Body, frames: slice) -> float:
    """Height of the floor under the feet [legs]."""
    feet = [body.points[name][frames, 1] for name in body.points if name.startswith(("toe", "heel", "ankle"))]
    lowest = float(np.nanpercentile(np.concatenate(feet), 1)) if feet else 0.0
    return round(lowest - 0.05, 4)


def _stage(body: Body, facing: Facing, clip: Clip | None) -> Html:
    if clip is not None:
        return tag(
            "div",
            tag("video", src=clip.source, muted=True, playsinline=True, controls=True,
                preload="auto", aria_label="The run"),
            tag("svg", viewBox=f"0 0 {clip.width} {clip.height}", aria_hidden="true", class_="gp-over"),
            class_="gp-stage",
        )  # fmt: skip
    width, height = _STAGE
    places = projected(body.at(float(body.time_s[0])), facing)
    middle = places.get("pelvis", next(iter(places.values()), (0.0, 0.0)))[0]
    floor = -LEG_UNITS * _ground(body, slice(0, len(body.time_s)))
    box = f"{-width / 2:g} {floor + 8 - height:.1f} {width:g} {height:g}"
    still = body_svg({name: (x - middle, y) for name, (x, y) in places.items()}, facing)
    line = f'<path class="f-ground" d="M{-width / 2 + 6:g} {floor:.1f}H{width / 2 - 6:g}"/>'
    return tag(
        "div",
        tag("svg", Html(line), tag("g", Html(still), class_="gp-body"), viewBox=box, role="img",
            aria_label="The runner, drawn from the tracked points", class_="gp-over"),
        class_="gp-stage",
    )  # fmt: skip


_VIEW_NAMES = {"right": "From the right", "left": "From the left", "rear": "From behind"}


def _bar(views: list[Facing]) -> Html:
    """The controls; the script shows them."""
    buttons = [
        tag("button", icon(shape) if shape else word, tag("span", name, class_="vh") if shape else None,
            type="button", class_="btn main" if action == "play" else "btn", data_do=action,
            aria_label=None if shape else name)
        for action, shape, word, name in (
            ("back", "back", "", "One frame back"), ("play", "play", "", "Play"), ("on", "next", "", "One frame on"),
            ("slower", "", "−", "Slower"), ("faster", "", "+", "Faster"),
        )
    ]  # fmt: skip
    choice = None
    if len(views) > 1:
        options = [tag("option", _VIEW_NAMES[view], value=view) for view in views]
        choice = tag("select", options, aria_label="Seen from", data_do="view")
    return tag("div", buttons, choice, tag("output", class_="gp-time", aria_live="off"), class_="gp-bar", hidden=True)


def _scrub(gait: Gait, body: Body, frames: slice) -> Html:
    """Every contact as a block, the left foot above the right; the slider lies over it."""
    time_s = body.time_s[frames]
    start, length = float(time_s[0]), float(time_s[-1] - time_s[0])
    blocks = []
    for row, side in enumerate(SIDES):
        for strike, off, _ in _strides(gait, side, start, start + length):
            if strike is None:
                continue
            end = min(off, length) if off is not None else None
            if end is None:
                # A contact whose end the recording cuts: only its strike is known.
                blocks.append(
                    f'<rect class="{"fl" if row == 0 else "fr"}" x="{_WIDTH * strike / length:.1f}" '
                    f'y="{4 + 20 * row}" width="2" height="16"/>'
                )
            else:
                blocks.append(
                    f'<rect class="{"fl" if row == 0 else "fr"}" x="{_WIDTH * strike / length:.1f}" y="{4 + 20 * row}" '
                    f'width="{max(_WIDTH * (end - strike) / length, 0.5):.1f}" height="16" rx="2"/>'
                )
    strip = tag("svg", Html("".join(blocks)), viewBox=f"0 0 {_WIDTH:g} 44", preserveAspectRatio="none",
                class_="steps", aria_hidden="true")  # fmt: skip
    slider = tag("input", type="range", min="0", max=str(len(time_s) - 1), step="1", value="0", aria_label="Frame",
                 disabled=True)  # fmt: skip
    head = tag("h3", "Feet on the ground", tag("span", "above left, below right"))
    return tag("div", head, tag("div", strip, slider, class_="gp-scrub"))


def _rows(gait: Gait, frames: slice) -> Html:
    """The angles through the recording, one strip each, on the cursor of the player."""
    time_s = gait.track.time_s[frames]
    strips = []
    for angle in _ANGLES:
        found = {side: gait.angles[sided(angle, side)][frames] for side in SIDES if sided(angle, side) in gait.angles}
        found = {side: values for side, values in found.items() if np.isfinite(values).any()}
        if found:
            strips.append(_strip(angle, found, time_s))
    return tag("div", strips)


def _strip(angle: str, found: dict[Side, Floats], time_s: Floats) -> Html:
    low = min(float(np.nanmin(values)) for values in found.values())
    high = max(float(np.nanmax(values)) for values in found.values())
    room = max(high - low, 10.0) * 0.06
    low, high = low - room, high + room
    x = _WIDTH * (time_s - time_s[0]) / (time_s[-1] - time_s[0])
    paths = "".join(
        f'<path class="{"cl" if side is Side.LEFT else "crr"}" '
        f'd="{line_path(x, _HEIGHT * (high - values) / (high - low))}"/>'
        for side, values in found.items()
    )
    cursor = f'<line class="cursor" x1="0" x2="0" y1="0" y2="{_HEIGHT:g}"/>'
    name, up = ANGLES[angle]
    head = tag("h3", f"{name} ({up})", tag("span", data_read=angle))
    return Html(
        head
        + tag("svg", Html(paths + cursor), viewBox=f"0 0 {_WIDTH:g} {_HEIGHT:g}", preserveAspectRatio="none",
              role="img", aria_label=f"{name} through the recording, {low:.0f} to {high:.0f} degrees")
    )  # fmt: skip


def line_path(x: Floats, y: Floats) -> str:
    """A line through points, broken where one is missing."""
    text = ""
    for known, group in itertools.groupby(range(len(x)), key=lambda at: bool(np.isfinite(y[at]))):
        places = list(group)
        if known:
            text += "M" + "L".join(f"{x[at]:.1f} {y[at]:.1f}" for at in places)
    return text
