"""The annotated film: faces made unknowable, its own clock kept, slow motion, and refusals in one sentence."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.adapters.gait_recordings import Analysed
from restride.adapters.gait_report.body import body_of
from restride.adapters.gait_report.canvas import Canvas
from restride.adapters.gait_report.faces import blurred, steady
from restride.adapters.gait_report.film import FilmError, drawn_film, encoded, film_rows, overlaid_film
from restride.adapters.gait_report.lettering import LETTERS, alphabet, word
from restride.adapters.gait_report.moments import filmed_moments
from restride.adapters.gait_report.write import Wishes, write_pictures
from restride.gait.track import Track
from restride.knowledge.load import Knowledge
from tests.gait_report.clips import HEIGHT, WIDTH, footage_of_numbers


def shown(mp4: bytes) -> tuple[list[float], list[np.ndarray]]:
    with av.open(io.BytesIO(mp4)) as film:
        frames = list(film.decode(video=0))
    return [float(frame.time) for frame in frames], [frame.to_ndarray(format="rgb24") for frame in frames]


def chequer() -> np.ndarray:
    return np.repeat(
        np.where(np.indices((HEIGHT, WIDTH)).sum(axis=0) % 2 == 0, 20, 235).astype(np.uint8)[..., None], 3, 2
    )


def test_blurring_changes_the_face_and_nothing_else() -> None:
    picture = chequer()
    disc = np.array([80.0, 50.0, 10.0])
    after = blurred(picture, disc[None])
    rows, columns = np.indices((HEIGHT, WIDTH))
    away = np.hypot(columns - 80, rows - 50)
    inside, outside = away <= 10, away > 10 * 1.5 + 1
    assert np.array_equal(after[outside], picture[outside])
    # Fine contrast is gone: neighbours inside are nearly alike.
    assert np.abs(np.diff(after[..., 0].astype(int), axis=1))[inside[:, 1:]].mean() < 25
    assert np.abs(np.diff(picture[..., 0].astype(int), axis=1))[inside[:, 1:]].mean() > 200
    assert (after[inside] != picture[inside]).mean() > 0.95
    assert np.array_equal(picture, chequer())


@pytest.mark.parametrize("disc", [[-50, 20, 10], [5, 5, 20], [80, 119, 30], [np.nan, 2, 3]])
def test_a_face_at_the_edge_or_outside_or_unknown_breaks_nothing(disc: list[float]) -> None:
    assert blurred(chequer(), np.array([disc, disc])).shape == (HEIGHT, WIDTH, 3)


@given(st.lists(st.booleans(), min_size=1, max_size=80))
def test_no_frame_of_a_seen_runner_is_left_uncovered(seen: list[bool]) -> None:
    found = np.array(seen)
    faces = np.where(found[:, None], [50.0, 40.0, 9.0], np.nan)
    discs = steady(faces)
    if found.any():
        assert np.isfinite(discs).all()
        assert (discs[:, 2] >= 9.0 - 1e-9).all()
    else:
        assert np.isnan(discs).all()


def test_faces_are_blurred_in_the_film_and_in_the_key_frames_unless_asked_for(runner: Analysed) -> None:
    gait = runner.gait
    assert gait is not None
    footage = footage_of_numbers(gait, noise=True)
    # One frame in the middle of the gap in which no face was found.
    rows = [50]
    plain = next(iter(footage.pictures(rows, 160, show_faces=True)))[1]
    hidden = next(iter(footage.pictures(rows, 160)))[1]
    x, y, radius = steady(footage.faces)[50]
    face = (slice(int(y - radius / 2), int(y + radius / 2)), slice(int(x - radius / 2), int(x + radius / 2)))
    assert plain[face].std() > 90
    assert hidden[face].std() < 30
    shy, open_ = (filmed_moments(runner.report, gait, footage, show_faces=show)[0].svg for show in (False, True))
    assert shy != open_
    shy_film, open_film = (shown(overlaid_film(gait, footage, show_faces=show).mp4)[1] for show in (False, True))
    x, y = (int(one) for one in footage.faces[2 * 15, :2])
    head = slice(y - 4, y + 4), slice(x - 6, x + 6)
    assert shy_film[15][head].std() < 0.5 * open_film[15][head].std()


def test_a_film_keeps_an_uneven_clock_and_slows_it() -> None:
    times = np.cumsum([0.0, 0.02, 0.05, 0.02, 0.11, 0.03]) + 7.0
    pictures = [(float(t), np.full((33, 47, 3), 40 * k, dtype=np.uint8)) for k, t in enumerate(times)]
    for slow in (1.0, 4.0):
        film = encoded(pictures, slow)
        stamps, frames = shown(film.mp4)
        np.testing.assert_allclose(stamps, (times - times[0]) * slow, atol=1e-3)
        assert (film.width, film.height, film.frames) == (46, 32, 6)
        assert [abs(int(frame.mean()) - 40 * k) < 6 for k, frame in enumerate(frames)] == [True] * 6


@given(st.floats(20, 500), st.floats(1, 20))
def test_a_film_has_at_most_sixty_pictures_a_second_and_misses_none_without_need(rate: float, slow: float) -> None:
    time_s = np.arange(0, 2, 1 / rate)
    rows = film_rows(time_s, slow)
    assert rows[0] == 0
    gaps = np.diff(time_s[rows]) * slow
    assert (gaps >= 1 / 60 - 2e-3 * slow).all()
    if rate / slow <= 59:
        assert len(rows) == len(time_s)


@pytest.mark.parametrize("slow", [0.0, 0.99, 100.1, -1.0, float("nan")])
def test_a_slowness_that_is_none_is_refused(slow: float) -> None:
    with pytest.raises(FilmError, match="1 for real time"):
        film_rows(np.arange(0, 1, 0.01), slow)


def test_a_long_film_is_cut_at_three_minutes_and_a_film_of_nothing_is_refused() -> None:
    time_s = np.arange(0, 200, 0.02)
    assert time_s[film_rows(time_s, 1.0)][-1] == pytest.approx(180.0)
    assert time_s[film_rows(time_s, 4.0)][-1] == pytest.approx(45.0)
    assert len(film_rows(time_s[:9001], 1.0)) == 9001
    with pytest.raises(FilmError, match="No frame"):
        encoded([], 1.0)


def test_the_drawn_film_shows_the_runner_events_and_both_feet(runner: Analysed) -> None:
    gait = runner.gait
    assert gait is not None
    cut = gait.track.time_s <= gait.track.time_s[0] + 1.0
    track = gait.track
    short = Track(track.time_s[cut], {name: values[cut] for name, values in track.points.items()}, name="short")
    part = replace(gait, track=short, angles={name: values[cut] for name, values in gait.angles.items()})
    film = drawn_film(part, body_of(part), height=270)
    stamps, frames = shown(film.mp4)
    assert (film.width, film.height) == (480, 270)
    assert 55 <= len(frames) <= 62
    assert stamps[-1] == pytest.approx(1.0, abs=0.03)
    dark = [int((frame[:200].mean(axis=2) < 100).sum()) for frame in frames]
    assert min(dark) > 1500
    assert np.abs(frames[0].astype(int) - frames[20].astype(int)).mean() > 1


def test_a_recording_without_positions_has_no_film_and_nothing_is_written(
    facts: Knowledge, runner: Analysed, tmp_path: Path
) -> None:
    with pytest.raises(FilmError, match="no positions"):
        write_pictures(
            tmp_path, Analysed(runner.report, None), facts, dated=date(2026, 11, 22), wishes=Wishes(film=1.0)
        )
    assert list(tmp_path.iterdir()) == []


def test_letters_have_their_width_and_unknown_ones_become_blanks() -> None:
    letters = alphabet(20)
    assert set(letters) == set(LETTERS)
    assert all(shape.shape[0] == 20 for shape in letters.values())
    assert letters["1"].shape == letters["8"].shape
    assert letters["W"].shape[1] > letters["i"].shape[1]
    assert all(shape.max() > 0.5 for letter, shape in letters.items() if letter != " ")
    assert np.array_equal(word("漢", 20), word(" ", 20))


def test_what_is_drawn_outside_the_picture_is_cut_off() -> None:
    canvas = Canvas(np.zeros((20, 30, 3), dtype=np.uint8))
    canvas.limb((-50, -50, 5), (-40, -40, 9), (255, 255, 255))
    canvas.block(-10, -10, -2, -2, (255, 255, 255))
    canvas.words((40, 2), "39°", 16, (255, 255, 255))
    assert canvas.picture.max() == 0
    canvas.limb((15, 10, 4), (15, 10, 4), (255, 0, 0))
    assert tuple(canvas.picture[10, 15]) == (255, 0, 0)
    assert int((canvas.picture[..., 0] > 127).sum()) == pytest.approx(np.pi * 16, abs=6)
