"""Pictures that move: they start by themselves, stop when told, hold still on paper and for who wants no motion."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PATIENCE_MS, OpenPage
from tests.browser.waiting import wait_until

THERAPIST = "therapist@demo.example"
PLACE = "/library/items/side_lying_abd/"
PAUSED = "() => document.querySelector('.pic.live svg').animationsPaused()"


@pytest.fixture
def moving(chromium: Browser, site: str, session_of: Callable[[str], str]) -> Iterator[Page]:
    """The page of an exercise, for somebody who did not ask for less motion."""
    context = chromium.new_context(base_url=site, storage_state=session_of(THERAPIST), reduced_motion="no-preference")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(PLACE)
    yield page
    context.close()
    assert said == []


def test_a_picture_moves_and_stops_when_told(moving: Page) -> None:
    wait_until(moving, "() => document.querySelector('.pic.live').dataset.motion === 'on'")
    assert moving.locator(".pic.live .f-move").is_visible()
    assert not moving.locator(".pic.live .f-still").is_visible()
    assert moving.evaluate(PAUSED) is False
    moving.get_by_role("button", name="Pause the picture: Side-lying hip abduction").press("Enter")
    assert moving.evaluate(PAUSED) is True
    moving.get_by_role("button", name="Play the picture: Side-lying hip abduction").click()
    assert moving.evaluate(PAUSED) is False


def test_a_picture_out_of_sight_rests(moving: Page) -> None:
    moving.set_viewport_size({"width": 320, "height": 500})
    moving.evaluate("scrollTo(0, document.body.scrollHeight)")
    wait_until(moving, PAUSED)
    moving.evaluate("document.querySelector('.pic.live').scrollIntoView()")
    wait_until(moving, f"() => !({PAUSED})()")


def test_paper_shows_the_still(moving: Page) -> None:
    moving.emulate_media(media="print")
    assert not moving.locator(".pic.live .f-move").is_visible()
    assert moving.locator(".pic.live .f-still").is_visible()
    assert not moving.locator(".f-toggle").is_visible()


def test_who_wants_less_motion_sees_the_still_and_may_ask_for_this_one(open_page: OpenPage) -> None:
    page = open_page(PLACE, email=THERAPIST)
    assert page.locator(".pic.live .f-still").is_visible()
    assert not page.locator(".pic.live .f-move").is_visible()
    page.get_by_role("button", name="Play the picture").click()
    assert page.locator(".pic.live .f-move").is_visible()
    assert page.evaluate(PAUSED) is False


def test_without_a_script_a_picture_holds_still(chromium: Browser, site: str, session_of: Callable[[str], str]) -> None:
    context = chromium.new_context(base_url=site, storage_state=session_of(THERAPIST), java_script_enabled=False)
    page = context.new_page()
    page.goto(PLACE)
    assert page.locator(".pic.live .f-still").is_visible()
    assert not page.locator(".f-toggle").is_visible()
    context.close()
