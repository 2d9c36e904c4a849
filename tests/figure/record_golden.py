"""Record where the joints of every still picture lie, and some whole pictures; explain each difference in the change.

Run ``make golden-update``.
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


#: One whole picture of each way of drawing: each view, close-ups, things, hands, strips, pairs.
WHOLE = (
    ("squat", "pair"), ("step_down", "animated"), ("level_pelvis", "pair"), ("side_plank", "still"),
    ("hop_stick", "strip"),
    ("inversion_band", "still"), ("short_foot", "animated"), ("pallof", "still"), ("hip_90_90", "animated"),
    ("glute_stretch", "still"), ("squat_heavy", "still"), ("skip_rope", "animated"), ("lachman", "still"),
    ("medial_joint_line_tenderness", "still"), ("navicular_n_spot_tenderness", "still"), ("thompson", "animated"),
    ("pfp_tape", "still"), ("tens", "still"), ("dry_needle", "still"), ("ice", "still"),
)  # fmt: skip


def record_whole(folder: Path) -> None:
    """Write the whole pictures into a folder."""
    folder.mkdir(exist_ok=True)
    for item, kind in WHOLE:
        (folder / f"{item}-{kind}.svg").write_text(figure.draw(item, "right", kind), encoding="utf-8")  # type: ignore[arg-type]


if __name__ == "__main__":
    record_whole(GOLDEN.parent / "golden")
    rows = {item: joints(item) for item in figure.figure_ids()}
    lines = ",\n".join(f"  {json.dumps(item)}: {json.dumps(places)}" for item, places in rows.items())
    GOLDEN.write_text("{\n" + lines + "\n}\n", encoding="utf-8")
