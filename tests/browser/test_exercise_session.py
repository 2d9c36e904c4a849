"""An exercise done with the phone: the clock stays right whatever the phone does, nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.waiting import stop_the_clock, wait_until

RUNNER = "session@runner.example"
STEPS = [
    {"kind": "ready", "s": 5},
    {"kind": "hold", "s": 30, "enough": 20},
    {"kind": "rest"},
    {"kind": "reps", "s": 20, "enough": 10, "reps": [2, 4], "beat": [["Up", 2], ["Down", 3]]},
    {"kind": "hold", "s": 10, "extra": True},
]
RUN = """async ([steps, deeds]) => {
  const clock = await import("/static/js/clock.js");
  let state = clock.begin(steps, 0);
  for (const [deed, at] of deeds) state = clock[deed](state, at * 1000);
  const now = deeds.at(-1)[1] * 1000;
  return { at: state.at, left: clock.left(state, now), all: clock.leftOfAll(state, now), paused: state.paused,
    did: state.did.map((ms) => ms / 1000), ended: state.ended === null ? null : state.ended / 1000,
    asleep: state.asleep / 1000, whole: clock.isWhole(state),
    enough: state.ended === null && clock.isEnough(state, now),
    ahead: clock.signsAhead(state, now).map(({ at, sign }) => [at / 1000, sign]) };
}"""


@pytest.fixture(scope="module")
def anywhere(chromium: Browser, site: str) -> Iterator[Page]:
    """A page to ask the clock on; what stands on it takes no part."""
    page = chromium.new_page()
    page.goto(f"{site}/sign-in/")
    yield page
    page.close()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page("/me/", email=RUNNER, width=390)


def after(page: Page, *deeds: tuple[str, float], steps: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """The clock after deeds, each at a second."""
    found: dict[str, Any] = page.evaluate(RUN, [steps or STEPS, [list(deed) for deed in deeds]])
    return found


def test_the_clock_goes_on_by_itself_and_waits_where_nothing_is_prescribed(anywhere: Page) -> None:
    assert after(anywhere, ("look", 4))["left"] == 1
    assert after(anywhere, ("look", 5))["at"] == 1
    hold = after(anywhere, ("look", 15), ("look", 25))
    assert (hold["at"], hold["left"], hold["enough"]) == (1, 10, True)
    assert after(anywhere, ("look", 15), ("look", 24.9))["enough"] is False
    rest = after(anywhere, ("look", 10), ("look", 20), ("look", 30), ("look", 3000))
    assert (rest["at"], rest["left"], rest["did"]) == (2, None, [5, 30])


def test_a_clock_that_was_looked_at_rarely_is_as_right_as_one_that_ticked(anywhere: Page) -> None:
    ticks = [("look", at / 5) for at in range(1, 76)]
    slow, fast = after(anywhere, ("look", 15)), after(anywhere, *ticks)
    assert (slow["at"], slow["left"], slow["did"]) == (fast["at"], fast["left"], fast["did"]) == (1, 20, [5])


def test_a_pause_costs_nothing_however_long(anywhere: Page) -> None:
    paused = after(anywhere, ("pause", 10), ("look", 4000))
    assert (paused["at"], paused["left"], paused["paused"], paused["asleep"]) == (1, 25, True, 0)
    assert after(anywhere, ("pause", 10), ("look", 4000), ("resume", 5000), ("look", 5005))["left"] == 20


def test_a_phone_that_slept_says_how_long(anywhere: Page) -> None:
    assert after(anywhere, ("look", 14))["asleep"] == 0
    assert after(anywhere, ("look", 1), ("look", 21))["asleep"] == 20


def test_a_clock_set_back_gives_no_time_away(anywhere: Page) -> None:
    assert after(anywhere, ("look", 10), ("look", -3600))["left"] == 30
    assert after(anywhere, ("look", 10), ("look", -3600))["at"] == 1


def test_back_skip_and_what_may_be_left_out(anywhere: Page) -> None:
    assert after(anywhere, ("look", 6), ("back", 7))["at"] == 0
    anew = after(anywhere, ("look", 6), ("back", 12))
    assert (anew["at"], anew["left"]) == (1, 30)
    skipped = after(anywhere, ("skip", 1), ("skip", 25), ("skip", 30), ("skip", 45), ("skip", 46))
    assert (skipped["ended"], skipped["did"]) == (46, [1, 24, 5, 15, 1])
    assert skipped["whole"] is True
    assert after(anywhere, ("skip", 1), ("skip", 2), ("skip", 3), ("skip", 23), ("skip", 24))["whole"] is False
    assert after(anywhere, ("skip", 1), ("stop", 30))["whole"] is False


def test_what_is_heard_is_laid_out_ahead(anywhere: Page) -> None:
    ahead = after(anywhere, ("look", 0.0))["ahead"]
    assert ahead == [
        [0, "ready"], [2, "count"], [3, "count"], [4, "count"], [5, "hold"], [25, "enough"],
        [32, "count"], [33, "count"], [34, "count"], [35, "rest"],
    ]  # fmt: skip
    assert after(anywhere, ("pause", 1))["ahead"] == []
    beats = [at for at, sign in after(anywhere, ("look", 0), steps=STEPS[3:4])["ahead"] if sign == "beat"]
    assert beats == [2, 5, 7, 10, 12, 15, 17]


def start(phone: Page, item: str) -> None:
    phone.locator(f"[data-start={item}]").click()
    expect(phone.locator("#session")).to_be_visible()


def test_a_hold_is_timed_and_the_other_side_takes_its_turn(phone: Page) -> None:
    stop_the_clock(phone)
    start(phone, "side_plank")
    word, count, says = (phone.locator(f"[data-part={name}]") for name in ("word", "count", "says"))
    expect(word).to_have_text("Get ready")
    expect(says).to_have_text("Right side, set 1 of 2")
    phone.clock.run_for(6_000)
    expect(word).to_have_text("Hold")
    expect(phone.locator("[data-part=said]")).to_have_text("Hold. Right side, set 1 of 2. 45 seconds.")
    phone.clock.fast_forward(10_000)  # the phone fires its timers once after it slept
    phone.clock.run_for(1_000)
    expect(count).to_have_text("33")
    expect(phone.locator("[data-part=enough]")).to_be_hidden()
    phone.clock.run_for(10_000)
    phone.get_by_role("button", name="Enough for today").click()
    expect(says).to_have_text("Left side, set 1 of 2")
    assert "turned" in (phone.locator("[data-part=picture]").get_attribute("class") or "")
    phone.get_by_role("button", name="Pause", exact=True).click()
    phone.clock.run_for(60_000)
    expect(word).to_have_text("Paused")
    expect(count).to_have_text("10")


def test_a_session_outlives_a_reload_and_a_lost_connection(phone: Page) -> None:
    wait_until(phone, "navigator.serviceWorker.controller !== null")
    stop_the_clock(phone)
    start(phone, "sls")
    phone.clock.run_for(10_000)
    expect(phone.locator("[data-part=count]")).to_have_text("55")
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.locator("#session")).to_be_visible()
    expect(phone.locator("[data-part=word]")).to_have_text("Hold")
    phone.clock.run_for(35_000)
    phone.get_by_role("button", name="Enough for today").click()
    for _rest in range(3):
        skip_to_work(phone)
        phone.clock.run_for(32_000)
        phone.get_by_role("button", name="Enough for today").click()
    expect(phone.get_by_text("Saved on this phone. It is sent when there is a connection.")).to_be_visible()
    phone.get_by_role("button", name="Back to today").click()
    phone.context.set_offline(False)
    expect(phone.locator("#x-sls").get_by_role("button", name="Undo")).to_be_visible()
    today = phone.locator("#day").get_attribute("data-day")
    said = phone.request.get("/me/me/data/").json()["episodes"][0]["done"]
    assert [one["done"] for one in said if one["item"] == "sls" and one["day"] == today] == [True]


def skip_to_work(phone: Page) -> None:
    """Past resting and turning round."""
    for _step in range(2):
        if phone.locator("[data-part=word]").inner_text() in ("Rest", "Get ready"):
            phone.get_by_role("button", name="Skip").click()


def test_pain_stops_the_exercise_and_says_what_it_means(phone: Page) -> None:
    start(phone, "step_down_low")
    phone.get_by_role("button", name="It hurts").click()
    session = phone.locator("#session")
    expect(session.get_by_text("Stop this exercise")).to_be_visible()
    session.locator("input[name=during][value='9']").check()
    session.get_by_role("button", name="Save").click()
    phone.wait_for_url("**/me/stopped/")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Stop for today")
    phone.get_by_role("link", name="Back to today").click()
    card = phone.locator("#x-step_down_low")
    expect(card.get_by_text("Red: stop")).to_be_visible()
    expect(card.get_by_text("You reached 9 of 10")).to_be_visible()


def test_sound_and_vibration_stay_off_once_switched_off(phone: Page) -> None:
    start(phone, "isometric_abd")
    phone.get_by_role("button", name="Sound").click()
    expect(phone.get_by_role("button", name="Sound")).to_have_attribute("aria-pressed", "false")
    phone.get_by_role("button", name="Pause and close").click()
    expect(phone.locator("#session")).to_be_hidden()
    phone.reload()
    expect(phone.locator("[data-start=isometric_abd]")).to_contain_text("Go on")
    start(phone, "isometric_abd")
    expect(phone.get_by_role("button", name="Sound")).to_have_attribute("aria-pressed", "false")


def test_whoever_wants_less_motion_sees_the_still_picture(phone: Page) -> None:
    start(phone, "isometric_abd")
    assert phone.locator("#session .f-still").is_visible()
    assert not phone.locator("#session .f-move").is_visible()


def test_a_quick_skip_through_everything_asks_before_it_ticks(phone: Page) -> None:
    start(phone, "isometric_abd")
    for _step in range(12):
        if phone.get_by_role("button", name="Skip").is_visible():
            phone.get_by_role("button", name="Skip").click()
    expect(phone.get_by_text("Did you do it all?")).to_be_visible()
    phone.get_by_role("button", name="No, not all").click()
    expect(phone.locator("#x-isometric_abd").get_by_role("button", name="Undo")).to_have_count(0)
