"""The minutes in the clinic: re-test, technique, re-test, exercises, run practice, plan."""

from __future__ import annotations

from collections.abc import Sequence

from restride.model.plan import ClinicSession, PlannedItem, SessionStep
from restride.treatment.situation import Situation


def clinic_session(
    situation: Situation,
    clinic: Sequence[PlannedItem],
    home: Sequence[PlannedItem],
    gait: Sequence[PlannedItem],
) -> ClinicSession:
    """Fit the session into its minutes; techniques are adjuncts and give way first."""
    minutes = situation.case.clinic_minutes or situation.number("clinic_minutes_default")
    step = situation.number("step_minutes")
    test = _key_test(situation)
    fixed = [
        SessionStep(kind="retest", says=f"Re-test: {test}.", minutes=step),
        SessionStep(
            kind="exercise_review",
            says="Go through the home exercises: form, dose, pain rule.",
            minutes=situation.number("exercise_review_minutes"),
            items=tuple(item.item for item in home),
        ),
        SessionStep(
            kind="plan",
            says="Agree what happens until the next visit, and what would stop it.",
            minutes=situation.number("talk_minutes"),
        ),
    ]
    left = minutes - sum(one.minutes for one in fixed)
    techniques: list[SessionStep] = []
    for item in clinic:
        cost = situation.number("technique_minutes") + (0 if techniques else step)
        if left < cost:
            break
        techniques.append(
            SessionStep(
                kind="technique",
                says=f"{item.name}, then re-test. No change within the session: try another once, then stop.",
                minutes=situation.number("technique_minutes"),
                items=(item.item,),
            )
        )
        left -= cost
    if techniques:
        techniques.append(SessionStep(kind="retest", says=f"Re-test: {test}. Keep what changed it.", minutes=step))
    practice = []
    if gait and left >= situation.number("run_practice_minutes"):
        practice.append(
            SessionStep(
                kind="run_practice",
                says=f"Practise: {gait[0].name}. Counts as that day's run.",
                minutes=situation.number("run_practice_minutes"),
                items=(gait[0].item,),
            )
        )
    return ClinicSession(
        minutes=minutes,
        steps=(fixed[0], *techniques, fixed[1], *practice, fixed[2]),
        because=(
            situation.house_rule("treatment_choice", "clinic_items_max"),
            situation.house_rule("treatment_choice", "clinic_minutes_default"),
        ),
    )


def _key_test(situation: Situation) -> str:
    for impairment in situation.evaluation.impairments:
        if impairment.verdict == "impaired":
            return impairment.name
    lead = situation.lead
    if lead is not None:
        for message in lead.speaks_for:
            if message.finding in situation.knowledge.tests:
                return situation.knowledge.tests[message.finding].name
    return "the movement that provokes the complaint most, within the pain rule"
