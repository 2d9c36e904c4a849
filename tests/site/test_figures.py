"""The drawn exercises on the pages: one tag, inline, still until somebody can pause it."""

from __future__ import annotations

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template

from restride.figure import figure_ids
from restride.model.words import Side


def drawn(tag: str, **values: object) -> str:
    return Template("{% load figures %}" + tag).render(Context(values))


def test_a_picture_is_inline_without_style_or_script_and_has_words() -> None:
    html = drawn("{% figure 'heel_raise_double' %}")
    assert html.startswith('<div class="pic live f-paused"><svg')
    assert "<title>" in html
    assert "<desc>" in html
    assert "style=" not in html
    assert "<script" not in html


def test_the_button_waits_for_its_script_and_says_what_it_stops() -> None:
    html = drawn("{% figure 'side_plank' %}")
    assert '<button class="f-toggle" type="button" hidden data-what="Side plank' in html


def test_left_is_not_drawn_as_right() -> None:
    left = drawn("{% figure 'side_lying_abd' side %}", side=(Side.LEFT, Side.RIGHT))
    assert left == drawn("{% figure 'side_lying_abd' 'left, then right' %}")
    assert left != drawn("{% figure 'side_lying_abd' side %}", side=(Side.RIGHT, Side.LEFT))


def test_a_prescribed_tempo_slows_the_picture() -> None:
    own = drawn("{% figure 'heel_raise_double' 'right' 'animated' %}")
    assert own != drawn("{% figure 'heel_raise_double' 'right' 'animated' tempo %}", tempo=(6, 2, 6))
    assert own == drawn("{% figure 'heel_raise_double' 'right' 'animated' tempo %}", tempo=(0, 30, 0))


@pytest.mark.parametrize("kind", ["still", "strip"])
def test_a_picture_without_motion_needs_no_button(kind: str) -> None:
    html = drawn("{% figure 'clamshell' 'right' kind %}", kind=kind)
    assert f'<div class="pic {kind}"><svg' in html
    assert "animate" not in html
    assert "button" not in html


def test_a_missing_picture_leaves_the_quiet_slot_or_nothing() -> None:
    assert 'href="#i-dumb"' in drawn("{% figure 'nothing_of_that_name' %}")
    assert drawn("{% figure 'nothing_of_that_name' 'right' 'animated' quiet=False %}") == ""
    assert drawn("{% movement 'nothing_of_that_name' %}") == ""


def test_a_passive_test_does_not_borrow_the_exercise_of_its_name() -> None:
    assert "straight_leg_raise" in figure_ids()
    assert drawn("{% movement 'straight_leg_raise' %}") == ""
    assert "<svg" in drawn("{% movement 'side_plank' %}")


def test_the_style_of_the_pictures_is_served_from_the_room_that_draws_them() -> None:
    assert finders.find("figure.css")
