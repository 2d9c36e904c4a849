"""The weights of BlazePose: what they are, where they are kept, and that they are the published ones.

Fetched once, at set-up, by :mod:`restride.adapters.pose.fetching`; at run time they are only read.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Literal, NamedTuple

from restride.model.errors import PlainError

Size = Literal["heavy", "full", "lite"]


class WeightsError(PlainError):
    """The weights are not there, or are not what they should be."""


class Weights(NamedTuple):
    """Where the two networks lie, and which landmark model it is."""

    detector: Path
    landmarks: Path
    size: Size

    @property
    def name(self) -> str:
        """As reports name it."""
        return f"BlazePose {self.size}"


class File(NamedTuple):
    """One published file: its name, its sum, and its places in the wheel and in the npm package that hold it."""

    name: str
    sha256: str
    wheel_member: str | None
    npm_member: str | None


DETECTOR = File(
    "pose_detection.tflite",
    "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
    "mediapipe/modules/pose_detection/pose_detection.tflite",
    None,
)
LANDMARKS: dict[Size, File] = {
    "heavy": File(
        "pose_landmark_heavy.tflite",
        "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
        None,
        "package/pose_landmark_heavy.tflite",
    ),
    "full": File(
        "pose_landmark_full.tflite",
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
        "package/pose_landmark_full.tflite",
    ),
    "lite": File(
        "pose_landmark_lite.tflite",
        "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
        None,
        "package/pose_landmark_lite.tflite",
    ),
}

ABSENT = (
    "The pose model is not on this machine, so no video can be analysed; "
    "fetch it once with 'restride doctor --fetch' (needs a network)."
)


def folder() -> Path:
    """Where the weights are kept: RESTRIDE_MODELS, else .cache of a checkout, else the user's cache."""
    if named := os.environ.get("RESTRIDE_MODELS"):
        return Path(named)
    checkout = Path(__file__).resolve().parents[4]
    if (checkout / "scripts" / "setup").is_file():
        return checkout / ".cache" / "models"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "restride" / "models"


def find(size: Size | None = None) -> Weights:
    """The weights of this size, by default of the best that is there, checked.

    Raises
    ------
    WeightsError
        They were never fetched, or a file was changed since.
    """
    where = folder()
    for one in (size,) if size else LANDMARKS:
        landmarks = where / LANDMARKS[one].name
        if (where / DETECTOR.name).is_file() and landmarks.is_file():
            for path, file in ((where / DETECTOR.name, DETECTOR), (landmarks, LANDMARKS[one])):
                if sum_of(path) != file.sha256:
                    raise WeightsError(f"{path} is not the published file; delete it, then: restride doctor --fetch")
            return Weights(where / DETECTOR.name, landmarks, one)
    if size and (where / DETECTOR.name).is_file():
        raise WeightsError(f"The {size} pose model is not on this machine; leave the choice to the program.")
    raise WeightsError(ABSENT)


def is_there(file: File) -> bool:
    """Whether this file is kept here, as it was published."""
    path = folder() / file.name
    return path.is_file() and sum_of(path) == file.sha256


def sum_of(path: Path) -> str:
    """Its SHA-256."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
