"""Read a folder of OpenPose JSON files (BODY_25 or COCO), one file a frame."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from restride.gait.track import Floats
from restride.model.errors import PlainError
from restride.model.files import WRITTEN_BYTES, read_whole

_BODY_25 = {
    0: "nose", 1: "neck", 2: "shoulder_right", 3: "elbow_right", 4: "wrist_right", 5: "shoulder_left", 6: "elbow_left",
    7: "wrist_left", 9: "hip_right", 10: "knee_right", 11: "ankle_right", 12: "hip_left", 13: "knee_left",
    14: "ankle_left", 15: "eye_right", 16: "eye_left", 17: "ear_right", 18: "ear_left", 19: "toe_left",
    20: "ball_lateral_left", 21: "heel_left", 22: "toe_right", 23: "ball_lateral_right", 24: "heel_right",
}  # fmt: skip
_COCO = {
    0: "nose", 1: "neck", 2: "shoulder_right", 3: "elbow_right", 4: "wrist_right", 5: "shoulder_left", 6: "elbow_left",
    7: "wrist_left", 8: "hip_right", 9: "knee_right", 10: "ankle_right", 11: "hip_left", 12: "knee_left",
    13: "ankle_left", 14: "eye_right", 15: "eye_left", 16: "ear_right", 17: "ear_left",
}  # fmt: skip


#: No picture is so wide; beyond it a file is damaged.
_FARTHEST_PX = 1e6


class OpenPoseError(PlainError):
    """A folder that cannot be read as OpenPose key points."""


class KeyPoints(NamedTuple):
    """Points (frames, 3) with z = 0 and y up, confidence (frames,), share of frames with nobody."""

    points: dict[str, Floats]
    confidence: dict[str, Floats]
    several: bool


def read_openpose(folder: Path) -> KeyPoints:
    """Read the folder; of several people the one who is largest is followed.

    Raises
    ------
    OpenPoseError
        In one sentence: what is wrong and what to do.
    """
    try:
        files = sorted(one for one in folder.iterdir() if one.suffix == ".json")
    except OSError as error:
        raise OpenPoseError(
            f"The folder {folder.name} cannot be read ({(error.strerror or 'unknown').lower()}); check who may open it."
        ) from None
    if len(files) < 2:
        held = "only one JSON file" if files else "no JSON files"
        raise OpenPoseError(f"The folder {folder.name} holds {held}; OpenPose writes one for each frame.")
    rows, several = [], False
    for file in files:
        raw = read_whole(file, most=WRITTEN_BYTES)
        try:
            people = msgspec.json.decode(raw).get("people", [])
            found = [np.array(one["pose_keypoints_2d"], dtype=np.float64).reshape(-1, 3) for one in people]
        except (msgspec.DecodeError, AttributeError, KeyError, ValueError, TypeError, RecursionError):
            raise OpenPoseError(
                f"{folder.name}/{file.name} is no OpenPose key-point file; export the folder anew."
            ) from None
        several = several or len(found) > 1
        rows.append(max(found, key=_size) if found else None)
    width = max((len(row) for row in rows if row is not None), default=0)
    if width == 0:
        raise OpenPoseError(f"There is nobody in any frame of {folder.name}.")
    names = {25: _BODY_25, 18: _COCO}.get(width)
    if names is None:
        raise OpenPoseError(
            f"{folder.name} holds people of {width} points; known are BODY_25 (25 points) and COCO (18 points)."
        )
    block = np.stack([row if row is not None and len(row) == width else np.zeros((width, 3)) for row in rows])
    seen = (block[:, :, 2] > 0) & (np.abs(block[:, :, :2]).max(axis=2) < _FARTHEST_PX)
    xyz = np.stack([block[:, :, 0], -block[:, :, 1], np.zeros(seen.shape)], axis=2)
    xyz[~seen] = np.nan
    points = {name: xyz[:, i] for i, name in names.items()}
    return KeyPoints(points, {name: block[:, i, 2] for i, name in names.items()}, several)


def _size(person: Floats) -> float:
    seen = person[person[:, 2] > 0]
    return float(np.ptp(seen[:, 1])) if len(seen) else 0.0
