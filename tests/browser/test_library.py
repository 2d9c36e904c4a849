"""The library in a real browser: found by region, equipment, phase and condition, each with its picture."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, Theme
from tests.browser.waiting import wait_until

THERAPIST, RUNNER = "therapist@demo.example", "runner@demo.example"
SCREENS = os.environ.get("RESTRIDE_SCREENS")
WIDTHS: tuple[tuple[int, Theme], ...] = ((320, "light"), (820, "light"), (1280, "dark"))
LOADED = "() => [...document.images].filter(i => i.loading !== 'lazy' || i.getBoundingClientRect().top < innerHeight)\
.every(i => i.complete && i.naturalWidth > 0)"
OVERFLOWS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def looked_at(page: Page, name: str, width: int, theme: Theme) -> None:
    """Pictures are there, nothing is wider than the page, axe finds nothing."""
    wait_until(page, LOADED)
    if SCREENS:
        page.screenshot(path=str(Path(SCREENS) / f"{name}-{width}-{theme}.png"), full_page=False)
    assert page.evaluate(OVERFLOWS) is False
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize(("width", "theme"), WIDTHS)
def test_an_exercise_is_found_by_region_equipment_phase_and_condition(
    open_page: OpenPage, width: int, theme: Theme
) -> None:
    page = open_page("/library/", email=THERAPIST, width=width, theme=theme)
    page.get_by_text("Filters", exact=True).click()
    everything = page.get_by_role("status").inner_text()
    for name in ("Region", "Equipment", "Phase", "Condition"):
        page.get_by_label(name, exact=True).select_option(index=1)
        wait_until(page, f"() => document.querySelector('[role=status]').textContent !== '{everything}'")
        page.get_by_label(name, exact=True).select_option(index=0)
        wait_until(page, f"() => document.querySelector('[role=status]').textContent === '{everything}'")
    page.get_by_label("Region", exact=True).select_option(label="Knee")
    page.get_by_label("Kind", exact=True).select_option(label="Strength")
    page.get_by_label("Equipment", exact=True).select_option(label="Step")
    expect(page.get_by_role("status")).not_to_have_text(everything)
    first = page.locator("#found .tiles img").first
    expect(first).to_be_visible()
    assert first.get_attribute("alt")
    looked_at(page, "library-found", width, theme)


@pytest.mark.parametrize(("width", "theme"), WIDTHS)
@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("library-item", "/library/items/heel_raise_single_step/"),
        ("library-technique", "/library/items/talocrural_mob/"),
        ("library-test", "/library/tests/medial_joint_line_tenderness/"),
        ("library-test-moving", "/library/tests/faber_groin/"),
    ],
)
def test_items_and_tests_show_their_picture(
    open_page: OpenPage, width: int, theme: Theme, name: str, path: str
) -> None:
    page = open_page(path, email=THERAPIST, width=width, theme=theme)
    expect(page.locator(".pic svg.fig").first).to_be_visible()
    looked_at(page, name, width, theme)


def test_a_position_has_no_button_to_pause_it(open_page: OpenPage) -> None:
    page = open_page("/library/tests/medial_joint_line_tenderness/", email=THERAPIST)
    expect(page.locator(".pic svg.fig")).to_be_visible()
    expect(page.locator(".f-toggle")).to_have_count(0)
