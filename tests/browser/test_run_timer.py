"""The run with the phone: steps from the signed way back, what was really run into the log, once, also offline."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looks import assert_accessible_and_fits
from tests.browser.waiting import stop_the_clock, wait_until

NARROW = 320
TIMER = "timer@runner.example"
STEPS = [
    {"kind": "walk", "s": 300},
    {"kind": "run", "s": 180, "says": "1 of 2"},
    {"kind": "walk", "s": 60},
    {"kind": "run", "s": 180, "says": "2 of 2"},
    {"kind": "walk", "s": 300},
]
POOR_PHONE = """delete Navigator.prototype.vibrate;
Object.defineProperty(Navigator.prototype, "wakeLock", { value: undefined });"""
RAN = """async ([steps, deeds]) => {
  const clock = await import("/static/js/clock.js");
  const { ranOf, lengthOf } = await import("/static/js/run.js");
  let state = clock.begin(steps, 0);
  for (const [deed, at] of deeds) state = clock[deed](state, at * 1000);
  return [ranOf(state), lengthOf(state), clock.signsAhead(state, deeds.at(-1)[1] * 1000).map((one) => one.sign)];
}"""


def part(page: Page, name: str) -> str:
    return page.locator(f"#session [data-part={name}]").inner_text()


def test_what_was_really_run_is_what_the_clock_saw(open_page: OpenPage) -> None:
    page = open_page("/me/", email=TIMER, width=390)

    def ran(*deeds: tuple[str, float]) -> object:
        return page.evaluate(RAN, [STEPS, [list(deed) for deed in deeds]])[0]

    assert ran(("look", 2000)) == [[2, 180, 60]]
    assert ran(("look", 400), ("stop", 420)) == [[1, 120, 0]]
    assert ran(("stop", 100)) == []
    assert ran(("skip", 10), ("pause", 60), ("resume", 600), ("skip", 640), ("look", 3000)) == [
        [1, 90, 60],
        [1, 180, 0],
    ]
    assert page.evaluate(RAN, [STEPS, [["stop", 100]]])[1] == 100
    heard = page.evaluate(RAN, [STEPS, [["look", 0]]])[2]
    assert [sign for sign in heard if sign != "count"] == ["walk", "run", "walk", "run", "walk", "done"]
    assert heard.count("count") == 15


@pytest.mark.parametrize(("email", "start"), [(TIMER, "run"), ("session@runner.example", "isometric_abd")])
def test_a_session_is_accessible_in_every_view(email: str, start: str, open_page: OpenPage) -> None:
    page = open_page("/me/", email=email, width=NARROW)
    page.locator(f"[data-start={start}]").click()
    session = page.locator("#session")
    for button in ("", "Skip", "Pause", "It hurts", "A wrong tap: go on", "Stop here"):
        if button:
            session.get_by_role("button", name=button, exact=True).click()
        name = f"session-{start}-{button or 'start'}"
        assert_accessible_and_fits(page, name, height=844, of="document.getElementById('session')")


def test_a_run_outlives_sleep_reload_and_a_dead_spot_and_is_logged_once(open_page: OpenPage) -> None:
    page = open_page("/me/", email=TIMER, width=390)
    wait_until(page, "navigator.serviceWorker.controller !== null")
    stop_the_clock(page)
    steps = json.loads(page.locator("#steps-run").inner_text())
    walk, run, rest = (step["s"] for step in steps[:3])
    page.get_by_role("button", name="Start the run").click()
    assert part(page, "word").lower() == "walk"
    page.clock.run_for((walk + 1) * 1000)
    assert part(page, "word").lower() == "run"
    expect(page.locator("[data-part=said]")).to_contain_text("Run. 1 of 8.")
    page.context.set_offline(True)
    page.reload()  # in the middle of the first run, without a connection
    expect(page.locator("#session")).to_be_visible()
    assert part(page, "word").lower() == "run"
    page.clock.fast_forward((run + rest) * 1000)  # the phone slept through a walk
    page.clock.run_for(1_000)
    assert part(page, "says") == "2 of 8"
    assert "slept" in part(page, "asleep")
    page.get_by_role("button", name="Stop here").click()
    expect(page.locator("[data-part=end-words]")).to_contain_text("The timer saw:")
    page.reload()  # ended, not said yet: the form still knows
    run_card = page.locator("#run")
    expect(run_card.get_by_label("As the timer saw it")).to_be_checked()
    run_card.locator("input[name=during][value='1']").check()
    run_card.get_by_role("button", name="Save").click()
    expect(page.locator("#sync")).to_have_text("Saved on this phone, will be sent")
    expect(run_card.get_by_role("status")).to_contain_text("fine while you do it")
    tablet = open_page("/me/", email=TIMER, width=820)  # tells of the same run before the phone is back
    tablet.locator("#run summary").first.click()
    tablet.locator("#run input[name=during][value='2']").check()
    tablet.locator("#run").get_by_role("button", name="Save").click()
    expect(tablet.get_by_role("heading", name="Today’s run")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Today’s run")).to_be_visible()
    said = page.locator("#run .ran").inner_text()
    assert re.fullmatch(r"1 \+ 0:02 min", said), said
    page.reload()
    assert page.locator("#session").is_hidden()

    page.clock.resume()
    page.get_by_role("link", name="2 entries for one run").click()
    expect(page.get_by_role("heading", name="2 entries for one run")).to_be_visible()
    assert_accessible_and_fits(page, "two-entries")
    page.get_by_role("listitem").filter(has_text="1 + 0:02 min").get_by_role("button", name="This is right").click()
    expect(page.get_by_role("status").filter(has_text="Put right")).to_be_visible()
    expect(page.get_by_role("heading", name="Taken back")).to_be_visible()
    expect(page.get_by_role("heading", name="2 entries for one run")).to_have_count(0)


def test_it_hurts_stops_the_run_and_leads_to_what_to_do(open_page: OpenPage) -> None:
    page = open_page("/me/", email="way@runner.example", width=390)
    page.add_init_script(POOR_PHONE)
    page.reload()
    form = page.locator("#run")
    form.locator("summary").first.click()
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert").filter(has_text="Not kept. Choose a number first")).to_be_visible()
    expect(form.get_by_role("button", name="Save")).to_be_enabled()
    page.get_by_role("button", name="Start the run").click()
    lacks = page.locator("[data-part=lacks]")
    expect(lacks).to_contain_text("may turn its screen off")
    expect(lacks).to_contain_text("does not vibrate here: turn the sound up")
    expect(page.get_by_role("button", name="Vibration")).to_have_count(0)
    page.get_by_role("button", name="Skip").click()
    expect(lacks).to_be_hidden()
    expect(page.locator("[data-part=word]")).to_have_text("Run")
    page.wait_for_timeout(1_200)
    page.get_by_role("button", name="It hurts").click()
    session = page.locator("#session")
    expect(session.get_by_text("Walk home slowly")).to_be_visible()
    session.locator("input[name=during][value='8']").check()
    session.get_by_role("button", name="Save").click()
    page.wait_for_url("**/me/stopped/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stop running for now")
    page.get_by_role("link", name="Back to today").click()
    expect(page.locator("#run").get_by_text("Red: stop")).to_be_visible()
    expect(page.locator("[data-start=run]")).to_have_count(0)
