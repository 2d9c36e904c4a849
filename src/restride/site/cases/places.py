"""Where a body site lies on the drawing: the closest region of the map, by side."""

from __future__ import annotations

from dataclasses import dataclass

from restride.model.words import Side

FRONT, BACK = "front", "back"
UNPAIRED = {"abdomen": FRONT, "lowback": BACK}
REGIONS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("low_back", "sacroiliac", "upper_back"), (BACK, "lowback")),
    **dict.fromkeys(("buttock", "sit_bone", "pelvis"), (BACK, "buttock")),
    **dict.fromkeys(("abdomen_lower", "chest"), (FRONT, "abdomen")),
    **dict.fromkeys(("pubic", "groin"), (FRONT, "groin")),
    **dict.fromkeys(("hip_front", "hip_outer", "hip"), (FRONT, "hip")),
    **dict.fromkeys(("thigh_front", "thigh_inner", "thigh_outer", "thigh", "whole_leg"), (FRONT, "thigh")),
    "thigh_back": (BACK, "hamstring"),
    **dict.fromkeys(
        (
            "knee", "knee_front", "knee_above_kneecap", "knee_below_kneecap", "tibial_tuberosity", "knee_inner",
            "shin_upper_inner", "knee_outer", "fibular_head",
        ),
        (FRONT, "knee"),
    ),
    "knee_back": (BACK, "kneeback"),
    **dict.fromkeys(("shin", "shin_front", "shin_inner", "shin_outer", "fibula_lower", "lower_leg"), (FRONT, "shin")),
    **dict.fromkeys(("calf_upper", "calf"), (BACK, "calf")),
    **dict.fromkeys(("achilles_mid", "ankle_back"), (BACK, "achilles")),
    **dict.fromkeys(("heel", "heel_back", "heel_under", "heel_side", "arch"), (BACK, "heel")),
    **dict.fromkeys(("ankle", "ankle_front", "ankle_inner", "ankle_outer", "sinus_tarsi"), (FRONT, "ankle")),
    **dict.fromkeys(
        (
            "foot", "forefoot", "midfoot", "midfoot_top", "midfoot_inner", "foot_outer", "forefoot_top",
            "forefoot_under", "big_toe_ball", "big_toe_joint", "toes", "skin_foot",
        ),
        (FRONT, "foot"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """Which view to draw, and the regions marked on it."""

    view: str
    marked: tuple[str, ...]


def drawn(site: str, side: Side) -> Drawn:
    """Return the drawing of one complaint; both sides where the side is not known."""
    view, stem = REGIONS.get(site, (FRONT, ""))
    if not stem:
        return Drawn(view, ())
    if stem in UNPAIRED:
        return Drawn(view, (stem,))
    sides = (side.value,) if side in (Side.LEFT, Side.RIGHT) else (Side.LEFT.value, Side.RIGHT.value)
    return Drawn(view, tuple(f"{one}-{stem}" for one in sides))
