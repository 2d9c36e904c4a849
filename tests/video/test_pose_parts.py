"""The way around the networks: cutting a turned square out of a picture, and back; the background's shift; the door."""

from __future__ import annotations

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.adapters.pose.blazepose import _anchors, _refined
from restride.adapters.pose.crop import cropped, to_picture
from restride.adapters.pose.estimator import Region, estimator
from restride.adapters.video.camera import Camera
from restride.adapters.video.search import edges_in, people_in, same, shades_in
from restride.model.errors import PlainError

ROWS, COLUMNS = np.mgrid[0:300, 0:400]
SLOPE = np.stack([COLUMNS / 2, ROWS / 2, (ROWS + COLUMNS) / 4], axis=-1).astype(np.uint8)


@given(
    st.builds(Region, st.floats(100, 300), st.floats(100, 200), st.floats(60, 120), st.floats(-3, 3)),
    st.integers(1, 62),
    st.integers(1, 62),
)
def test_a_crop_shows_what_lies_there(region: Region, column: int, row: int) -> None:
    crop = cropped(SLOPE, region, 64)
    at_x, at_y = to_picture(np.array([[column + 0.5, row + 0.5]]), region, 64)[0] - 0.5
    assert crop[row, column] == pytest.approx([at_x / 2, at_y / 2, (at_x + at_y) / 4], abs=1.3)


def test_beyond_the_edge_it_is_black() -> None:
    crop = cropped(SLOPE, Region(0, 150, 100), 64)
    assert crop[:, :30].max() == 0
    assert crop[:, 34:].max() > 0
    assert cropped(SLOPE, Region(-900, -900, 100), 64).max() == 0


def test_a_fourth_channel_changes_nothing() -> None:
    wide = np.dstack([SLOPE, np.full(SLOPE.shape[:2], 255, dtype=np.uint8)])
    region = Region(200, 150, 180, 0.3)
    assert np.array_equal(cropped(wide, region, 64), cropped(SLOPE, region, 64))


def test_a_large_region_is_thinned_without_false_patterns() -> None:
    """Stripes of one pixel become grey, not wide stripes."""
    stripes = np.repeat(np.tile([0, 255], 512)[None, :, None], 1024, axis=0).repeat(3, axis=2).astype(np.uint8)
    crop = cropped(stripes, Region(512, 512, 1000), 64)
    assert np.abs(crop[4:-4, 4:-4] - 127.0).max() < 20


def test_the_detector_has_2254_cells_inside_the_picture() -> None:
    anchors = _anchors()
    assert anchors.shape == (2254, 2)
    assert anchors.min() > 0
    assert anchors.max() < 1


def test_points_move_to_the_middle_of_the_heat_only_where_it_is_sure() -> None:
    heat = np.full((64, 64, 2), -20.0, dtype=np.float32)
    heat[20:23, 30:33, 0] = 5.0
    heat[20:23, 30:33, 1] = -1.0
    refined = _refined(np.array([[0.46, 0.31], [0.46, 0.31]]), heat, np.arange(2))
    assert refined[0] == pytest.approx([31 / 64, 21 / 64], abs=1e-3)
    assert refined[1] == pytest.approx([0.46, 0.31])


def test_the_backgrounds_shift_is_found_to_a_part_of_a_small_pixel() -> None:
    rng = np.random.default_rng(1)
    wide = np.kron(rng.integers(0, 255, (90, 200)), np.ones((8, 8)))
    camera = Camera(1280, 720)
    shifts = [camera.shift(_frame(wide[:720, at : at + 1280]), None) for at in (0, 40, 80)]
    assert shifts[0][:3] == (0, 0, False)
    assert [round(one.x) for one in shifts[1:]] == [pytest.approx(-40, abs=3)] * 2
    assert abs(shifts[1].y) < 3


def test_a_runner_before_a_still_background_is_no_shift() -> None:
    rng = np.random.default_rng(1)
    still = np.kron(rng.integers(0, 255, (45, 80)), np.ones((16, 16)))
    camera = Camera(1280, 720)
    for at in (300, 340, 380):
        picture = still.copy()
        picture[160:560, at : at + 200] = rng.integers(0, 255, (400, 200))
        shift = camera.shift(_frame(picture), Region(at + 100, 360, 460))
    assert abs(shift.x) + abs(shift.y) < 2
    assert not shift.is_cut


def test_another_scene_is_a_cut() -> None:
    rng = np.random.default_rng(1)
    camera = Camera(1280, 720)
    for _ in range(2):
        shift = camera.shift(_frame(np.kron(rng.integers(0, 255, (9, 16)), np.ones((80, 80)))), None)
    assert shift.is_cut or abs(shift.x) + abs(shift.y) > 20


@pytest.mark.parametrize(("contrast", "told"), [(4, False), (12, True)])
@pytest.mark.parametrize("sideways", [False, True])
def test_before_an_even_background_no_pan_would_be_seen(contrast: int, told: bool, sideways: bool) -> None:
    """Stripes across the way of a pan tell; stripes along it never do, however strong."""
    stripes = 128 + contrast * np.tile(np.sign(np.sin(np.arange(1280) / 8 / 2.5)), (1280, 1))
    across, along = (stripes.T, stripes) if sideways else (stripes, stripes.T)
    for picture, seen in ((across[:720], told), (10 * (along[:720] - 128) + 128, False)):
        camera = Camera(1280, 720, sideways=sideways)
        shift = [camera.shift(_frame(picture.clip(0, 255)), None) for _ in range(2)][1]
        assert np.isfinite(shift.x) == np.isfinite(shift.y) == seen
        assert not shift.is_cut


def _frame(grey: np.ndarray) -> av.VideoFrame:
    return av.VideoFrame.from_ndarray(np.repeat(grey[..., None], 3, axis=2).astype(np.uint8), format="rgb24")


def test_small_people_are_found_in_parts_of_the_picture() -> None:
    class OnlyNear:
        """A model that sees a person only in a picture no wider than 500 pixels."""

        name = "near-sighted"

        def people(self, image: np.ndarray, *, around: Region | None = None) -> list[Region]:
            here = Region(900, 200, 90)
            if around is None or around.size > 500 or abs(around.x - 900) > 200 or abs(around.y - 200) > 200:
                return []
            return [here]

        def glance(self, image: np.ndarray, region: Region) -> object:
            class Seen:
                presence = 0.9

            seen = Seen()
            seen.region = region  # type: ignore[attr-defined]
            return seen

    picture = np.zeros((720, 1280, 3), dtype=np.uint8)
    assert people_in(picture, OnlyNear(), levels=1) == []  # type: ignore[arg-type]
    assert people_in(picture, OnlyNear(), levels=2) == [Region(900, 200, 90)]  # type: ignore[arg-type]


def test_two_regions_of_one_person() -> None:
    assert same(Region(100, 100, 200), Region(130, 110, 240))
    assert not same(Region(100, 100, 200), Region(200, 100, 240))


@pytest.mark.parametrize("name", ["nowhere:Model", "restride.adapters.pose.blazepose:Other"])
def test_a_model_that_is_not_there_is_one_sentence(name: str) -> None:
    with pytest.raises(PlainError, match=r"package\.module:factory"):
        estimator(name)


def test_shades_are_counted_by_how_frequent_they_are() -> None:
    grey = np.repeat(np.arange(32, dtype=np.uint8).repeat(2)[:, None, None] * 8, 20, axis=1).repeat(3, axis=2)
    assert shades_in(grey) == pytest.approx(32)
    assert shades_in(grey[:4]) == pytest.approx(2)
    assert shades_in(np.full((9, 9, 4), 77, dtype=np.uint8)) == pytest.approx(1)


def test_a_cartoon_has_hard_edges_and_a_film_has_soft_ones_too() -> None:
    person, ramp = Region(50, 50, 100), np.arange(100) * 4
    shaded = np.repeat(np.broadcast_to(ramp % 200, (100, 100))[..., None], 3, axis=2).astype(np.uint8)
    even = shaded // 100 * 100
    soft, hard = edges_in(shaded, person)
    assert soft > 0.9
    assert hard < 0.1
    soft, hard = edges_in(even, person)
    assert soft == 0
    assert hard > 0
    assert edges_in(even, Region(-300, -300, 50)) == (0, 0)
