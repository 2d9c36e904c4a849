"""Key moments: foot strike, mid-stance and toe-off of each leg, drawn from the tracked points."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from restride.adapters.gait_report.body import Body, Facing, projected
from restride.adapters.gait_report.footage import Footage, Picture, jpeg
from restride.adapters.gait_report.pose_svg import HEIGHT, WIDTH, AngleMark, Place, angle_svg, lines_svg, picture
from restride.explain.gait_words import SIDES as SIDE_WORDS
from restride.explain.gait_words import with_error, with_unit
from restride.gait.context import Gait
from restride.gait.stride_curves import stride_rows
from restride.gait.track import SIDES, Floats, sided
from restride.model.gait import GaitReport
from restride.model.words import Side

Kind = Literal["strike", "mid_stance", "toe_off"]
KINDS: tuple[Kind, ...] = ("strike", "mid_stance", "toe_off")
NAMES = {"strike": "Foot strike", "mid_stance": "Mid-stance", "toe_off": "Toe-off"}
#: Frames are read at this size, and the runner cut out of them is at most this tall [px].
LONGEST_PX, _CUT_PX = 1920, 560
#: Less than is written is no tilt.
_LEVEL_DEG = 0.05
#: Moment → the angle drawn in the picture and the metric that holds its mean over all strides, by view.
_SHOWN: dict[Kind, tuple[str, str, str]] = {
    "strike": ("knee_flexion", "knee_flexion_contact", "All strides"),
    "mid_stance": ("knee_flexion", "knee_flexion_peak", "Deepest in stance"),
    "toe_off": ("thigh", "hip_extension_toe_off", "Hip stretched"),
}


class Moment(NamedTuple):
    """One moment of one stride: when, what it shows, and its picture."""

    kind: Kind
    side: Side
    time_s: float
    title: str
    #: Angle at this moment and the mean of all strides, in words.
    caption: str
    svg: str


def key_moments(report: GaitReport, gait: Gait, body: Body) -> list[Moment]:
    """Three moments of the most ordinary stride of each leg that was seen well."""
    found = []
    for side in SIDES:
        if gait.near_side is not None and side is not gait.near_side:
            continue
        times = usual_stride(gait, side)
        if times is not None:
            found += [_moment(report, gait, body, side, kind, at) for kind, at in zip(KINDS, times, strict=True)]
    return found


def filmed_moments(report: GaitReport, gait: Gait, footage: Footage, *, show_faces: bool) -> list[Moment]:
    """The same moments on the frames of the clip, the runner cut out of them, faces made unknowable."""
    wanted: dict[int, tuple[Side, Kind]] = {}
    for side in [gait.near_side] if gait.near_side is not None else SIDES:
        times = usual_stride(gait, side)
        for kind, time_s in zip(KINDS, times or (), strict=False):
            wanted.setdefault(footage.nearest(time_s), (side, kind))
    found = []
    for row, seen in footage.pictures(sorted(wanted), LONGEST_PX, show_faces=show_faces):
        side, kind = wanted[row]
        found.append(_filmed(report, gait, footage, seen, row, side, kind))
    return sorted(found, key=lambda one: (one.side.value, KINDS.index(one.kind)))


def _filmed(
    report: GaitReport, gait: Gait, footage: Footage, whole: Picture, row: int, side: Side, kind: Kind
) -> Moment:
    time_s, frame = float(footage.time_s[row]), frame_of_clip(footage, whole, row)
    places = frame.places
    if report.recording.view == "side":
        angle, metric, label = _SHOWN[kind]
        value = _angle_at(gait, angle, side, time_s)
        over, caption = _overlay(places, side, kind, value), _caption(report, metric, label, side, value, kind)
    else:
        over, caption = _rear(report, gait, places, side, time_s)
    name = f"{NAMES[kind]}, {SIDE_WORDS[side]} leg, frame of the video"
    return Moment(kind, side, time_s, name, caption, frame.svg(name, over))


class FrameOfClip(NamedTuple):
    """A person cut out of a frame: where the points lie in the cut, how wide that is, and the picture as an address."""

    places: dict[str, Place]
    width: float
    held: str

    def svg(self, name: str, over: str) -> str:
        """The picture under lines and angles."""
        return (
            f'<svg class="fig frame-fig" viewBox="0 0 {self.width:.1f} {HEIGHT:g}" role="img" '
            f"aria-label={quoteattr(name)}><title>{escape(name)}</title>"
            f'<image href="{self.held}" width="{self.width:.1f}" height="{HEIGHT:g}"/>{over}</svg>'
        )


def frame_of_clip(footage: Footage, whole: Picture, row: int) -> FrameOfClip:
    """Cut the person out of one picture of the footage."""
    scale = whole.shape[1] / footage.width
    seen = {n: v[row] * scale for n, v in footage.points.items() if np.isfinite(v[row]).all()}
    cut = _around(list(seen.values()), whole.shape[0], whole.shape[1])
    units = HEIGHT / (cut.bottom - cut.top)
    places = {n: (float(x - cut.left) * units, float(y - cut.top) * units) for n, (x, y) in seen.items()}
    held = jpeg(whole[cut.top : cut.bottom, cut.left : cut.right], _CUT_PX)
    return FrameOfClip(places, (cut.right - cut.left) * units, held)


class _Cut(NamedTuple):
    """A window of a picture [px]."""

    left: int
    top: int
    right: int
    bottom: int


def _around(points: list[Floats], height: int, width: int) -> _Cut:
    """A window of the usual shape around the runner, inside the picture [px]."""
    xs, ys = [float(p[0]) for p in points], [float(p[1]) for p in points]
    tall = min(max((max(ys) - min(ys)) * 1.3, (max(xs) - min(xs)) * 1.15 * HEIGHT / WIDTH), height)
    wide = min(tall * WIDTH / HEIGHT, width)
    left = int(np.clip((min(xs) + max(xs) - wide) / 2, 0, width - wide))
    top = int(np.clip((min(ys) + max(ys) - tall) / 2, 0, height - tall))
    return _Cut(left, top, left + int(wide), top + int(tall))


def usual_stride(gait: Gait, side: Side) -> tuple[float, float, float] | None:
    """Strike, middle of stance and toe-off of the stride nearest to the mean; None where no stance is whole."""
    phases = gait.phases(side)
    stance = np.isfinite(phases.toe_off_s)
    if not stance.any():
        return None
    rows = stride_rows(gait, "knee_flexion", side)
    whole = np.flatnonzero(stance & np.isfinite(phases.next_s))
    chosen = int(np.flatnonzero(stance)[0])
    if len(whole) and len(rows) == int(np.isfinite(phases.next_s).sum()):
        order = np.argsort(np.abs(rows - rows.mean(axis=0)).mean(axis=1))
        of_row = np.flatnonzero(np.isfinite(phases.next_s))[order]
        chosen = next(int(one) for one in of_row if one in whole)
    strike, off = float(phases.strike_s[chosen]), float(phases.toe_off_s[chosen])
    return strike, (strike + off) / 2, off


def _moment(report: GaitReport, gait: Gait, body: Body, side: Side, kind: Kind, time_s: float) -> Moment:
    facing: Facing = "rear" if body.facing == "rear" else ("left" if side is Side.LEFT else "right")
    places = projected(body.at(time_s), facing)
    seen = "from behind" if facing == "rear" else f"from the {facing}"
    caption = ""
    if facing == "rear":
        over, caption = _rear(report, gait, places, side, time_s)
    else:
        angle, metric, label = _SHOWN[kind]
        value = _angle_at(gait, angle, side, time_s)
        over = _overlay(places, side, kind, value)
        caption = _caption(report, metric, label, side, value, kind)
    name = f"{NAMES[kind]}, {SIDE_WORDS[side]} leg, seen {seen}"
    ground = None if kind == "toe_off" and not places else _ground(places, side)
    return Moment(kind, side, time_s, name, caption, picture(f"{name}. {caption}", places, facing, over, ground))


def _angle_at(gait: Gait, angle: str, side: Side, time_s: float) -> float | None:
    values = gait.angles.get(sided(angle, side), gait.angles.get(angle))
    if values is None:
        return None
    value = float(np.interp(time_s, gait.track.time_s, values))
    return value if math.isfinite(value) else None


def _caption(report: GaitReport, metric: str, label: str, side: Side, value: float | None, kind: Kind) -> str:
    """What the picture shows, and the mean of all strides with its error."""
    shown = ""
    if value is not None:
        shown = (
            f"Thigh {with_unit(abs(value), 'deg')} {'behind' if value < 0 else 'ahead of'} the vertical"
            if kind == "toe_off"
            else f"Knee {with_unit(value, 'deg')}"
        )
        shown += ". "
    mean = report.metric(metric, side)
    return f"{shown}{label}: {with_error(mean.value, mean.error, mean.unit)}." if mean is not None else shown.strip()


def _overlay(places: Mapping[str, Place], side: Side, kind: Kind, value: float | None) -> str:
    names = [sided(point, side) for point in ("shoulder", "hip", "knee", "ankle")]
    chain = [places[name] for name in names if name in places]
    foot = [places[name] for point in ("heel", "toe") if (name := sided(point, side)) in places]
    text = lines_svg([chain, foot])
    hip, knee, ankle = (places.get(sided(point, side)) for point in ("hip", "knee", "ankle"))
    if value is None or hip is None or knee is None:
        return text
    if kind == "toe_off":
        # Straight down on paper is 90 degrees; the number stands at the foot of that line.
        below = (hip[0], hip[1] + 78)
        return text + angle_svg(AngleMark(hip, 90.0, direction(hip, knee), f"{abs(value):.0f}°", below, 64.0), 40.0)
    if ankle is None:
        return text
    heel, toe = (places.get(sided(point, side)) for point in ("heel", "toe"))
    ahead = toe[0] - heel[0] if heel is not None and toe is not None else (1 if side is Side.RIGHT else -1)
    beside = (knee[0] + (24 if ahead > 0 else -24), knee[1] + 5)
    mark = AngleMark(knee, direction(hip, knee), direction(knee, ankle), f"{abs(value):.0f}°", beside)
    return text + angle_svg(mark)


def direction(start: Place, end: Place) -> float:
    """The way from one place to another on paper [deg]."""
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def _rear(report: GaitReport, gait: Gait, places: Mapping[str, Place], side: Side, time_s: float) -> tuple[str, str]:
    """The line of the pelvis against the level, and the leg's line."""
    hips = [places[name] for one in SIDES if (name := sided("hip", one)) in places]
    leg = [places[name] for point in ("hip", "knee", "ankle") if (name := sided(point, side)) in places]
    text = ""
    if len(hips) == 2:
        (ax, ay), (bx, by) = hips
        level = (ay + by) / 2
        text = f'<path class="k-ref" d="M{ax - 14:.1f} {level:.1f}H{bx + 14:.1f}"/>'
    value = _angle_at(gait, "pelvic_drop", side, time_s)
    shown = ""
    if value is not None:
        shown = f"Free side of the pelvis {with_unit(abs(value), 'deg')} {'lower' if value > 0 else 'higher'}. "
        shown = "Pelvis level. " if abs(value) < _LEVEL_DEG else shown
    mean = report.metric("pelvic_drop", side)
    said = f"Most drop in stance, all strides: {with_error(mean.value, mean.error, mean.unit)}." if mean else ""
    return text + lines_svg([hips, leg]), shown + said


def _ground(places: Mapping[str, Place], side: Side) -> float | None:
    feet = [places[name][1] for point in ("heel", "toe") if (name := sided(point, side)) in places]
    return max(feet) + 4.5 if feet else None
