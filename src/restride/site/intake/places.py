"""From a region of the drawn body to the sites of the knowledge, with the side it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from restride.knowledge.load import load
from restride.site.look.drawings import body_view

#: Region of the drawing, without its side → the closer sites behind it, most usual first, and the vague one.
CLOSER: dict[str, tuple[str, ...]] = {
    "abdomen": ("abdomen_lower", "pubic"),
    "groin": ("groin", "pubic", "thigh_inner"),
    "hip": ("hip_outer", "hip_front", "groin"),
    "thigh": ("thigh_front", "thigh_inner", "thigh_outer"),
    "knee": (
        "knee_front", "knee_above_kneecap", "knee_below_kneecap", "knee_inner", "knee_outer",
        "tibial_tuberosity", "shin_upper_inner", "fibular_head",
    ),
    "shin": ("shin_inner", "shin_front", "shin_outer", "fibula_lower"),
    "ankle": ("ankle_front", "ankle_inner", "ankle_outer", "sinus_tarsi"),
    "foot": (
        "midfoot_top", "midfoot_inner", "foot_outer", "forefoot_top", "big_toe_joint", "toes", "skin_foot",
    ),
    "lowback": ("low_back", "sacroiliac"),
    "buttock": ("buttock", "sit_bone", "sacroiliac"),
    "hamstring": ("thigh_back", "sit_bone", "thigh_inner", "thigh_outer"),
    "kneeback": ("knee_back", "knee_inner", "knee_outer"),
    "calf": ("calf", "calf_upper", "shin_inner"),
    "achilles": ("achilles_mid", "heel_back", "ankle_back"),
    "heel": ("heel_under", "heel_back", "heel_side", "arch", "forefoot_under", "big_toe_ball", "toes"),
}  # fmt: skip
VAGUE = {
    "groin": "hip", "hip": "hip", "thigh": "thigh", "knee": "knee", "shin": "shin", "ankle": "ankle",
    "foot": "foot", "buttock": "pelvis", "hamstring": "thigh", "kneeback": "knee", "calf": "lower_leg",
    "achilles": "ankle", "heel": "heel", "lowback": "low_back", "abdomen": "abdomen_lower",
}  # fmt: skip
ABOVE = ("upper_back", "chest", "low_back", "abdomen_lower")
#: Parts of the drawn close-up of the knee → site.
KNEE_PARTS = {
    "knee-above": "knee_above_kneecap",
    "knee-outer": "knee_outer",
    "knee-cap": "knee_front",
    "knee-inner": "knee_inner",
    "knee-below": "knee_below_kneecap",
}
NOWHERE = "whole_body"
SIDES = ("left", "right")
#: Beginnings that take no article.
AS_THEY_STAND = ("the ", "just ", "under ", "deep ", "sides ")
MIRRORED = "translate(192 0) scale(-1 1)"


@dataclass(frozen=True, slots=True)
class Region:
    """A region somebody chose: its name, its side if it says one, and the parts behind it."""

    id: str
    name: str
    kind: str
    side: str

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Return the closer sites with their plain names, and the vague one last."""
        sites = load().sites
        named = [(site, _capital(sites[site].plain)) for site in CLOSER[self.kind]]
        vague = VAGUE[self.kind]
        return [*named, *([(vague, "I cannot say which part")] if vague not in CLOSER[self.kind] else [])]


def region_of(region_id: str) -> Region | None:
    """Return the region of an id of the drawing, «right-knee»."""
    for view in ("front", "back"):
        for region in body_view(view)["regions"]:
            if region["id"] == region_id:
                side, _, kind = region_id.rpartition("-")
                return Region(region_id, region["name"], kind, side)
    return None


def maps(chosen: str) -> list[dict[str, Any]]:
    """Return front and back with a link for every region; each leads to the close-up on the same page."""
    found = []
    for view, ends in (("front", ("your right", "your left")), ("back", ("your left", "your right"))):
        drawn = body_view(view)
        regions = [
            {**region, "on": region["id"] == chosen, "href": f"?region={region['id']}#part"}
            for region in drawn["regions"]
        ]
        found.append({"view": view, "drawn": drawn, "regions": regions, "ends": ends})
    return found


def close_up(region: Region, part: str) -> dict[str, Any] | None:
    """Return the drawn close-up: only the front of the knee has one, mirrored for the left."""
    if region.kind != "knee":
        return None
    drawn = body_view("right_knee_front")
    parts = [
        {
            **one,
            "name": one["name"].replace("Right", region.side.capitalize()),
            "on": KNEE_PARTS[one["id"]] == part,
            "href": f"?region={region.id}&part={KNEE_PARTS[one['id']]}#part",
        }
        for one in drawn["regions"]
    ]
    return {"drawn": drawn, "parts": parts, "transform": MIRRORED if region.side == "left" else ""}


def place_words(site: str, side: str) -> str:
    """«the outside of your right knee»: how a place is called on a page."""
    known = load().sites.get(site)
    if known is None or site == NOWHERE:
        return "your pain"
    whose = f"your {side}" if side in SIDES else "your"
    head, the, tail = known.plain.rpartition("the ")
    if not the:
        return f"{whose} {known.plain}"
    article = "" if head.startswith(AS_THEY_STAND) else "the "
    return f"{article}{head}{whose} {tail}".strip()


def above_waist() -> list[tuple[str, str]]:
    """Return the places above the waist."""
    sites = load().sites
    return [(site, _capital(sites[site].plain)) for site in ABOVE]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
