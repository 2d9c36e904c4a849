"""What every page must pass: nothing for axe to find, nothing wider than the screen, one heading."""

from __future__ import annotations

import os
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TABLET = 820
WIDTHS = (320, TABLET, 1280)
#: Whoever wants to look at the pages names a folder here.
SCREENS = os.environ.get("RESTRIDE_SCREENS")
#: Only what is wrong is wanted: axe then spares the account of every element that is right, and where it stands.
_ALL_BUT_COLOURS = "() => axe.run({resultTypes: ['violations'], selectors: false, rules: {'color-contrast': {enabled: \
false}}}).then(found => found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 160))]))"
#: Words that a column too narrow for them broke letter by letter.
_BROKEN = """() => [...document.querySelectorAll("main :is(p, li, dt, dd, th, td, h2, h3)")]
  .filter((one) => !one.closest("svg, .vh") && one.clientWidth > 1 && one.clientWidth < 30 && one.clientHeight > 60)
  .filter((one) => /\\S{6}/.test(one.innerText)).map((one) => one.innerText.slice(0, 60))"""
COLOURS = Path(__file__).with_name("colours.js").read_text(encoding="utf-8")


def assert_accessible_and_fits(
    page: Page, name: str, widths: tuple[int, ...] = WIDTHS, *, height: int = 900, of: str = "document.documentElement"
) -> None:
    """Look at a page at each width by day and, where colours are all that changes, once by night.

    The narrowest and the widest lay the page out differently, so axe is asked at both; about colours, which cost the
    most time and do not depend on the width, once by day and once by night.
    ``of`` is the element that may not be wider than the screen.
    """
    page.evaluate(AXE_SCRIPT)
    for width in widths:
        page.set_viewport_size({"width": width, "height": height})
        picture(page, f"{name}-{width}-light")
        assert page.evaluate(f"{of}.scrollWidth") <= width
        assert page.locator("h1").count() == 1
        assert page.evaluate(_BROKEN) == []
        if width in (widths[0], widths[-1]):
            assert page.evaluate(_ALL_BUT_COLOURS) == []
        if width == widths[0]:
            assert page.evaluate(COLOURS) == []
    page.emulate_media(color_scheme="dark")
    picture(page, f"{name}-{widths[-1]}-dark")
    assert page.evaluate(COLOURS) == []
    page.emulate_media(color_scheme="light")


def picture(page: Page, name: str) -> None:
    """Keep a picture of the page for whoever asked for pictures."""
    if SCREENS:
        page.screenshot(path=Path(SCREENS) / f"{name}.png", full_page=True)
