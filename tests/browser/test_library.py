"""The library in a real browser: found by region, equipment, phase and condition, each with its picture."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.looks import assert_accessible_and_fits
from tests.browser.waiting import wait_until

THERAPIST, RUNNER = "therapist@demo.example", "runner@demo.example"
NARROW = 320
LOADED = "() => [...document.images].filter(i => i.loading !== 'lazy' || i.getBoundingClientRect().top < innerHeight)\
.every(i => i.complete && i.naturalWidth > 0)"


def looked_at(page: Page, name: str) -> None:
    """Pictures are there, and the page passes what every page must."""
    wait_until(page, LOADED)
    assert_accessible_and_fits(page, name)


def test_an_exercise_is_found_by_region_equipment_phase_and_condition(open_page: OpenPage) -> None:
    page = open_page("/library/", email=THERAPIST, width=NARROW)
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
    looked_at(page, "library-found")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("library-item", "/library/items/heel_raise_single_step/"),
        ("library-technique", "/library/items/talocrural_mob/"),
        ("library-test", "/library/tests/medial_joint_line_tenderness/"),
        ("library-test-moving", "/library/tests/faber_groin/"),
    ],
)
def test_items_and_tests_show_their_picture(open_page: OpenPage, name: str, path: str) -> None:
    page = open_page(path, email=THERAPIST, width=NARROW)
    expect(page.locator(".pic svg.fig").first).to_be_visible()
    looked_at(page, name)


def test_a_position_has_no_button_to_pause_it(open_page: OpenPage) -> None:
    page = open_page("/library/tests/medial_joint_line_tenderness/", email=THERAPIST)
    expect(page.locator(".pic svg.fig")).to_be_visible()
    expect(page.locator(".f-toggle")).to_have_count(0)
