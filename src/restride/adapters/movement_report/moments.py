"""Key frames of a movement test: at rest, in the best repetition, in the last one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from restride.adapters.gait_report.body import body_from, projected
from restride.adapters.gait_report.footage import Footage, Picture
from restride.adapters.gait_report.moments import LONGEST_PX, direction, frame_of_clip
from restride.adapters.gait_report.pose_svg import AngleMark, Place, angle_svg, lines_svg, picture
from restride.explain.movement_words import quantity, size_of
from restride.gait.movement_parts import Seen
from restride.gait.track import SIDES, sided
from restride.model.movement import MovementReport

#: Movements whose angle is that of the knee; the others show the tested leg alone.
_BENT = ("single_leg_squat", "step_down")
#: Room above a person who stands [units of the picture].
_ROOM = 16.0


class KeyFrame(NamedTuple):
    """One moment: its heading, what is seen, and its picture."""

    title: str
    caption: str
    svg: str


class _Wanted(NamedTuple):
    title: str
    caption: str
    time_s: float


def drawn_frames(report: MovementReport, seen: Seen) -> list[KeyFrame]:
    """The moments drawn from the tracked points."""
    # In space the tested leg is turned towards the reader; in a picture the body stands as it was filmed.
    body = body_from(seen.track, seen.leg, seen.side if seen.track.view == "space" else None)
    found = []
    for one in wanted(report):
        places = projected(body.at(one.time_s), body.facing)
        if not places:
            continue
        over = _over(places, report, seen, one.time_s)
        feet = [places[name][1] for side in SIDES if (name := sided("toe", side)) in places]
        name = f"{one.title}, {report.side.value} leg"
        ground = max(feet) + 4.5 if feet else None
        found.append(
            KeyFrame(
                one.title, one.caption, picture(f"{name}. {one.caption}", places, body.facing, over, ground, room=_ROOM)
            )
        )
    return found


def filmed_frames(report: MovementReport, seen: Seen, footage: Footage) -> list[KeyFrame]:
    """The same on the frames of the clip, the person cut out of them, faces made unknowable."""
    rows: dict[int, _Wanted] = {}
    for one in wanted(report):
        rows.setdefault(footage.nearest(one.time_s), one)
    found = {row: _filmed(report, seen, footage, whole, row, rows[row])
             for row, whole in footage.pictures(sorted(rows), LONGEST_PX)}  # fmt: skip
    return [found[row] for row in rows if row in found]


def wanted(report: MovementReport) -> list[_Wanted]:
    """At rest before the first, then the best repetition, then the last."""
    name, unit = size_of(report)
    best = max(range(len(report.repetitions)), key=lambda k: report.repetitions[k].size)
    last = len(report.repetitions) - 1
    found = [_Wanted("Before the first", f"At {report.repetitions[0].start_s:.1f} s.", report.repetitions[0].start_s)]
    for at in dict.fromkeys((best, last)):
        one = report.repetitions[at]
        title = "Largest" if at == best else "Last"
        words = f"Repetition {at + 1} of {last + 1}, at {one.turn_s:.1f} s. {name}: {quantity(one.size, unit)}."
        found.append(_Wanted(f"{title}: number {at + 1}", words, one.turn_s))
    return found


def _filmed(report: MovementReport, seen: Seen, footage: Footage, whole: Picture, row: int, one: _Wanted) -> KeyFrame:
    frame = frame_of_clip(footage, whole, row)
    over = _over(frame.places, report, seen, one.time_s)
    name = f"{one.title}, {report.side.value} leg, frame of the video"
    return KeyFrame(one.title, one.caption, frame.svg(name, over))


def _over(places: dict[str, Place], report: MovementReport, seen: Seen, time_s: float) -> str:
    """Lines of the tested leg, of the pelvis from behind, and the angle that the test is about."""
    leg = [sided(point, report.side) for point in ("shoulder", "hip", "knee", "ankle")]
    foot = [sided(point, report.side) for point in ("heel", "toe")]
    pelvis = [sided("hip", side) for side in SIDES] if report.view in ("rear", "front") else []
    chains = [[places[name] for name in names if name in places] for names in (leg, foot, pelvis)]
    return lines_svg(chains) + _angle(places, report, seen, time_s)


def _angle(places: dict[str, Place], report: MovementReport, seen: Seen, time_s: float) -> str:
    side = report.side
    hip, knee, ankle = (places.get(sided(point, side)) for point in ("hip", "knee", "ankle"))
    angle = "knee_flexion" if report.movement in _BENT else "shank" if report.movement == "lunge" else None
    values = seen.found.get(sided(angle, side)) if angle else None
    if values is None or hip is None or knee is None or ankle is None:
        return ""
    value = float(np.interp(time_s, seen.track.time_s, values))
    if not np.isfinite(value):
        return ""
    if angle == "shank":
        beside = (ankle[0], ankle[1] - 52)
        return angle_svg(AngleMark(ankle, -90.0, direction(ankle, knee), f"{abs(value):.0f}°", beside, 60.0), 30.0)
    ahead = 1 if knee[0] >= (hip[0] + ankle[0]) / 2 else -1
    beside = (knee[0] + 24 * ahead, knee[1] + 5)
    return angle_svg(AngleMark(knee, direction(hip, knee), direction(knee, ankle), f"{value:.0f}°", beside))
