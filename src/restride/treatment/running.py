"""Whether and how to run for now: from the phase, the irritability and the tissue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from restride.model.decision import Reason
from restride.model.plan import NotRecommended, RunningAdvice
from restride.model.words import Tissue
from restride.treatment.forbidden import forbidden
from restride.treatment.pain_rule import pain_rule
from restride.treatment.situation import Situation

Mode = Literal["none", "walk", "walk_run", "modified", "full"]
WITH_RUNS: frozenset[Mode] = frozenset({"walk_run", "modified", "full"})
_MODE_OF_PHASE: dict[str, Mode] = {
    "none": "none",
    "walk_run": "walk_run",
    "below_symptoms": "modified",
    "modified": "modified",
    "full": "full",
}
#: The item whose limits hold for the runs of a mode; those of the walk-run ladder hold the others' and more.
_ITEM_OF_MODE = {"full": "run_below_symptoms", "modified": "run_below_symptoms", "walk_run": "walk_run"}
_SAYS = {
    "none": ("No running for now.", "No running for now. Other training is below."),
    "walk": (
        "Walking only, within the pain rule.",
        "Walk, as long as it stays within your pain limit. No running yet.",
    ),
    "walk_run": (
        "Walk and run in turns, every other day at most.",
        "Walk and run in turns, with a day between runs.",
    ),
    "modified": (
        "Running stays below the symptom threshold.",
        "Keep running, but shorter and easier, below the point where it hurts.",
    ),
    "full": (
        "Running as usual; one variable rises at a time.",
        "Run as usual. Change only one thing at a time.",
    ),
}


def running_advice(situation: Situation) -> RunningAdvice:
    """The mode, what changes, and the pain rule of the tissue."""
    mode = _mode(situation)
    says, plain = _SAYS[mode]
    return RunningAdvice(
        mode=mode,
        says=says,
        plain=plain,
        changes=tuple(_changes(situation, mode)),
        pain_rule=pain_rule(situation),
        because=_because(situation, mode),
    )


def runs_allowed(situation: Situation, mode: Mode) -> int:
    """Run days a week in this mode; never more than the runner does already, where that is known."""
    most = int(situation.number("runs_walk_run_max"))
    habit = situation.case.routine.runs_per_week
    current = int(habit) if habit is not None else most
    if mode not in WITH_RUNS:
        return 0
    return max(1, current) if mode == "full" else max(1, min(most, current))


def run_refused(situation: Situation) -> NotRecommended | None:
    """What forbids the runs that phase and tissue would allow: a contraindication, or bone that may be ill."""
    item = _ITEM_OF_MODE.get(_mode_of_tissue(situation))
    return forbidden(situation, situation.knowledge.items[item]) if item else None


def _mode(situation: Situation) -> Mode:
    return "walk" if run_refused(situation) else _mode_of_tissue(situation)


def _mode_of_tissue(situation: Situation) -> Mode:
    if situation.case.purpose == "prevention":
        return "full"
    phase = situation.phase
    mode = _MODE_OF_PHASE[phase.running] if phase else "modified"
    walks_with_pain = situation.present & {"limping", "pain_walking", "unable_weight_bear"}
    if situation.tissue in (Tissue.BONE_HIGH, Tissue.BONE_LOW, Tissue.UNKNOWN) and mode != "none":
        mode = "walk" if walks_with_pain or situation.tissue is not Tissue.UNKNOWN else "walk_run"
    if "limping" in situation.present or situation.irritability == "high":
        # Highly irritable or limping: one step down from what the phase would allow.
        mode = {"full": "modified", "modified": "walk_run", "walk_run": "walk"}.get(mode, mode)  # type: ignore[assignment]
    return mode


def _changes(situation: Situation, mode: Mode) -> Iterator[str]:
    if mode not in WITH_RUNS:
        return
    lists = situation.knowledge.engine["running_advice"].lists
    yield from lists.get(situation.tissue.value, ())
    for provoker, advice in lists.items():
        if provoker in situation.present:
            yield from advice


def _because(situation: Situation, mode: Mode) -> tuple[Reason, ...]:
    reasons = []
    if situation.phase is not None and situation.conditions:
        condition, phase = situation.conditions[0], situation.phase
        reasons.append(
            Reason(
                rule=f"{condition.id}.phase_{phase.number}",
                says=f"{condition.name}, phase {phase.number} ({phase.name}): {phase.content}",
                facts=(f"conditions/{condition.id}",),
                status=phase.status,
            )
        )
    if mode in ("walk", "walk_run") and situation.irritability == "high":
        reasons.append(
            Reason(rule="running.irritable", says="High irritability: one step below what the phase allows.")
        )
    refused = run_refused(situation)
    if refused is not None:
        reasons += refused.because
    if situation.tissue in (Tissue.BONE_HIGH, Tissue.BONE_LOW):
        reasons.append(Reason(rule="running.bone", says="Bone is under suspicion: no running until it is released."))
    return tuple(reasons) or (Reason(rule="running.habit", says="No condition limits running."),)
