"""Runners on the way back, made by hand or at random, and the ways to turn one diary into another."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from msgspec.structs import replace

import restride
from restride.comeback import comeback
from restride.knowledge.case_reader import convert_case
from restride.knowledge.load import load
from restride.model.comeback import Comeback
from restride.model.evaluation import Evaluation

KNOWLEDGE = load()
START = date(2026, 3, 2)
READY = ("daily_life", "full_range", "no_swelling", "single_leg_squat", "single_leg_stance", "jog_on_spot", "hops")
PAINLESS = {
    "during": 0, "right_after": 0, "hour_later": 0, "next_morning": 0, "after_24_h": 0, "walking": 0, "at_night": 0,
}  # fmt: skip


def document(*, ready: bool = True, tissue: str = "tendon", **settings: Any) -> dict[str, Any]:
    """A runner with a sore Achilles tendon, ready to run, with an empty diary."""
    answers = dict.fromkeys(("walk_30_min", *READY), "yes") if ready else dict.fromkeys(READY, "yes")
    return {
        "id": "runner",
        "visit_on": START,
        "runner": {"age_years": 38, "sex": "male"},
        "complaints": [
            {
                "site": "achilles_mid", "side": "left", "weeks": 10, "onset": "gradual", "running": "stopped",
                "settles_in": "30 min", "pain": {"worst": 3, "next_morning": 0},
                "features": {"morning_first_steps": "yes", "pain_running": "yes"},
            }
        ],
        "exam": [{"test": "achilles_mid_tender", "side": "left", "result": "positive"}],
        "red_flags": dict.fromkeys(KNOWLEDGE.red_flags, "no"),
        "routine": {"runs_per_week": 4, "weekly_distance_before": "40 km", "longest_run": "14 km",
                    "usual_pace": "5:40 min/km"},
        "diary": [],
        "comeback": {"started_on": START, "tissue": tissue,
                     "readiness": [{"on": START, "answers": answers}], **settings},
    }  # fmt: skip


def run(on: date, minutes: float, bout: float | None = None, **pain: Any) -> dict[str, Any]:
    """A run with a complete log; ``pain`` overrides single entries, None leaves one out."""
    extra = {name: pain.pop(name) for name in ("limped", "stiffness", "at", "flags", "fast") if name in pain}
    log = {name: value for name, value in {**PAINLESS, **pain}.items() if value is not None}
    return {"on": on, "running": f"{minutes:g} min", "longest_bout": f"{bout or minutes:g} min", "pain": log, **extra}


def walk(on: date, minutes: float = 30) -> dict[str, Any]:
    """A walk without pain."""
    return {"on": on, "kind": "walk", "minutes": f"{minutes:g} min", "pain": PAINLESS}


def with_diary(base: dict[str, Any], *entries: dict[str, Any]) -> dict[str, Any]:
    """The same runner with these entries added."""
    return {**base, "diary": [*base["diary"], *entries]}


def day(number: int) -> date:
    """A day counted from the start."""
    return START + timedelta(days=number)


@cache
def _evaluation() -> Evaluation:
    return restride.evaluate(convert_case(document(), KNOWLEDGE), today=START, facts=KNOWLEDGE)


def way_back(base: dict[str, Any], today: date, *, impact_locked: bool = False) -> Comeback:
    """The document of that day. The evaluation is the same for all of them, but for a bone that may be ill."""
    found = _evaluation()
    if impact_locked:
        found = replace(found, triage=replace(found.triage, impact_locked=True))
    return comeback(convert_case(base, KNOWLEDGE), found, KNOWLEDGE, today)


def next_minutes(base: dict[str, Any], today: date) -> tuple[float, float]:
    """Running time and longest bout of the next run; zeros where there is none."""
    runs = [one for one in way_back(base, today).next_runs if one.kind != "walk"]
    return (runs[0].running_s / 60, runs[0].longest_bout_s / 60) if runs else (0.0, 0.0)


def followed(base: dict[str, Any], days: int, **pain: Any) -> dict[str, Any]:
    """The runner does what each day's plan says, every log the same."""
    for number in range(days):
        today = day(number)
        planned = way_back(base, today).next_runs[:1]
        if planned and planned[0].on == today:
            one = planned[0]
            entry = walk(today, one.total_s / 60) if one.kind == "walk" else run(
                today, one.running_s / 60, one.longest_bout_s / 60, **pain
            )  # fmt: skip
            base = with_diary(base, entry)
    return base
