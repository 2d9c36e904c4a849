"""The therapist's way back in a real browser: try, use, sign; pause; release; and nothing for axe to find."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import THERAPIST, OpenPage, OpenTab
from tests.browser.looks import assert_accessible_and_fits

LEAD = "lead@demo.example"
GREEN, AMBER, BONE = "H. S.", "V. K.", "M. F."
RUNNER_OF_GREEN = "runner6@demo.example"
PAGES = {
    "way-back-amber": (AMBER, ""),
    "way-back-bone": (BONE, ""),
    "way-back-try": (GREEN, "try/?running_max=10&no_hills=on"),
    "way-back-refused": (GREEN, "try/?break_first=2026-12-24"),
    "way-back-pause": (AMBER, "pause/"),
    "way-back-release": (BONE, "release/"),
    "way-back-readiness": (BONE, "readiness/"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_way_back_is_accessible_and_fits(name: str, open_tab: OpenTab) -> None:
    runner, at = PAGES[name]
    page = open_tab(runner, "Way back")
    if at:
        page.goto(f"{page.url}{at}")
    assert_accessible_and_fits(page, name)


def test_try_use_and_sign(open_page: OpenPage, open_tab: OpenTab) -> None:
    page = open_tab(GREEN, "Way back")
    page.get_by_role("link", name="What if").click()
    page.get_by_label("Running minutes in one session, at most").fill("9")
    page.get_by_role("button", name="See what follows").click()
    expect(page.get_by_role("heading", name="What would follow")).to_be_visible()
    assert page.locator("tr.differs").count() > 3
    now, tried = (page.locator("tr.differs td").nth(at).inner_text().split(" min")[0] for at in (0, 1))
    page.get_by_label("Reason").fill("Sore after a long week")
    page.get_by_role("button", name="Use this").click()
    expect(page.get_by_role("heading", name="waits for a signature")).to_be_visible()

    runner = open_page("/me/", email=RUNNER_OF_GREEN)
    assert now in runner.content()
    assert tried not in runner.content(), "a draft never shows to the runner"

    page.get_by_role("button", name="Sign and release").click()
    expect(page.get_by_role("alert")).to_contain_text("Read this first")
    # The page may still be coming in; the button stands below the boxes.
    expect(page.get_by_role("button", name="Sign and release")).to_be_visible()
    for box in page.locator('input[name="read"]').all():
        box.check()
    page.get_by_role("button", name="Sign and release").click()
    expect(page.get_by_text("signed. H. S. sees it now")).to_be_visible()
    runner.reload()
    assert tried in runner.content()
    assert page.get_by_role("button", name="Sign and release").count() == 0


def test_pause_and_release_by_keyboard(open_tab: OpenTab) -> None:
    page = open_tab(GREEN, "Way back")
    page.get_by_role("link", name="Pause", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_label("Why the running stops").fill("Fever")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Paused by R. B.").first).to_be_visible()
    page.get_by_role("link", name="Release").focus()
    page.keyboard.press("Enter")
    page.get_by_label("The pause").check()
    page.get_by_label("Reason").fill("Well again")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Released from")).to_be_visible()
    expect(page.get_by_role("heading", name="Run–walk staircase")).to_be_visible()


def test_an_alert_of_the_list_is_seen_with_a_note(open_page: OpenPage) -> None:
    page = open_page("/today/", email=THERAPIST)
    page.get_by_role("heading", name="Needs you").wait_for()
    row = page.locator("li", has_text="Ambers in a row")
    row.get_by_text("Seen").first.click()
    row.get_by_label("What came of it").fill("Called: shorter for a week")
    row.get_by_role("button", name="Keep note").click()
    expect(page.get_by_text("Noted")).to_be_visible()
    assert page.locator("li", has_text="Ambers in a row").count() == 0


def test_the_lead_reads_without_the_buttons(open_tab: OpenTab) -> None:
    page = open_tab(AMBER, "Way back", email=LEAD)
    expect(page.get_by_role("heading", name="Next two weeks")).to_be_visible()
    assert page.get_by_role("link", name="Pause").count() == 0
