"""One analysed runner in closed form for every test of the pictures."""

from __future__ import annotations

import pytest

from restride.adapters.gait_recordings import Analysed
from restride.gait.analysis import analyse_gait
from restride.knowledge.load import Knowledge, load
from tests.gait.runner import run


@pytest.fixture(scope="session")
def facts() -> Knowledge:
    return load()


@pytest.fixture(scope="session")
def runner(facts: Knowledge) -> Analysed:
    return Analysed(*analyse_gait(run(120, seconds=6.0), facts))
