"""The runner's side on a phone: the intake, a day with and without a connection, every page looked at."""

from __future__ import annotations

import gzip
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looks import assert_accessible_and_fits
from tests.browser.waiting import wait_until

RUNNER = "runner1@demo.example"
NEWCOMER = "new1@runner.example"
HALFWAY = "new2@runner.example"
DANGER = "danger@runner.example"
WAY_BACK = "way@runner.example"
LOCKED = "paused@runner.example"
LOGGED = "red@runner.example"
NARROW = 320
WIDTHS = (320, 390, 820)
HEAVIEST_KB = 150
FEWEST_FILES = 8
MOST_PAGES = 60

PAGES = {
    "today": (RUNNER, "/me/"),
    "my-plan": (RUNNER, "/me/plan/"),
    "progress": (RUNNER, "/me/progress/"),
    "me": (RUNNER, "/me/me/"),
    "stop": (RUNNER, "/me/me/stop/"),
    "today-way-back": (WAY_BACK, "/me/"),
    "today-locked": (LOCKED, "/me/"),
    "today-logged": (LOGGED, "/me/"),
    "stopped": (LOGGED, "/me/stopped/"),
    "clinic": (RUNNER, "/me/clinic/"),
    "today-act": (DANGER, "/me/"),
    "today-answer": (HALFWAY, "/me/"),
    "plan-none": (HALFWAY, "/me/plan/"),
    "progress-none": (HALFWAY, "/me/progress/"),
    "intake": (HALFWAY, "/me/intake/"),
    "intake-you": (HALFWAY, "/me/intake/you/"),
    "intake-body": (HALFWAY, "/me/intake/body/"),
    "intake-map": (HALFWAY, "/me/intake/where-1/"),
    "intake-part": (HALFWAY, "/me/intake/where-1/?region=left-knee&part=knee_inner"),
    "intake-above": (HALFWAY, "/me/intake/where-1/?above=1"),
    "intake-began": (DANGER, "/me/intake/began-1/"),
    "intake-pain": (DANGER, "/me/intake/pain-1/"),
    "intake-run": (DANGER, "/me/intake/run-1/"),
    "intake-signs": (DANGER, "/me/intake/signs-1-1/"),
    "intake-safety": (DANGER, "/me/intake/safety-cardiac_now-pe/"),
    "intake-act": (DANGER, "/me/intake/now/dvt/"),
    "intake-history": (DANGER, "/me/intake/history/"),
    "intake-time": (DANGER, "/me/intake/time/"),
    "intake-check": (DANGER, "/me/intake/check/"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_runner_is_accessible_and_fits(name: str, open_page: OpenPage) -> None:
    email, path = PAGES[name]
    page = open_page(path, email=email, width=NARROW)
    assert_accessible_and_fits(page, f"runner-{name}", WIDTHS, height=844)


def test_the_intake_on_a_small_phone_with_a_pause_and_an_emergency(open_page: OpenPage) -> None:
    page = open_page("/me/", email=NEWCOMER, width=NARROW)
    page.get_by_role("link", name="Start").click()
    page.get_by_role("link", name="Start").click()
    page.get_by_label("Age").fill("340")
    _go_on(page)
    expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_role("link", name="Is it 34?").click()
    page.get_by_label("Age").fill("34")
    page.get_by_label("Male", exact=True).check()
    _go_on(page)
    page.get_by_label("Height").fill("178")
    page.get_by_role("button", name="Use miles, feet, pounds").click()
    expect(page.get_by_label("Height")).to_have_value("5 ft 10 in")
    _go_on(page)

    page.get_by_role("link", name="Right knee, front", exact=True).first.click()
    page.get_by_role("link", name="Right knee, outer side").click()
    expect(page.get_by_label("Outside of the knee", exact=True)).to_be_checked()
    _go_on(page)
    page.get_by_label("Slowly, with no single moment").check()
    page.get_by_role("link", name="Stop here and go on later").click()

    other_device = open_page("/me/", email=NEWCOMER, width=390)
    expect(other_device.get_by_text("What you said is kept")).to_be_visible()
    other_device.get_by_role("link", name="Go on").click()
    expect(other_device.get_by_text("You stopped at step 4")).to_be_visible()
    other_device.get_by_role("link", name="Go on").click()
    _to_the_end(other_device)

    expect(other_device.get_by_role("heading", name="Check your answers")).to_be_visible()
    expect(other_device.get_by_text("The outside of your right knee").first).to_be_visible()
    other_device.get_by_role("button", name="Send to my therapist").click()
    expect(other_device.get_by_role("link", name="Call 112")).to_be_visible()


def test_the_day_without_a_connection_loses_nothing_and_doubles_nothing(open_page: OpenPage) -> None:
    page = open_page("/me/", email=RUNNER, width=390)
    wait_until(page, "navigator.serviceWorker.controller !== null")
    page.get_by_role("button", name="I did the run").click()
    expect(page.get_by_role("heading", name="After the run: how was it?")).to_be_visible()

    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    run = page.locator("#run")
    run.locator("input[name=during][value='6']").check()
    run.get_by_role("button", name="Save").click()
    expect(page.locator("#sync")).to_have_text("Saved on this phone, will be sent")

    page.context.set_offline(False)  # the page sends what waits and says what it means
    page.wait_for_url("**/me/stopped/")
    expect(page.get_by_text("Red: stop")).to_be_visible()
    expect(page.get_by_text("walk only")).to_be_visible()
    page.get_by_role("link", name="Back to today").click()
    expect(page.locator("#sync")).to_have_text("All saved")
    data = page.request.get("/me/me/data/").json()
    today = page.locator("#day").get_attribute("data-day")
    said = [one for one in data["episodes"][0]["pain"] if one["day"] == today and one["about"] == "run"]
    assert [one["pain"] for one in said] == [6]

    therapist = open_page("/today/", email="therapist@demo.example")
    mine = therapist.get_by_role("listitem").filter(has_text="K. M.")
    expect(mine.get_by_text("The diary stopped the load")).to_be_visible()


def test_the_page_of_today_is_light(open_page: OpenPage, site: str) -> None:
    page = open_page("/me/", email=RUNNER, width=390)
    loaded = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    addresses = [address for address in loaded if address.endswith((".js", ".css"))]
    assert len(addresses) > FEWEST_FILES
    kilobytes = 0.0
    for address in addresses:
        with urllib.request.urlopen(address) as answer:
            kilobytes += len(gzip.compress(answer.read())) / 1024
    assert kilobytes <= HEAVIEST_KB


def _go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def _to_the_end(page: Page) -> None:
    """Answer what is needed to go on: one place, an emergency, and no to nothing that was not asked."""
    for _page in range(MOST_PAGES):
        if page.get_by_role("heading", name="Check your answers").count():
            return
        if page.get_by_role("link", name="Go on with the questions").count():
            expect(page.get_by_role("heading", level=1)).to_contain_text("emergency")
            page.get_by_role("link", name="Go on with the questions").click()
        elif page.locator("#q-cardiac_now").count():
            page.locator("#q-cardiac_now").get_by_label("Yes").check()
            _go_on(page)
        elif page.get_by_label("No, only this").count():
            page.get_by_label("No, only this").check()
            _go_on(page)
        else:
            page.get_by_role("button", name="Skip this page").click()
        page.wait_for_load_state()
    pytest.fail("the intake has no end")
