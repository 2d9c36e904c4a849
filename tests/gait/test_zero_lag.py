"""The filter by blocks gives what the recursion gives sample by sample."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import butter, sosfilt, sosfilt_zi

from restride.gait.zero_lag import there_and_back


def sample_by_sample(row: np.ndarray, order: int, normal: float, padding: int) -> np.ndarray:
    sections = butter(order, normal, output="sos")
    rest = sosfilt_zi(sections)
    held = np.concatenate([2 * row[0] - row[padding:0:-1], row, 2 * row[-1] - row[-2 : -padding - 2 : -1]])
    for _ in range(2):
        held = sosfilt(sections, held, zi=rest * held[0])[0][::-1]
    return held[padding : len(held) - padding]


@settings(max_examples=40)
@given(
    samples=st.integers(2, 400),
    share=st.floats(0, 1),
    order=st.sampled_from([2, 4]),
    normal=st.floats(0.01, 0.95),
    seed=st.integers(0, 2**32 - 1),
)
def test_blocks_give_what_the_recursion_gives(samples: int, share: float, order: int, normal: float, seed: int) -> None:
    padding = int(share * (samples - 2))
    signals = np.random.default_rng(seed).normal(size=(2, samples)).cumsum(axis=1)
    found = there_and_back(signals, order, normal, padding)
    wanted = [sample_by_sample(row, order, normal, padding) for row in signals]
    assert found == pytest.approx(np.array(wanted), abs=1e-9 * max(np.abs(wanted).max(), 1))


def test_a_constant_stays_and_nothing_is_written_into_the_signals() -> None:
    signals = np.full((1, 500), 3.0)
    assert there_and_back(signals, 2, 0.1, 60) == pytest.approx(signals, abs=1e-12)
    assert (signals == 3.0).all()
