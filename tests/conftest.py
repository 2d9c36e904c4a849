"""What every test may ask for, and what a test does when the machine lacks it."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright
from xdist.scheduler import LoadScopeScheduling

# The quick profile tries the same examples every time: a red build is red for everyone.
settings.register_profile("quick", derandomize=True, max_examples=60, deadline=None, database=None)
settings.register_profile("night", max_examples=5_000, deadline=None, print_blob=True)
settings.load_profile("quick")

# The site under test: its own folder, no hashing of static files, a key that guards nothing.
SITE_DATA = Path(tempfile.mkdtemp(prefix="restride-test-"))
atexit.register(shutil.rmtree, SITE_DATA, ignore_errors=True)
(SITE_DATA / "static").mkdir()
os.environ.update(
    DJANGO_SETTINGS_MODULE="restride.site.settings",
    RESTRIDE_DATA=str(SITE_DATA),
    RESTRIDE_SECRET_KEY="for tests only",
    RESTRIDE_STATIC="plain",
    RESTRIDE_STAFF_MFA="required",
)

IN_CI = os.environ.get("CI") == "true"
CHROMIUM = (
    os.environ.get("RESTRIDE_TEST_CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
)
POSTGRES = os.environ.get("RESTRIDE_TEST_POSTGRES_URL")
SERVICES = {
    "browser": (CHROMIUM, "no Chromium here; scripts/setup-test-services installs one"),
    "postgres": (POSTGRES, "no PostgreSQL here; make test starts one"),
}
ROOT = Path(__file__).resolve().parent.parent
BROWSER = "tests/browser/"


def pytest_unconfigure() -> None:
    shutil.rmtree(SITE_DATA, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    browser, figure = ROOT / BROWSER, ROOT / "tests" / "figure"
    for item in items:
        if item.path.is_relative_to(browser):
            item.add_marker("browser")
    # Many short tests come last, so that no worker waits long for another's last one.
    items.sort(key=lambda item: item.path.is_relative_to(figure))


class BrowserTestsTogether(LoadScopeScheduling):
    """One worker drives the browser: a second would start the site, fill the clinic and sign everybody in anew."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BrowserTestsTogether:
    # Django refuses its database in a process where Playwright runs: the tests of the database keep their place, first.
    config.option.loadscopereorder = False
    return BrowserTestsTogether(config, log)


def pytest_collection_finish() -> None:
    # What was imported stays until the end: the collector of garbage need not look through it again and again.
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (service, why) in SERVICES.items():
        if item.get_closest_marker(marker) and not service:
            (pytest.fail if IN_CI else pytest.skip)(why)


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser to drive; for tests marked ``browser``."""
    return CHROMIUM or ""


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    """A real Chromium, driven by Playwright, which refuses a second of its kind in one process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """A server to make databases on; for tests marked ``postgres``."""
    return POSTGRES or ""
