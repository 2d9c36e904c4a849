"""Runs on the phone and on the tablet: files in, grades out, nothing twice; the history under axe."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.activities.encoder import run_fit, seconds
from tests.browser.conftest import OpenPage
from tests.browser.looks import TABLET, assert_accessible_and_fits

THERAPIST = "therapist@demo.example"
#: The runner of the demonstration with a recorded history, and one without.
RECORDED, BARE = "runner5@demo.example", "runner4@demo.example"
PHONE = 390
START = seconds("2026-03-05T06:00:00+00:00")


def runs_of(page: Page, name: str, tab: str = "Runs") -> Page:
    page.get_by_role("link", name=name).first.click()
    page.get_by_role("navigation", name="This runner").get_by_role("link", name=tab, exact=True).click()
    page.wait_for_load_state()
    return page


def test_the_history_is_accessible_and_fits(open_page: OpenPage) -> None:
    page = runs_of(open_page("/runners/?search=L.", email=THERAPIST), "L. B.")
    expect(page.get_by_role("heading", name="Before it began")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="1.66 times the longest of the 30 days before")).to_be_visible()
    page.get_by_text("The numbers").first.click()
    expect(page.get_by_role("columnheader", name="Ratio")).to_be_visible()
    assert_accessible_and_fits(page, "runs-history")


@pytest.mark.parametrize("path", ["/me/runs/", "/me/calendar/"])
def test_the_runners_pages_are_accessible_and_fit(path: str, open_page: OpenPage) -> None:
    page = open_page(path, email=RECORDED, width=PHONE)
    assert_accessible_and_fits(page, path.strip("/").replace("/", "-"), (320, PHONE, TABLET))


def test_a_runner_sends_files_from_the_phone_and_nothing_counts_twice(open_page: OpenPage, tmp_path: Path) -> None:
    files = []
    for name, content in {
        "first.fit": run_fit(START, 2400), "second.fit": run_fit(START + 172_800, 2400),
        "page.fit": b"<!DOCTYPE html><html></html>",
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(content)
        files.append(tmp_path / name)
    page = open_page("/me/", email=BARE, width=PHONE)
    page.goto("/me/runs/")
    page.get_by_label("Files of runs").set_input_files(files)
    page.get_by_role("button", name="Read these files").click()
    result = page.get_by_role("region", name="Last upload")
    expect(result).to_contain_text("3 files: 2 read, 1 not read. 2 new activities.", timeout=90_000)
    expect(result).to_contain_text("It is a web page")
    expect(page.get_by_role("region", name="Activities")).to_contain_text("7.2 km")
    assert_accessible_and_fits(page, "my-runs-result", (320, PHONE))

    page.get_by_label("Files of runs").set_input_files(files)
    page.get_by_role("button", name="Read these files").click()
    expect(result).to_contain_text("1 not read, 2 here already. Nothing new.", timeout=90_000)

    page.get_by_text("Add a change").click()
    page.get_by_label("What changed").select_option("shoes")
    page.get_by_label("Since, or on").fill("2026-03-01")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("region", name="What no file knows")).to_contain_text("Other shoes, 1 March 2026")

    page.get_by_text("Delete all recorded runs").click()
    page.get_by_role("button", name="Delete all 2").click()
    expect(page.get_by_role("region", name="Activities")).to_have_count(0)


def test_what_is_too_large_is_said_before_it_is_sent(open_page: OpenPage, tmp_path: Path) -> None:
    (tmp_path / "a.fit").write_bytes(b"x" * 2000)
    page = open_page("/me/runs/", email=BARE, width=PHONE)
    page.locator("[data-uploads]").evaluate("form => { form.dataset.mostBytes = '1000'; }")
    page.get_by_label("Files of runs").set_input_files([tmp_path / "a.fit"])
    page.get_by_role("button", name="Read these files").click()
    expect(page.get_by_role("alert")).to_contain_text("send it in parts")
    expect(page.get_by_role("button", name="Read these files")).to_be_enabled()


def test_the_calendar_is_made_fetched_and_stopped(open_page: OpenPage) -> None:
    page = open_page("/me/calendar/", email=BARE, width=PHONE)
    page.get_by_role("button", name="Make my address").click()
    address = page.get_by_label("Calendar address").input_value()
    assert page.request.get(address).headers["content-type"].startswith("text/calendar")
    page.reload()
    expect(page.get_by_label("Calendar address")).to_have_count(0)
    page.get_by_role("button", name="Stop the calendar").click()
    expect(page.get_by_role("heading", name="It is off")).to_be_visible()
    assert page.request.get(address).status == 404
