"""Did the camera stand level? Upright and level lines of the background tell; and how far its lens may bend lines.

Level lines alone may be an inclined belt or a hill, so the picture is only turned back where upright and level lines,
as :mod:`restride.adapters.video.lines` finds them, say the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from restride.adapters.video.followed import Floats, Followed
from restride.adapters.video.method import VideoMethod
from restride.gait.track import Track

#: So many pictures, or half of fewer, must tell.
_PICTURES = 10


class Level(NamedTuple):
    """How level the picture is.

    ``tilt_deg`` is how far it leans to the right, None where it is not told; ``sd_deg`` what is left, ``bent_sd_deg``
    what the lens adds. ``note`` and ``bent_note`` say of either what matters.
    """

    tilt_deg: float | None
    sd_deg: float
    bent_sd_deg: float
    note: str | None
    bent_note: str | None = None


def find_level(followed: Followed, limits: VideoMethod) -> Level:
    """The picture's tilt, where its lines tell it, and what tilt and lens may add to an angle."""
    bent = _bent_sd(followed, limits)
    return _tilted(followed, limits, bent)._replace(bent_note=_bent_note(bent, limits))


def _bent_note(bent_sd_deg: float, limits: VideoMethod) -> str | None:
    most = 2 * bent_sd_deg
    if most < limits.lens_said:
        return None
    return (
        f"The legs come near the edge of the picture, where a phone's lens may turn lines by up to {most:.1f}°, if it "
        f"shifts the corners by {100 * limits.lens_bend:g} %; the stated error of every angle holds that. "
        "Film the runner in the middle of the picture, and not with the wide lens, which bends more."
    )


def _tilted(followed: Followed, limits: VideoMethod, bent: float) -> Level:
    upright, level = (_usual(followed.camera[:, column]) for column in (4, 5))
    if upright is not None and level is not None and abs(upright - level) <= limits.lines_agree:
        tilt = (upright + level) / 2
        note = None
        if abs(tilt) >= limits.tilt_least:
            note = (
                f"The camera was tilted by {abs(tilt):.1f}°, as upright and level lines of the background show; "
                "the picture was turned back."
            )
        return Level(tilt, limits.level_sd, bent, note)
    sloping = max((one for one in (upright, level) if one is not None), key=abs, default=0.0)
    note = None
    if abs(sloping) > limits.tilt_unknown_sd:
        note = (
            f"Lines of the background slope by {abs(sloping):.1f}°: a tilted camera, an inclined belt or a hill. The "
            "picture was left as it is, and angles against the upright may be off by as much."
        )
    return Level(None, max(limits.tilt_unknown_sd, abs(sloping)), bent, note)


def _usual(tilt: Floats) -> float | None:
    """Their median, where enough pictures told one."""
    seen = tilt[np.isfinite(tilt)]
    return float(np.median(seen)) if len(seen) >= max(min(_PICTURES, len(tilt) / 2), 2) else None


def _bent_sd(followed: Followed, limits: VideoMethod) -> float:
    """SD by which a lens turns a line where the runner's legs are: a bend grows with the square of the radius [deg].

    A lens that shifts a point at radius r outward by k·r³ stretches 3 k·r² along the radius and k·r² across it, which
    turns a line between the two by at most k·r², with r as a share of half the picture's diagonal.
    """
    half = np.array([followed.clip.width, followed.clip.height]) / 2
    legs = [followed.point(f"{point}_{side}")[:, :2] for point in ("hip", "ankle") for side in ("left", "right")]
    radius = np.linalg.norm(np.concatenate(legs) - half, axis=1) / np.hypot(*half)
    radius = radius[np.isfinite(radius)]
    far = min(float(np.percentile(radius, 90)), 1.0) if len(radius) else 1.0
    return float(np.degrees(limits.lens_bend * far**2))


def levelled(track: Track, level: Level) -> Track:
    """The track with its picture turned back, and what tilt and lens add to its angles."""
    track = replace(track, tilt_sd_deg=level.sd_deg, bent_sd_deg=level.bent_sd_deg)
    if level.tilt_deg is None:
        return track
    cos, sin = np.cos(np.radians(level.tilt_deg)), np.sin(np.radians(level.tilt_deg))
    turn = np.array([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]])
    return track.with_points({name: values @ turn for name, values in track.points.items()})
