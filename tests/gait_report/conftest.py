"""One analysed runner in closed form for every test of the pictures, and a browser for the player."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

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


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield browser
        browser.close()
