"""A network without what nobody asks for gives the same numbers, and does less."""

from __future__ import annotations

import os

import numpy as np
import pytest

from restride.adapters.pose import weights
from restride.adapters.pose.trimming import trimmed

interpreter = pytest.importorskip("ai_edge_litert.interpreter")
#: Points, presence and heat map of the landmark model, by the order of their names.
WANTED = (0, 1, 3)


@pytest.fixture(scope="module")
def found() -> weights.Weights:
    """Set-up has fetched the weights; only a machine without a network may lack them, and CI may not."""
    try:
        return weights.find("full")
    except weights.WeightsError as absent:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(absent))


def test_what_is_left_gives_the_same_to_the_last_bit(found: weights.Weights) -> None:
    published = found.landmarks.read_bytes()
    whole = interpreter.Interpreter(model_path=str(found.landmarks), num_threads=1)
    part = interpreter.Interpreter(model_content=trimmed(found.landmarks, WANTED), num_threads=1)
    picture = np.random.default_rng(3).random((1, 256, 256, 3), dtype=np.float32)
    for one in (whole, part):
        one.allocate_tensors()
        one.set_tensor(one.get_input_details()[0]["index"], picture)
        one.invoke()
    named = sorted(whole.get_output_details(), key=lambda one: one["name"])
    kept = part.get_output_details()
    assert [one["name"] for one in kept] == [named[place]["name"] for place in WANTED]
    for one in kept:
        assert np.array_equal(part.get_tensor(one["index"]), whole.get_tensor(one["index"]))
    assert len(part._get_ops_details()) < len(whole._get_ops_details()) - 40
    assert found.landmarks.read_bytes() == published


def test_with_every_output_nothing_is_left_out(found: weights.Weights) -> None:
    published = found.detector.read_bytes()
    assert trimmed(found.detector, (0, 1)) == published
