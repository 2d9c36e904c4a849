"""Where recordings made by others lie, if they are here."""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from restride.adapters.activities.reading import Options
from restride.knowledge.load import load
from restride.training.limits import reading_limits


@cache
def options() -> Options:
    return Options(limits=reading_limits(load()), today=date(2026, 11, 21))


def real_data() -> Path | None:
    """The folder of real recordings: RESTRIDE_REAL_DATA, or ../shared/data beside the repository."""
    named = os.environ.get("RESTRIDE_REAL_DATA")
    place = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "data"
    return place if (place / "activities").is_dir() else None


@pytest.fixture(scope="session")
def recordings() -> Path:
    place = real_data()
    if place is None:
        pytest.skip("no recordings here: set RESTRIDE_REAL_DATA to try the real files")
    return place
