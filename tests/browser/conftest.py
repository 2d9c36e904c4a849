"""A real server in its own process and folder, and pages of it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

PASSWORD = "restride-demo"
START_SECONDS = 180
PATIENCE_MS = 15_000
THERAPIST = "therapist@demo.example"
RECORD = re.compile(r"/runners/[0-9a-f-]{36}/$")
# What is expected of a page may take as long as any step on it.
expect.set_options(timeout=PATIENCE_MS)
OpenPage = Callable[..., Page]
OpenTab = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Iterator[str]:
    """The address of a demonstration clinic with a runner in each standing."""
    environment = environment_of(tmp_path_factory.mktemp("site"), repository)
    with serving(environment, "--demo") as (address, _said):
        subprocess.run([sys.executable, "-m", "tests.browser.seed"], env=environment, check=True, cwd=repository)
        yield address


def environment_of(folder: Path, repository: Path) -> dict[str, str]:
    """The settings of a server whose data lie in this folder."""
    return {
        **os.environ,
        "RESTRIDE_DATA": str(folder),
        "RESTRIDE_DATABASE_URL": "",
        "RESTRIDE_STATIC": "hashed",
        "RESTRIDE_STAFF_MFA": "off",
        "RESTRIDE_SECRET_KEY": "",
        "DJANGO_SETTINGS_MODULE": "restride.site.settings",
        "PYTHONPATH": str(repository),
    }


@contextmanager
def serving(environment: dict[str, str], *words: str) -> Iterator[tuple[str, Path]]:
    """Start the site; yield its address and the file of what it says."""
    port = _free_port()
    said = Path(environment["RESTRIDE_DATA"]) / "said.txt"
    command = [sys.executable, "-c", "from restride.cli import main; main()", "up", *words, "--port", str(port)]
    with said.open("w") as out:
        server = subprocess.Popen(command, env=environment, stdout=out)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server)
        yield address, said
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def session_of(chromium: Browser, site: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Sign somebody in once and return the file that holds the session."""
    kept: dict[str, str] = {}

    def session(email: str) -> str:
        if email not in kept:
            context = chromium.new_context()
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            page.goto(f"{site}/sign-in/")
            page.get_by_label("E-mail").fill(email)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(lambda url: "sign-in" not in url)
            path = str(tmp_path_factory.mktemp("session") / "state.json")
            context.storage_state(path=path)
            context.close()
            kept[email] = path
        return kept[email]

    return session


@pytest.fixture
def open_page(chromium: Browser, site: str, session_of: Callable[[str], str]) -> Iterator[OpenPage]:
    """Open an address as somebody, at a width; every error of the page fails the test."""
    contexts = []
    problems: list[str] = []

    def opened(path: str, *, email: str = "", width: int = 1280) -> Page:
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": 900},
            color_scheme="light",
            storage_state=session_of(email) if email else None,
            has_touch=width < 1000,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "console",
            lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None,
        )
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture(scope="session")
def known_tabs() -> dict[tuple[str, str, str], str]:
    """Addresses of tabs that were reached before."""
    return {}


@pytest.fixture
def open_tab(open_page: OpenPage, known_tabs: dict[tuple[str, str, str], str]) -> OpenTab:
    """Open a tab of a runner's record: from the list, click by click, and once the way is known by its address."""

    def opened(runner: str, tab: str = "", *, email: str = THERAPIST, width: int = 1280) -> Page:
        place = (email, runner, tab)
        if place in known_tabs:
            return open_page(known_tabs[place], email=email, width=width)
        page = open_page("/runners/", email=email, width=width)
        page.get_by_role("link", name=runner, exact=True).first.click()
        page.wait_for_url(RECORD)
        if tab:
            page.get_by_role("navigation", name="This runner").get_by_role("link", name=tab).click()
            page.wait_for_url(lambda url: RECORD.search(url) is None)
        page.wait_for_load_state()
        known_tabs[place] = urlsplit(page.url).path
        return page

    return opened


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            pytest.fail(f"the server ended with status {server.returncode}")
        try:
            urllib.request.urlopen(f"{address}/sign-in/", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail("the server did not answer in time")
