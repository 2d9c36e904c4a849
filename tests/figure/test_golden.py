"""No picture changes unnoticed."""

from __future__ import annotations

import json
import math
import re

import pytest

from restride import figure
from tests.figure.record_golden import GOLDEN, JOINTS, WHOLE, joints

#: Half a per cent of the standing height: less than the eye sees, more than rounding.
TOLERANCE = 0.9


def test_the_joints_lie_where_they_were_when_somebody_looked() -> None:
    recorded = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert set(figure.figure_ids()) <= set(recorded), "look at it, then record it: make golden-update"
    for item in figure.figure_ids():
        for name, now, then in zip(JOINTS, joints(item), recorded[item], strict=True):
            assert math.dist(now, then) < TOLERANCE, (item, name)


NUMBER = re.compile(r"-?\d*\.?\d+")


@pytest.mark.parametrize(("item", "kind"), WHOLE)
def test_whole_pictures_are_the_same_within_what_the_eye_sees(item: str, kind: str) -> None:
    recorded = (GOLDEN.parent / "golden" / f"{item}-{kind}.svg").read_text(encoding="utf-8")
    now = figure.draw(item, "right", kind)  # type: ignore[arg-type]
    drawn, then = (re.sub(r"<(title|desc)>.*?</\1>", "", text) for text in (now, recorded))
    assert NUMBER.sub("#", drawn) == NUMBER.sub("#", then), "its parts differ: look at it, then record it"
    furthest = max(abs(float(a) - float(b)) for a, b in zip(NUMBER.findall(drawn), NUMBER.findall(then), strict=True))
    assert furthest < TOLERANCE
