"""Whether the camera stood level: found from the background, turned back, or said with its effect on angles."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from restride.adapters.video.analysis import Filmed, VideoOptions, analyse_followed
from restride.adapters.video.followed import Followed
from restride.adapters.video.level import find_level
from restride.adapters.video.lines import tilts
from restride.adapters.video.method import video_method
from restride.knowledge.load import load
from restride.model.gait import Metric
from tests.video.runner import filmed

KNOWN = load()
LIMITS = video_method(KNOWN)


def room(tilt_deg: float, *, upright: bool = True, level: bool = True) -> np.ndarray:
    """Stripes of a wall and a floor, leaning to the right by the tilt."""
    y, x = np.mgrid[0:90, 0:160].astype(float)
    lean = np.radians(tilt_deg)
    # The picture's y points down.
    across, down = x * np.cos(lean) + y * np.sin(lean), y * np.cos(lean) - x * np.sin(lean)
    picture = np.zeros_like(x)
    if upright:
        picture += 60 * np.tanh(4 * np.sin(across / 5)) * (y < 45)
    if level:
        picture += 60 * np.tanh(4 * np.sin(down / 5)) * (y >= 45)
    return (picture + 128).astype(np.float32)


@pytest.mark.parametrize("tilt", [-8.0, -1.5, 0.0, 4.0, 10.0])
def test_the_tilt_of_a_room_is_found(tilt: float) -> None:
    upright, level = tilts(room(tilt), np.ones((90, 160), dtype=np.float32))
    assert upright == pytest.approx(tilt, abs=0.5)
    assert level == pytest.approx(tilt, abs=0.5)


def test_lines_in_all_directions_and_an_even_grey_tell_nothing() -> None:
    weight = np.ones((90, 160), dtype=np.float32)
    noise = np.random.default_rng(1).normal(128, 40, (90, 160)).astype(np.float32)
    for picture in (noise, np.full((90, 160), 128, dtype=np.float32)):
        assert np.isnan(tilts(picture, weight)).all()


def leaning(followed: Followed, tilt_deg: float, upright: float, level: float) -> Followed:
    """The same through a camera that leans, before a background whose lines say what is given."""
    points = followed.points.copy()
    middle = np.array([followed.clip.width, followed.clip.height]) / 2
    lean = np.radians(tilt_deg)
    turn = np.array([[np.cos(lean), np.sin(lean)], [-np.sin(lean), np.cos(lean)]])
    points[:, :, :2] = (points[:, :, :2] - middle) @ turn + middle
    camera = followed.camera.copy()
    camera[:, 4:] = (upright, level)
    return replace(followed, points=points, camera=camera)


def lean_of(found: Filmed) -> Metric:
    return next(one for one in found.report.metrics if one.id == "trunk_lean")


def test_a_tilted_picture_is_turned_back_and_said() -> None:
    plain = filmed()
    straight = analyse_followed(leaning(plain, 0, 0, 0), KNOWN, VideoOptions())
    turned = analyse_followed(leaning(plain, 4, 4, 4), KNOWN, VideoOptions())
    assert lean_of(turned).value == pytest.approx(lean_of(straight).value, abs=0.1)
    assert any("tilted by 4.0°" in reason for reason in turned.report.quality.reasons)
    assert not any("tilted" in reason for reason in straight.report.quality.reasons)


def test_a_sloping_belt_alone_turns_nothing_and_widens_what_it_moves() -> None:
    known = analyse_followed(leaning(filmed(), 0, 0, 0), KNOWN, VideoOptions())
    sloping = analyse_followed(leaning(filmed(), 0, np.nan, 5), KNOWN, VideoOptions())
    assert lean_of(sloping).value == pytest.approx(lean_of(known).value, abs=0.01)
    assert lean_of(sloping).error > lean_of(known).error + 3
    knees = [next(m for m in one.report.metrics if m.id == "knee_flexion_peak") for one in (known, sloping)]
    assert knees[0].error == pytest.approx(knees[1].error)
    assert any("slope by 5.0°" in reason for reason in sloping.report.quality.reasons)


@pytest.mark.parametrize(("apart", "told"), [(0.9, True), (1.1, False)])
def test_upright_and_level_must_agree(apart: float, told: bool) -> None:
    found = find_level(leaning(filmed(), 0, 2.0, 2.0 + apart), LIMITS)
    assert (found.tilt_deg is not None) is told


@pytest.mark.parametrize(("share", "said"), [(0.99, False), (1.01, True)])
def test_a_lens_is_spoken_of_where_it_may_turn_lines_enough(share: float, said: bool) -> None:
    plain = filmed()
    once = find_level(plain, LIMITS).bent_sd_deg
    limits = replace(LIMITS, lens_bend=share * LIMITS.lens_bend * LIMITS.lens_said / (2 * once))
    note = find_level(plain, limits).bent_note
    assert (note is not None) is said
    wide = plain.points.copy()
    wide[:, :, 0] += 500
    reasons = analyse_followed(replace(plain, points=wide), KNOWN, VideoOptions()).report.quality.reasons
    said = next(one for one in reasons if "lens may turn lines by up to" in one)
    assert f"shifts the corners by {100 * LIMITS.lens_bend:g} %" in said


def test_a_lens_bends_more_at_the_edge() -> None:
    middle = filmed()
    points = middle.points.copy()
    points[:, :, 0] += 500
    assert find_level(replace(middle, points=points), LIMITS).bent_sd_deg > 2 * find_level(middle, LIMITS).bent_sd_deg
    assert find_level(middle, LIMITS).sd_deg == LIMITS.tilt_unknown_sd
