"""Every page of the site's frame: nothing for axe to find, nothing wider than the screen, one heading."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage, Theme

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
    "sign-out": (RUNNER, "/sign-out/"),
}
TABLET = 820
WIDTHS = (320, TABLET, 1280)
SCREENS = os.environ.get("RESTRIDE_SCREENS")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits(name: str, theme: Theme, open_page: OpenPage) -> None:
    email, path = PAGES[name]
    page = _open(open_page, path, email, theme)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if SCREENS:
            page.screenshot(path=Path(SCREENS) / f"{name}-{width}-{theme}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("h1").count() == 1
        if theme == "light" or width == TABLET:  # colours do not depend on the width
            found = Axe().run(page).response["violations"]
            assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found] == []


def _open(open_page: OpenPage, path: str, email: str, theme: Theme) -> Page:
    if " of " not in path:
        return open_page(path, email=email, theme=theme)
    tab, name = path.split(" of ")
    page = open_page("/runners/", email=email, theme=theme)
    page.get_by_role("link", name=name).click()
    if tab == "history":
        page.get_by_role("link", name="History").click()
    page.wait_for_load_state()
    return page
