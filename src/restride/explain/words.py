"""Short words for closed vocabularies, doses and numbers; the same on page, paper and terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from restride.model.plan import PlannedDose, PlannedItem
from restride.model.words import Certainty, Side, Status, Tissue, Urgency

LEVELS = {
    "well_supported": "Well supported",
    "possible": "Possible",
    "little_support": "Little support",
    "spoken_against": "Spoken against",
}
URGENCIES = {
    Urgency.EMERGENCY: "Emergency",
    Urgency.SAME_DAY: "Same day",
    Urgency.URGENT: "Urgent, 48–72 h",
    Urgency.SOON: "Soon, 2 weeks",
    Urgency.CAUTION: "Caution",
    Urgency.NONE: "No open flag",
}
CERTAINTIES = {
    Certainty.HIGH: "High",
    Certainty.MODERATE: "Moderate",
    Certainty.LOW: "Low",
    Certainty.VERY_LOW: "Very low",
    Certainty.EXPERT_OPINION: "Expert opinion",
    Certainty.ENGINEERING_DEFAULT: "House rule",
}
COURSES = {
    "treat": "Treat here",
    "treat_and_watch": "Treat and watch",
    "refer": "Refer",
    "not_enough_information": "Not enough information",
    "out_of_scope": "Out of scope",
}
CAUSE_GROUPS = {
    "overuse": "Training",
    "form": "Movement",
    "strength_mobility": "Strength and mobility",
    "warm_up_recovery": "Warm-up and recovery",
    "shoes_surface": "Shoes and surface",
    "bone_energy": "Bone and energy",
    "psychosocial": "Thoughts and stress",
}
CAUSE_KINDS = {
    "likely": "Likely part of it",
    "possible": "Possible",
    "observation": "Observation only",
    "not_known": "Not known yet",
}
VERDICTS = {
    "impaired": "Beyond measurement error",
    "watch": "At the edge of measurement error",
    "within_error": "Within measurement error",
    "no_difference": "No difference",
    "not_comparable": "Not comparable",
}
TISSUES = {tissue: tissue.value.replace("_", ", ") for tissue in Tissue} | {
    Tissue.BONE_HIGH: "Bone, high-risk site",
    Tissue.BONE_LOW: "Bone, low-risk site",
    Tissue.UNKNOWN: "Not clear yet: the strictest rule holds",
}
DAYS = {"mon": "Mon", "tue": "Tue", "wed": "Wed", "thu": "Thu", "fri": "Fri", "sat": "Sat", "sun": "Sun"}

_Number = TypeVar("_Number", int, float)


def side_words(side: Side) -> str:
    """«right», «both sides», or nothing where the side is not known or does not exist."""
    return {Side.LEFT: "left", Side.RIGHT: "right", Side.BOTH: "both sides"}.get(side, "")


def sides_words(sides: Iterable[Side]) -> str:
    """«right, then left», «both legs together»."""
    names = tuple(sides)
    if names == (Side.BOTH,):
        return "both legs together"
    return ", then ".join(side.value for side in names)


def span(pair: tuple[_Number, _Number], unit: str = "") -> str:
    """«8–12», «3 min»; one number where both ends are the same."""
    low, high = pair
    text = f"{low:g}" if low == high else f"{low:g}–{high:g}"
    return f"{text} {unit}".strip()


def dose_words(dose: PlannedDose) -> str:
    """One line: «3 × 10–12, 3 days a week, 3 s down»."""
    return ", ".join(part for part in (*_amount(dose), *_rhythm(dose)) if part)


def _amount(dose: PlannedDose) -> tuple[str, ...]:
    each = ""
    if dose.repetitions:
        each = span(dose.repetitions)
    elif dose.hold_s:
        each = f"{span(dose.hold_s)} s"
    elif dose.metres:
        each = f"{span(dose.metres)} m"
    elif dose.contacts:
        each = f"{span(dose.contacts)} contacts"
    sets = f"{dose.sets} × {each}" if dose.sets and each else f"{dose.sets} sets" if dose.sets else each
    hold = f"hold {span(dose.hold_s)} s" if dose.hold_s and dose.repetitions else ""
    minutes = f"{span(dose.minutes)} min" if dose.minutes else ""
    return sets, hold, minutes


def _rhythm(dose: PlannedDose) -> tuple[str, ...]:
    tempo = ""
    if dose.tempo_s:
        names = zip(dose.tempo_s, ("up", "hold", "down"), strict=True)
        tempo = ", ".join(f"{seconds} s {name}" for seconds, name in names if seconds)
    days = (
        "every day"
        if dose.days_per_week == (7, 7)
        else f"{span(dose.days_per_week)} days a week"
        if dose.days_per_week
        else ""
    )
    times = f"{span(dose.times_per_day)} times a day" if dose.times_per_day and dose.times_per_day != (1, 1) else ""
    effort = f"effort {span(dose.effort_0_10)} of 10" if dose.effort_0_10 else ""
    rest = f"rest {span(dose.rest_s)} s" if dose.rest_s else ""
    return tempo, times, days, effort, rest, dose.load or ""


def draft_mark(status: Status | None) -> str:
    """A mark for facts whose source was not read in full."""
    return " [draft: source not read in full]" if status is Status.DRAFT else ""


def item_line(item: PlannedItem) -> str:
    """Name, dose and sides on one line."""
    sides = sides_words(item.sides)
    return f"{item.name}: {dose_words(item.dose)}{f' ({sides})' if sides else ''}"


_QUARTERS = {0.25: "¼", 0.5: "½", 0.75: "¾"}


def in_minutes(value: float) -> str:
    """Return «½ min», «1 min», «2½ min»."""
    whole, rest = divmod(value, 1)
    if rest not in _QUARTERS:
        return f"{value:g} min"
    return f"{int(whole) or ''}{_QUARTERS[rest]} min"
