"""No picture changes unnoticed."""

from __future__ import annotations

import json
import math

import pytest

from restride import figure
from tests.figure.record_golden import GOLDEN, JOINTS, joints

#: Half a per cent of the standing height: less than the eye sees, more than rounding.
TOLERANCE = 0.9


@pytest.mark.parametrize("item", figure.figure_ids())
def test_the_joints_lie_where_they_were_when_somebody_looked(item: str) -> None:
    recorded = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert item in recorded, "look at it, then record it: python tests/figure/record_golden.py"
    for name, now, then in zip(JOINTS, joints(item), recorded[item], strict=True):
        assert math.dist(now, then) < TOLERANCE, name
