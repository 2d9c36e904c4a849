"""A passkey from its making to its removal, on a device that Chromium plays."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.conftest import PASSWORD, PATIENCE_MS
from tests.browser.looks import assert_accessible_and_fits

RUNNER = "new2@runner.example"
INSIDE = re.compile(r"/me/")


@pytest.fixture
def by_name(site: str) -> str:
    """The address that browsers let passkeys belong to."""
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A browser that has not been here; every error of its pages fails the test."""
    problems: list[str] = []
    context = chromium.new_context(reduced_motion="reduce", viewport={"width": 390, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def device(page: Page) -> tuple[CDPSession, str]:
    """The device, which is asked for the finger and gives it."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    made = device.send("WebAuthn.addVirtualAuthenticator", {"options": kind | {"isUserVerified": True}})
    return device, made["authenticatorId"]


def test_a_passkey_is_made_used_and_removed(
    page: Page, device: tuple[CDPSession, str], by_name: str, site: str
) -> None:
    _sign_in(page, by_name)
    expect(page).to_have_url(INSIDE)
    page.goto(f"{by_name}/account/second-factor/")
    page.get_by_role("link", name="Add a passkey").click()
    assert_accessible_and_fits(page, "passkey-add", (320,))
    _finger(device, given=False)
    page.get_by_label("Call it").fill("Blue phone")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was made: it was cancelled")
    _finger(device, given=True)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{by_name}/account/second-factor/passkey/")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("This device has a passkey for you already")
    _sign_out(page, by_name)
    assert_accessible_and_fits(page, "passkey-sign-in", (320,))
    page.route("**/sign-in/passkey/", lambda route: route.abort())
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The site did not answer")
    page.unroute("**/sign-in/passkey/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(INSIDE)
    page.goto(f"{by_name}/account/second-factor/")
    expect(page.get_by_role("listitem")).to_contain_text("Blue phone")
    expect(page.get_by_role("listitem")).to_contain_text("Last used")
    assert_accessible_and_fits(page, "second-factor", (320,))
    _sign_out(page, by_name)
    _sign_in(page, by_name)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(INSIDE)
    _at_the_number(page, site)
    page.goto(f"{by_name}/account/second-factor/")
    page.get_by_role("link", name="Remove Blue phone").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("link", name="Add a passkey")).to_be_visible()
    _sign_out(page, by_name)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("status")).to_contain_text("That was not right")
    device[0].send("WebAuthn.clearCredentials", {"authenticatorId": device[1]})
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was used")


def _at_the_number(page: Page, site: str) -> None:
    """Under 127.0.0.1 nothing offers what browsers refuse there, and the code from before still serves."""
    other = page.context.new_page()
    _sign_in(other, site)
    expect(other.get_by_label("Code")).to_be_visible()
    expect(other.get_by_role("button", name="Use a passkey")).to_have_count(0)
    refused = other.evaluate(
        "() => navigator.credentials.get({publicKey: {challenge: new Uint8Array(16)}}).catch(problem => problem.name)"
    )
    assert refused == "SecurityError"
    other.close()


def _finger(device: tuple[CDPSession, str], *, given: bool) -> None:
    session, name = device
    session.send("WebAuthn.setUserVerified", {"authenticatorId": name, "isUserVerified": given})


def _sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.get_by_label("E-mail").fill(RUNNER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _sign_out(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
