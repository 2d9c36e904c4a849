"""Recordings of others, where they are: ../shared/data beside the repository, or RESTRIDE_REAL_DATA."""

import os
from pathlib import Path

import pytest

_ROOT = Path(os.environ.get("RESTRIDE_REAL_DATA") or Path(__file__).resolve().parents[2].parent / "shared" / "data")


def real(*parts: str) -> Path:
    path = _ROOT.joinpath(*parts)
    if not path.exists():
        pytest.skip("left out: the real recordings are not here (RESTRIDE_REAL_DATA)")
    return path
