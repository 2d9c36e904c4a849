"""The movement tab: a recording added, analysed by the site's own worker, watched with the keyboard, used, removed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenTab
from tests.browser.looks import assert_accessible_and_fits
from tests.browser.test_therapist import TALL, tab
from tests.site.recordings.forces import force_csv

#: An analysis starts a process of its own on a machine that also runs these tests.
ANALYSED_WITHIN_MS = 120_000
#: Recorded on the belt before a cue, with it and three weeks later without help, in the demonstration.
FILMED = "L. B."


def report(page: Page) -> None:
    page.get_by_role("link", name="Own shoes, without help").click()
    expect(page.get_by_role("heading", name="Files")).to_be_visible(timeout=ANALYSED_WITHIN_MS)


def heel_raises(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^Heel raises")).click()
    expect(page.get_by_role("heading", name="Every repetition")).to_be_visible(timeout=ANALYSED_WITHIN_MS)


def session(page: Page) -> None:
    report(page)
    tab("Movement")(page)
    page.get_by_role("link", name="2 recordings as one session").click()
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()


@pytest.mark.parametrize("name", ["list", "add", "report", "remove", "test", "session", "filming", "retraining"])
def test_a_page_of_the_movement_tab_is_accessible_and_fits(name: str, open_tab: OpenTab) -> None:
    page = open_tab(FILMED, "Movement")
    if name == "add":
        page.get_by_role("link", name="Add a recording").click()
    if name in ("report", "remove", "retraining"):
        report(page)
    if name == "test":
        heel_raises(page)
    if name == "session":
        session(page)
    if name == "filming":
        page.get_by_role("link", name="How to film well").click()
    if name == "retraining":
        page.goto(f"{page.url}retraining/")
    if name == "remove":
        page.get_by_role("link", name="Remove", exact=True).click()
    page.wait_for_load_state()
    assert_accessible_and_fits(page, f"movement-{name}", height=TALL)


def test_the_report_says_what_changed_and_plays_under_the_keyboard(open_tab: OpenTab) -> None:
    page = open_tab(FILMED, "Movement")
    report(page)
    expect(page.locator("#short")).to_contain_text("Step rate +")
    expect(page.get_by_role("row", name=re.compile("^Step rate"))).to_contain_text("Changed: more")
    player = page.locator("#player")
    player.scroll_into_view_if_needed()
    said = player.get_by_text(re.compile(r"frame \d+ of 1440"))
    expect(said).to_contain_text("frame 1 of")
    player.get_by_role("button").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("frame 3 of")


def test_a_recording_is_added_analysed_and_removed(open_tab: OpenTab, tmp_path: Path) -> None:
    page = open_tab(FILMED, "Movement")
    page.get_by_role("link", name="Add a recording").click()
    page.get_by_role("button", name="Add and analyse").click()
    expect(page.locator("#error-summary")).to_contain_text("Choose the file")
    (tmp_path / "belt.csv").write_bytes(force_csv())
    page.get_by_label("Recording").set_input_files(tmp_path / "belt.csv")
    page.get_by_label("What was special").fill("Force of the belt")
    page.get_by_text("More that the file may not say itself").click()
    page.get_by_label("First foot on the ground").select_option("left")
    page.get_by_role("button", name="Add and analyse").click()
    # The page looks again by itself; nobody reloads it.
    expect(page.get_by_role("heading", name="Files")).to_be_visible(timeout=ANALYSED_WITHIN_MS)
    expect(page.locator("#numbers")).to_contain_text("Ground contact time")
    page.get_by_role("link", name="Remove", exact=True).click()
    page.get_by_label("Why it is removed").fill("Wrong belt")
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("belt.csv: removed")).to_be_visible()
    expect(page.get_by_role("link", name="Force of the belt")).to_have_count(0)


def test_the_form_asks_what_belongs_to_a_test_and_its_count_enters_the_exam(open_tab: OpenTab) -> None:
    page = open_tab(FILMED, "Movement")
    page.get_by_role("link", name="Add a recording").click()
    expect(page.get_by_label("Tested leg")).to_be_hidden()
    expect(page.get_by_label("Speed of the belt")).to_be_visible()
    page.get_by_label("What it shows").select_option("heel_raise")
    expect(page.get_by_label("Tested leg")).to_be_visible()
    expect(page.get_by_label("Speed of the belt")).to_be_hidden()
    tab("Movement")(page)
    heel_raises(page)
    page.get_by_role("button", name="Use in the exam").click()
    expect(page.get_by_text(re.compile("9 repetitions ± 0, by camera"))).to_be_visible()
