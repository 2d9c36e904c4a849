"""Every head is covered in every frame: between looks, where a look missed it, and while it moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.adapters.gait_report.bystanders import CLOSELY_EVERY, HELD, LOOKS_HZ, NEARER, Bystanders
from restride.adapters.gait_report.faces import not_on_body

RATE_HZ = 30.0
STEP = round(RATE_HZ / LOOKS_HZ)


class Eye:
    """Sees heads that move along lines, except in the looks it misses; counts what it was asked."""

    def __init__(self, *heads: tuple[float, float, float, float], missed: frozenset[float] = frozenset()) -> None:
        self.heads, self.missed = heads, missed
        self.asked: list[int] = []

    def places(self, frame: int) -> list[list[float]]:
        return [[x + speed * frame / RATE_HZ, y, radius] for x, y, radius, speed in self.heads]

    def __call__(self, frames: Sequence[int], closely: Sequence[int]) -> Mapping[int, np.ndarray]:
        assert set(closely) <= set(frames)
        assert all(frame // STEP % CLOSELY_EVERY == 0 for frame in closely)
        self.asked += frames
        return {
            frame: np.array([] if frame / STEP in self.missed else self.places(frame)).reshape(-1, 3)
            for frame in frames
        }


def covered(eye: Eye, people: Bystanders, frames: Sequence[int]) -> bool:
    """Whether the middle of each head lies well inside a disc."""
    for frame, discs in zip(frames, people.at(frames), strict=True):
        for x, y, radius in eye.places(frame):
            if not len(discs) or not (np.hypot(discs[:, 0] - x, discs[:, 1] - y) <= discs[:, 2] - radius / 2).any():
                return False
    return True


@given(
    st.floats(10, 60),
    st.floats(-25, 25),
    st.lists(st.integers(0, 299), min_size=1, max_size=6, unique=True),
)
def test_a_head_that_stands_walks_or_jogs_is_covered_between_looks(
    radius: float, radii_per_s: float, frames: list[int]
) -> None:
    """Three metres a second are some 25 radii of a head."""
    eye = Eye((300.0, 200.0, radius, radii_per_s * radius), (300.0, 9000.0, 20.0, 0.0))
    assert covered(eye, Bystanders(eye, RATE_HZ, 320), sorted(frames))


@pytest.mark.parametrize(("missed", "held"), [(HELD, True), (2 * HELD + 1, True), (2 * HELD + 2, False)])
def test_a_head_that_looks_missed_stays_covered_for_a_while(missed: int, held: bool) -> None:
    eye = Eye((300.0, 200.0, 30.0, 0.0), missed=frozenset(range(10, 10 + missed)))
    frames = [*range(9 * STEP, (11 + missed) * STEP)]
    assert covered(eye, Bystanders(eye, RATE_HZ, 900), frames) is held


@pytest.mark.parametrize("radii_per_s", [5.0, 12.0, 25.0, 50.0])
@pytest.mark.parametrize("start_s", [1.0, 1.17, 1.31])
def test_who_passes_is_covered_from_edge_to_edge(radii_per_s: float, start_s: float) -> None:
    """From a stroll to 6 m/s; a head is found only where it is whole in the picture."""
    radius, width = 20.0, 400.0
    speed = radius * radii_per_s

    class Street(Eye):
        def places(self, frame: int) -> list[list[float]]:
            return [one for one in super().places(frame) if radius < one[0] < width - radius]

    eye = Street((-speed * start_s, 200.0, radius, speed), (300.0, 600.0, radius, 0.0))
    frames = [k for k in range(150) if 0 < speed * (k / RATE_HZ - start_s) < width]
    people = Bystanders(eye, RATE_HZ, 900).at(frames)
    for frame, discs in zip(frames, people, strict=True):
        x = speed * (frame / RATE_HZ - start_s)
        # What is drawn over a head is half as wide again as the disc.
        assert (np.hypot(discs[:, 0] - x, discs[:, 1] - 200) <= 1.5 * discs[:, 2] - radius / 2).any(), frame


def test_what_was_taken_for_a_head_only_once_is_covered_only_around_that_look() -> None:
    eye = Eye((300.0, 200.0, 30.0, 0.0), missed=frozenset(k / STEP for k in range(900) if k != 10 * STEP))
    people = Bystanders(eye, RATE_HZ, 900)
    near = STEP // (NEARER + 1)
    assert covered(eye, people, range(10 * STEP - near + 1, 10 * STEP + near))
    assert not any(len(discs) for discs in people.at([*range(10 * STEP - near), *range(10 * STEP + near + 1, 240)]))


def test_each_place_is_looked_at_once_and_only_where_pictures_are_wanted() -> None:
    eye = Eye((300.0, 200.0, 30.0, 0.0))
    people = Bystanders(eye, RATE_HZ, 3000)
    people.at([1500])
    first = list(eye.asked)
    people.at([1500, 1501])
    assert eye.asked == first
    assert len(first) == 2 * HELD + 2
    assert 0 <= min(first) < max(first) < 3000
    assert [len(one) for one in Bystanders(Eye(), RATE_HZ, 30).at([0, 29])] == [0, 0]


def test_a_knee_that_was_taken_for_a_face_stays_visible() -> None:
    leg = {"hip_left": (100, 100), "knee_left": (110, 150), "ankle_left": (100, 200), "shoulder_left": (100, 40)}
    body = {name: np.array(place, dtype=np.float64) for name, place in leg.items()} | {"knee_right": np.full(2, np.nan)}
    places = [[112, 150, 9], [100, 70, 9], [119.9, 70, 9], [120.1, 70, 9], [100, 15, 9], [160, 150, 9]]
    kept = not_on_body(np.array(places, dtype=np.float64), body)
    assert kept[:, :2].tolist() == [[120.1, 70], [100, 15], [160, 150]]
    assert len(not_on_body(np.array([[1.0, 2.0, 3.0]]), {})) == 1
