"""A clinic begins with the link of its first start, and its people come and go."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PATIENCE_MS, environment_of, serving
from tests.browser.looks import assert_accessible_and_fits

WIDTHS = (320, 1280)
BEGIN = re.compile(r"Nobody works here yet\. Open this once to begin: (http://\S+/begin/\S+/)")


def test_a_clinic_begins_and_its_people_come_and_go(chromium: Browser, tmp_path: Path, repository: Path) -> None:
    with serving(environment_of(tmp_path, repository)) as (_, said):
        begin = BEGIN.search(said.read_text())
        assert begin is not None
        address = begin.group(1).split("/begin/")[0]
        lead, colleague = _window(chromium), _window(chromium)
        page = lead.new_page()
        page.goto(address)
        expect(page.get_by_role("main")).to_contain_text("nobody can sign in")
        page.goto(begin.group(1))
        page.get_by_role("button", name="Begin").click()
        expect(page.locator("#error-summary")).to_be_focused()
        assert_accessible_and_fits(page, "begin", WIDTHS)
        _begin(page)
        link = _invited(page, "Bo Lindqvist", "bo.with.a.rather.long.address@river-street.example")
        assert_accessible_and_fits(page, "people", WIDTHS)
        theirs = colleague.new_page()
        theirs.goto(link)
        theirs.get_by_label("Choose a password").fill("another long sunday")
        theirs.get_by_role("button", name="Start").click()
        expect(theirs).to_have_url(f"{address}/today/")
        page.goto(f"{address}/people/")
        page.get_by_role("link", name="Bo Lindqvist").click()
        expect(page.get_by_role("heading", name="Bo Lindqvist")).to_be_visible()
        assert_accessible_and_fits(page, "colleague", WIDTHS)
        page.get_by_label("Clinic lead").check()
        page.get_by_role("button", name="Save role").click()
        theirs.goto(f"{address}/people/")
        theirs.get_by_role("link", name="Name and telephone").click()
        assert_accessible_and_fits(theirs, "clinic", (320,))
        theirs.get_by_label("Telephone").fill("0123 456780")
        theirs.get_by_role("button", name="Save").click()
        theirs.get_by_text("What was changed").click()
        expect(theirs.get_by_text("Telephone changed: 0123 456789 → 0123 456780")).to_be_visible()
        page.get_by_role("button", name="Make a link").click()
        again = colleague.new_page()
        again.goto(_link(page, "Bo Lindqvist"))
        assert_accessible_and_fits(again, "new-password", (320,))
        page.get_by_role("link", name="Bo Lindqvist").click()
        page.get_by_role("button", name="Close account").click()
        expect(page.get_by_role("button", name="Open account")).to_be_visible()
        theirs.reload()
        expect(theirs.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
        lead.close()
        colleague.close()


def _window(chromium: Browser) -> BrowserContext:
    context = chromium.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    return context


def _begin(page: Page) -> None:
    page.get_by_label("Name of the clinic").fill("River Street Physio")
    page.get_by_label("Telephone").fill("0123 456789")
    page.get_by_label("Your name").fill("Ada Stone")
    page.get_by_label("E-mail").fill("ada@river.example")
    page.get_by_label("Choose a password").fill("a long run on sunday")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/today/")


def _invited(page: Page, name: str, email: str) -> str:
    """Go the way from the account to the link of an invitation."""
    page.get_by_role("link", name="your account").click()
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="Invite a colleague").click()
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Make the link").click()
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("status")).to_have_text(re.compile("Copied|Selected"))
    return _link(page, name)


def _link(page: Page, name: str) -> str:
    return page.get_by_role("textbox", name=f"Link for {name}").input_value()
