"""The runner's page of today opens without a connection, and signing out takes it off the phone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, OpenPage
from tests.browser.looks import picture
from tests.browser.waiting import wait_until

RUNNER = "runner3@demo.example"
KEPT_PAGES = "caches.open('restride-pages').then((kept) => kept.keys()).then((keys) => keys.length)"


def today_kept_on_the_phone(open_page: OpenPage) -> Page:
    page = open_page("/sign-in/", width=390)
    page.get_by_label("E-mail").fill(RUNNER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/me/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait_until(page, "navigator.serviceWorker.controller !== null")
    page.reload()
    wait_until(page, f"{KEPT_PAGES}.then((count) => count > 0)")
    return page


def test_today_opens_without_a_connection(open_page: OpenPage) -> None:
    page = today_kept_on_the_phone(open_page)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")


def test_signing_out_takes_the_pages_off_the_phone(open_page: OpenPage) -> None:
    page = today_kept_on_the_phone(open_page)
    page.goto("/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    wait_until(page, f"{KEPT_PAGES}.then((count) => count === 0)")


def test_a_device_that_was_signed_out_elsewhere_forgets_its_pages_too(open_page: OpenPage) -> None:
    page = today_kept_on_the_phone(open_page)
    page.context.clear_cookies()
    page.goto("/me/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    wait_until(page, f"{KEPT_PAGES}.then((count) => count === 0)")


def test_a_red_number_said_without_a_connection_means_stop_at_once(open_page: OpenPage) -> None:
    page = open_page("/me/", email="timer@runner.example", width=320)
    wait_until(page, "navigator.serviceWorker.controller !== null")
    page.reload()
    wait_until(page, f"{KEPT_PAGES}.then((count) => count > 0)")
    page.context.set_offline(True)
    run = page.locator("#run")
    run.locator("summary").first.click()
    for number in ("3", "9"):
        run.locator(f"input[name=during][value='{number}']").check()
        run.get_by_role("button", name="Save").click()
        expect(run.get_by_role("status")).to_be_visible()
        stop = page.get_by_role("alert").filter(has_text="Red: stop")
        expect(stop).to_have_count(int(number == "9"))
    expect(stop).to_contain_text("You reached 9 of 10")
    expect(stop).to_contain_text("Stop for today and walk only")
    picture(page, "red-offline-320")
    page.reload()  # still without a connection: it waits, and still means stop
    expect(stop).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
