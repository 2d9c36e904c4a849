"""Where the first look stops in a clip: no stretch worth analysing is passed over, and key frames are used."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.adapters.video.clip import Clip
from restride.adapters.video.following import _LOOK_GAP_S, _LOOKS_MOST, _looks


def clip(frames: int, rate_hz: float, *keys: int) -> Clip:
    return Clip("clip.mp4", 640, 480, 0, "h264", "mov", np.arange(frames) / rate_hz, key_frames=(0, *keys))


@given(
    st.integers(2, 20_000), st.sampled_from([24.0, 30.0, 59.94, 240.0]), st.lists(st.integers(1, 20_000), max_size=40)
)
def test_no_stretch_is_passed_over_and_looks_rise_inside_the_clip(frames: int, rate_hz: float, keys: list[int]) -> None:
    one = clip(frames, rate_hz, *sorted({key for key in keys if key < frames}))
    looks = _looks(one)
    gaps = np.diff([0, *looks, frames])
    assert looks == sorted(set(looks))
    assert 0 <= looks[0] <= looks[-1] < frames
    # A place between two frames is the frame before it.
    assert gaps.max() <= max(_LOOK_GAP_S * rate_hz, frames / _LOOKS_MOST) + 2
    assert len(looks) <= 2 * _LOOKS_MOST + 1


@pytest.mark.parametrize(
    ("keys", "looks"),
    [
        pytest.param(range(30, 300, 30), [30, 90, 150, 210, 270], id="every second, as phones do"),
        pytest.param([160], [0, 75, 150, 225], id="one that is too near to the look before"),
        pytest.param([140, 260], [0, 75, 140, 215, 260], id="as far as they go"),
        pytest.param([], [0, 75, 150, 225], id="none but the first"),
    ],
)
def test_key_frames_are_taken_where_they_come_often_enough(keys: list[int], looks: list[int]) -> None:
    assert _looks(clip(300, 30.0, *keys)) == looks
