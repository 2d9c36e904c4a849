"""The library's words for the closed vocabularies of the knowledge."""

from __future__ import annotations

from collections.abc import Iterable

from restride.explain.words import in_minutes, span
from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Cite, Dose, Fact
from restride.knowledge.show import describe_number
from restride.model.words import Weight
from restride.site.exams.sheets import REGIONS
from restride.site.plans.shown import KINDS
from restride.site.reasons import ShownSource, sources
from restride.treatment.situation import cites

__all__ = ["KINDS", "REGIONS"]

PLACES = {"home": "At home", "clinic": "In the clinic", "both": "At home and in the clinic"}
PHASES = {number: f"Phase {number}" for number in range(1, 7)}
SIDED = {"each": "One side at a time", "both": "Both sides together", "none": ""}
AMOUNTS = {3: "main purpose", 2: "clearly", 1: "a little"}
#: Load classes 0–4. On bone they are kinds of impact.
LOADS = {0: "none", 1: "little", 2: "moderate", 3: "high", 4: "highest"}
BONE_LOADS = {0: "no impact", 1: "as walking", 2: "low hops", 3: "as running", 4: "jumps"}
TISSUES = {
    "bone": "Bone", "achilles": "Achilles tendon", "plantar_fascia": "Plantar fascia",
    "patellar_tendon": "Patellar tendon", "patellofemoral": "Kneecap joint", "hamstring_tendon": "Hamstring tendon",
    "gluteal_tendon": "Gluteal tendons", "calf_muscle": "Calf muscle", "hamstring_muscle": "Hamstring muscle",
    "adductor": "Adductors", "hip_joint": "Hip joint", "knee_joint": "Knee joint", "ankle_joint": "Ankle joint",
    "forefoot": "Forefoot", "spine": "Spine", "shin_muscle": "Shin muscles", "nerve": "Nerve",
    "quadriceps_muscle": "Thigh muscle", "quadriceps_tendon": "Quadriceps tendon", "lateral_knee": "Outer knee",
    "sacroiliac": "Sacroiliac joint", "hip_flexor": "Hip flexors", "tibialis_posterior": "Tibialis posterior",
    "peroneal": "Peroneal tendons",
}  # fmt: skip
WEIGHTS = {
    Weight.DECISIVE: "decisive for it", Weight.STRONG: "strongly for it", Weight.MODERATE: "moderately for it",
    Weight.WEAK: "weakly for it", Weight.NONE: "says little", Weight.AGAINST_WEAK: "weakly against it",
    Weight.AGAINST_MODERATE: "moderately against it", Weight.AGAINST_STRONG: "strongly against it",
    Weight.AGAINST_DECISIVE: "decisive against it",
}  # fmt: skip
SHARES = {
    "very_common": "Very common in runners", "common": "Common in runners", "uncommon": "Uncommon in runners",
    "rare": "Rare in runners", "very_rare": "Very rare in runners",
}  # fmt: skip
RUNNING = {
    "none": "No running", "walk_run": "Walk and run", "below_symptoms": "Running below symptoms",
    "modified": "Changed running", "full": "Full running",
}  # fmt: skip
SITE_WEIGHTS = {"typical": "Typical", "possible": "Possible", "referred": "Felt there, caused elsewhere"}
DIRECTIONS = {"for": ("For", "ok", "ok"), "against": ("Against", "warn", "no"), "neutral": ("Neutral", "", "same")}
UNITS = {
    "nrs_0_10": "of 10", "percent_of_other_side": "% of the other side", "pct": "%", "deg": "°", "N": "newton",
    "pct_bw": "% of body weight", "repetitions": "repetitions", "points": "points", "minutes": "min",
}  # fmt: skip


def plain(name: str) -> str:
    """Return an id as words, where no better are known."""
    return name.replace("_", " ")


def number(fact: Fact) -> str:
    """Return «4–6 weeks», «at most 2 of 10»."""
    if fact.unit == "minutes" and fact.value is not None:
        return in_minutes(fact.value)
    words = describe_number(fact)
    return words.removesuffix(fact.unit) + UNITS.get(fact.unit, plain(fact.unit))


def source_lines(given: Iterable[Cite], facts: Knowledge) -> tuple[ShownSource, ...]:
    """Return citations as lines."""
    return sources(cites(tuple(given)), facts)


def dose_lines(dose: Dose) -> tuple[tuple[str, str], ...]:
    """Return each number of a dose form with its name; ranges stay ranges."""
    tempo = zip(dose.tempo_s or (), ("up", "hold", "down"), strict=False)
    rows = (
        ("Sets", dose.sets, ""),
        ("Repetitions", dose.repetitions, ""),
        ("Hold", dose.hold_s, "s"),
        ("Time", dose.minutes, "min"),
        ("Way", dose.metres, "m"),
        ("Landings", dose.contacts, ""),
        ("Effort", dose.effort_0_10, "of 10"),
        ("Rest", dose.rest_s, "s"),
        ("A day", dose.times_per_day, "times"),
        ("A week", dose.days_per_week, "days"),
    )
    said = [(name, span(pair, unit)) for name, pair, unit in rows if pair is not None]
    speed = ", ".join(f"{seconds} s {way}" for seconds, way in tempo if seconds)
    return (
        *said,
        *([("Speed", speed)] if speed else []),
        *([("Load", dose.load)] if dose.load else []),
        *((plain(name).capitalize(), value) for name, value in dose.parameters.items()),
    )
