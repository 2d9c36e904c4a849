"""Every page of the site's frame: nothing for axe to find, nothing wider than the screen, one heading."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.looks import COLOURS, assert_accessible_and_fits

THERAPIST = "therapist@demo.example"
RUNNER = "runner1@demo.example"
ANSWERLESS = "runner2@demo.example"

PAGES = {
    "sign-in": ("", "/sign-in/"),
    "forgotten": ("", "/sign-in/forgotten/"),
    "link-closed": ("", "/invitation/nothing/"),
    "not-found": (THERAPIST, "/nowhere/"),
    "not-for-you": (RUNNER, "/runners/"),
    "today": (THERAPIST, "/today/"),
    "runners": (THERAPIST, "/runners/"),
    "nobody-found": (THERAPIST, "/runners/?search=zzz"),
    "new-runner": (THERAPIST, "/runners/new/"),
    "record": (THERAPIST, "record of D. R."),
    "history": (THERAPIST, "history of K. M."),
    "account": (THERAPIST, "/account/"),
    "second-factor": (THERAPIST, "/account/second-factor/"),
    "components": (THERAPIST, "/components/"),
    "library": (THERAPIST, "/library/"),
    "library-filtered": (THERAPIST, "/library/?search=heel&equipment=step&phase=2&condition=achilles_midportion"),
    "library-exercise": (THERAPIST, "/library/items/side_lying_abd/?side=left"),
    "library-modality": (THERAPIST, "/library/items/tens/"),
    "library-conditions": (THERAPIST, "/library/conditions/"),
    "library-condition": (THERAPIST, "/library/conditions/achilles_midportion/"),
    "library-danger": (THERAPIST, "/library/conditions/bsi_femoral_neck/"),
    "library-red-flags": (THERAPIST, "/library/red-flags/"),
    "library-tests": (THERAPIST, "/library/tests/?region=foot"),
    "library-test": (THERAPIST, "/library/tests/side_plank/"),
    "library-measures": (THERAPIST, "/library/measures/"),
    "library-sources": (THERAPIST, "/library/sources/"),
    "runner-exercises": (RUNNER, "/me/exercises/"),
    "runner-exercise": (RUNNER, "/me/exercises/side_plank/"),
    "runner-today": (RUNNER, "/me/"),
    "runner-clinic": (RUNNER, "/me/clinic/"),
    "runner-account": (RUNNER, "/account/"),
    "runner-signed-in": (RUNNER, "/account/signed-in/"),
    "sign-out": (RUNNER, "/sign-out/"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits(name: str, open_page: OpenPage) -> None:
    email, path = PAGES[name]
    assert_accessible_and_fits(_open(open_page, path, email), name)


def test_one_weak_colour_is_found_at_the_end_of_a_long_page(open_page: OpenPage) -> None:
    page = open_page("/library/measures/", email=THERAPIST)
    page.evaluate(AXE_SCRIPT)
    page.locator("h2").last.evaluate("heading => { heading.style.color = 'silver'; }")
    ((rule, nodes),) = page.evaluate(COLOURS)
    assert (rule, len(nodes)) == ("color-contrast", 1)
    assert "silver" in nodes[0]


def _open(open_page: OpenPage, path: str, email: str) -> Page:
    if " of " not in path:
        return open_page(path, email=email)
    tab, name = path.split(" of ")
    page = open_page("/runners/", email=email)
    page.get_by_role("link", name=name).click()
    if tab == "history":
        page.get_by_role("link", name="History").click()
    page.wait_for_load_state()
    return page
