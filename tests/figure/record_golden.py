"""Record where the joints of every still picture lie; explain each difference in the change.

Run ``python tests/figure/record_golden.py``.
"""

from __future__ import annotations

import json
from pathlib import Path

from restride import figure

GOLDEN = Path(__file__).with_name("golden_joints.json")
JOINTS = (
    "pelvis",
    "shoulder.near",
    "head",
    "knee.near",
    "ankle.near",
    "knee.far",
    "ankle.far",
    "hand.near",
    "hand.far",
)


def joints(item: str) -> list[list[float]]:
    """Places of the joints of one still picture. [drawing units]"""
    found = figure._scene(item)
    person = found.poses[found.still].figure
    return [[round(value, 1) for value in person.point(name)] for name in JOINTS]


if __name__ == "__main__":
    rows = {item: joints(item) for item in figure.figure_ids()}
    lines = ",\n".join(f"  {json.dumps(item)}: {json.dumps(places)}" for item, places in rows.items())
    GOLDEN.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
