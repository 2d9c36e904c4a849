"""Four cases of different shape, evaluated and planned once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from restride.evaluation import evaluate
from restride.knowledge.case_reader import read_case
from restride.knowledge.load import Knowledge, load
from restride.model.case import Case
from restride.model.evaluation import Evaluation
from restride.model.plan import Plan
from restride.treatment import propose

TODAY = date(2026, 11, 21)
ASKED = """
red_flags: {cardiac_now: no, cauda_equina: no, heat: no, hyponatraemia: no, mental: no, pe: no, rhabdo: no,
  septic_joint: no}
"""
CASES = {
    "heel": """
id: heel
runner: {age_years: 45, sex: female, experience: recreational}
complaints:
  - {site: heel_under, side: left, onset: gradual, weeks: 16, pain: {worst: 6, next_morning: 5},
     features: {morning_first_steps: yes, pain_running: yes}}
exam: [{test: plantar_medial_tubercle_tenderness, side: left, result: positive}]
""",
    "knee_and_tendon": """
id: knee_and_tendon
runner: {age_years: 38, sex: female}
complaints:
  - {site: knee_front, side: right, onset: gradual, weeks: 10, pain: {worst: 6, stairs: 4},
     features: {pain_stairs_down: yes, pain_squatting: yes}}
  - {site: achilles_mid, side: left, onset: gradual, weeks: 6, pain: {worst: 4}, through_run: warms_up,
     morning_stiffness: 15 min, features: {morning_first_steps: yes}}
routine: {runs_per_week: 4, weekly_distance: 38 km}
exam:
  - {test: achilles_mid_tender, side: left, result: positive}
  - {test: hhd_hip_abd, side: left, value: 130 N}
  - {test: hhd_hip_abd, side: right, value: 90 N}
goals: [{what: race, distance: 21.1 km, on: 2027-04-11}]
availability: {days: [mon, tue, thu, fri, sun], minutes_per_day: 30}
""",
    "prevention": """
id: prevention
purpose: prevention
runner: {age_years: 29, sex: male}
routine: {runs_per_week: 4, weekly_distance: 45 km}
""",
    "locked": """
id: locked
runner: {age_years: 20, sex: female}
complaints: [{site: calf, side: right, onset: sudden, weeks: 0.5}]
""",
}
RED = {"locked": "red_flags: {dvt: yes, pe: no}\n"}


@dataclass(frozen=True)
class Sample:
    """A case with everything made from it."""

    case: Case
    evaluation: Evaluation
    plan: Plan


@pytest.fixture(scope="session")
def facts() -> Knowledge:
    return load()


@pytest.fixture(scope="session")
def samples(facts: Knowledge) -> dict[str, Sample]:
    made = {}
    for name, text in CASES.items():
        case = read_case(text + RED.get(name, ASKED), facts, name=name)
        evaluation = evaluate(case, facts, TODAY)
        made[name] = Sample(case, evaluation, propose(case, evaluation, facts, TODAY))
    return made
