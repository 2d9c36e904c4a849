"""The words of movement tests: their names, how each is filmed, their numbers with error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from restride.explain.gait_words import as_shown
from restride.knowledge.load import Knowledge
from restride.model.movement import MovementEntry, MovementName, MovementNumber, MovementReport

MOVEMENT_NAMES: Mapping[MovementName, str] = {
    "single_leg_squat": "Single-leg squat",
    "step_down": "Step-down",
    "heel_raise": "Heel raises on one leg",
    "hop": "Hops in place on one leg",
    "hop_distance": "Hop for distance",
    "triple_hop": "Three hops for distance",
    "lunge": "Lunge to the wall",
}
#: Unit → how it stands after a number, decimals.
_UNITS = {
    "deg": ("°", 1), "leg_length": (" % of the leg", 1), "percent": (" %", 0), "per_min": (" a minute", 0),
    "mm": (" mm", 0), "ms": (" ms", 0), "m": (" m", 2), "s": (" s", 1), "repetitions": ("", 0),
}  # fmt: skip
#: What the size of a repetition is.
_SIZES: Mapping[MovementName, tuple[str, str]] = {
    "single_leg_squat": ("Knee bend", "deg"),
    "step_down": ("Knee bend", "deg"),
    "heel_raise": ("Height of the heel", "mm"),
    "hop": ("Flight time", "ms"),
    "hop_distance": ("Flight time", "ms"),
    "triple_hop": ("Flight time", "ms"),
    "lunge": ("Lean of the shin", "deg"),
}


class HowToFilm(NamedTuple):
    """How one movement test is filmed, and what is measured from it."""

    camera: str
    does: str
    gives: str


HOW_TO_FILM: Mapping[MovementName, HowToFilm] = {
    "single_leg_squat": HowToFilm(
        "From the side for knee, hip and trunk; from in front or behind for pelvis and thigh.",
        "Five squats on one leg, slowly, as deep as it goes. Name the leg.",
        "How far knee, hip and trunk bend, or how pelvis and thigh drop. The quality stays yours to score.",
    ),
    "step_down": HowToFilm(
        "From the side, or from in front. The whole person and the step in the picture.",
        "Five step-downs from the step you always use; write its height under “What was special”. Name the leg.",
        "The same angles as the squat. The quality stays yours to score.",
    ),
    "heel_raise": HowToFilm(
        "From the side of the tested leg, foot large and sharp, the whole person in the picture.",
        "All raises to the last one, without a break. The runner’s height gives millimetres.",
        "How many are full, how high, how much height is lost at the end.",
    ),
    "hop": HowToFilm(
        "From the side, the foot in the picture all the time; 120 frames a second or more.",
        "Thirty hops on one leg on the spot.",
        "How many, flight and contact time, height by the time of flight.",
    ),
    "hop_distance": HowToFilm(
        "From the side, camera still and far enough: take-off and landing both in the picture.",
        "Three tries, standing still before and after each. The runner’s height is needed for the scale.",
        "The best distance, from toe to heel.",
    ),
    "triple_hop": HowToFilm(
        "From the side, camera still and far enough: all three hops in the picture.",
        "Three tries of three hops on one leg. The runner’s height is needed for the scale.",
        "The best distance over three hops, from toe to heel.",
    ),
    "lunge": HowToFilm(
        "From the side of the front leg, camera as low as the knee; heel, toe and knee in the picture.",
        "Three lunges of the knee towards the wall, the heel stays down.",
        "How far the shin leans while the heel is down.",
    ),
}  # fmt: skip


def quantity(value: float, unit: str) -> str:
    """A value with its unit and a true minus: «62.4°», «8.1 % of the leg»."""
    return f"{_number(value, unit)}{_unit(unit)}"


def with_error(number: MovementNumber) -> str:
    """«62.4° ± 3.1»."""
    return f"{quantity(number.value, number.unit)} ± {_number(number.error, number.unit)}"


def size_of(report: MovementReport) -> tuple[str, str]:
    """What the size of a repetition is, and its unit."""
    name, unit = _SIZES[report.movement]
    if report.movement == "heel_raise" and report.number("height") is not None:
        height = report.number("height")
        unit = height.unit if height is not None else unit
    if report.movement in ("single_leg_squat", "step_down") and report.number("knee_flexion_peak") is None:
        return "Depth of the body", "percent of the leg"
    return name, unit


def entry_words(entry: MovementEntry, knowledge: Knowledge) -> str:
    """«Single-leg heel raises to fatigue, right: 22 repetitions ± 1»."""
    return f"{entry_name(entry, knowledge)}: {entry_value(entry)}"


def entry_name(entry: MovementEntry, knowledge: Knowledge) -> str:
    """«Single-leg heel raises to fatigue, right»."""
    test = knowledge.tests.get(entry.test)
    return f"{test.name if test else entry.test}, {entry.side.value}"


def entry_value(entry: MovementEntry) -> str:
    """«22 repetitions ± 1», «38° ± 3.1»."""
    return f"{entry.value}{f' ± {entry.error.split()[0]}' if entry.error else ''}".replace(" deg", "°")


def report_facts(report: MovementReport) -> list[tuple[str, str]]:
    """The recording in pairs of name and value."""
    views = {"space": "in space", "side": "from the side", "rear": "from behind", "front": "from in front"}
    return [
        ("Recording", report.name),
        ("Test", MOVEMENT_NAMES[report.movement]),
        ("Leg", report.side.value.capitalize()),
        ("Seen", views.get(report.view, "as found")),
        ("Rate", f"{report.rate_hz:.4g} frames a second"),
        ("Length", f"{report.duration_s:.1f} s"),
    ]


def _number(value: float, unit: str) -> str:
    text = f"{as_shown(value, unit):.{_decimals(unit)}f}"
    return text.removeprefix("-") if float(text) == 0 else text.replace("-", "−")


def _decimals(unit: str) -> int:
    return _UNITS.get(unit, ("", 1))[1]


def _unit(unit: str) -> str:
    return _UNITS.get(unit, (f" {unit}", 1))[0]
