"""From findings of form to one cue with its dose: only with symptoms, a tissue it loads, a repeat, and consent.

Never the forefoot by default and never a fixed step rate: targets are percentages of the runner's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

import msgspec

from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Item
from restride.model.errors import PlainError
from restride.model.evaluation import Evaluation, Hypothesis
from restride.model.gait import FormFinding, GaitReport
from restride.model.retraining import CadenceTarget, Check, Cue, LongerForm, OtherCue, Retraining, RetrainingSession
from restride.model.words import Side, State

Met = Literal["yes", "no", "unknown"]
_RULES = (
    "retraining_when", "retraining_one_cue", "retraining_load_moves", "retraining_volume_flat", "retraining_not_when",
    "retraining_stop_cue", "protocol_faded_feedback",
)  # fmt: skip
_LONGER = ("protocol_volume_target", "protocol_field_step_rate", "protocol_mirror")
_BELIEVED = ("well_supported", "possible")
_WORTH = {"for": 2, "neutral": 1, "against": -1}


class RetrainingError(PlainError):
    """A cue that answers nothing in the recording."""


class Candidate(NamedTuple):
    """A cue for one finding."""

    item: Item
    finding: FormFinding
    #: 2 for, 1 neither, 0 nothing known, in the conditions that lead.
    worth: int
    evidence: str | None
    excess_sd: float
    #: The cue the knowledge names for this very variable.
    own: bool
    #: What the case holds that forbids it.
    forbidden: tuple[str, ...]


def retraining(
    reports: Sequence[GaitReport], knowledge: Knowledge, evaluation: Evaluation | None = None, *, cue: str | None = None
) -> Retraining:
    """What to change, if anything.

    Parameters
    ----------
    reports : sequence of GaitReport
        The recording to judge, and repeats of it on other days: what is not there again is not changed.
    evaluation : Evaluation, optional
        Of a case that holds the findings of the recording; without it nobody knows of symptoms.
    cue : str, optional
        The item that a therapist chose among those offered; the best supported one otherwise.

    Raises
    ------
    RetrainingError
        The chosen cue is none of those that answer a finding of the recording.
    """
    report = reports[0]
    present = [one for one in report.findings if one.state is State.PRESENT]
    leading = _leading(evaluation)
    possible = sorted(_candidates(present, leading, evaluation, knowledge), key=_order)
    # Where every cue is forbidden, the best of them stands there with the reason, and is not offered.
    candidates = [one for one in possible if not one.forbidden] or possible
    if not candidates:
        return Retraining(verdict="nothing_to_change", checks=(), knowledge_version=knowledge.version)
    best = _chosen(candidates, cue)
    checks = tuple(_checks(best, reports, evaluation, leading, knowledge))
    base = _base(best, report, checks, knowledge)
    if base.verdict == "no":
        return base
    return _with_dose(base, best, candidates, report, knowledge)


def check_cue(cue: str | None, knowledge: Knowledge) -> None:
    """Find out before a recording is read whether a cue is known at all.

    Raises
    ------
    RetrainingError
        It is not.
    """
    known = [name for name, one in sorted(knowledge.items.items()) if one.kind == "cue"]
    if cue is not None and cue not in known:
        raise RetrainingError(f"'{cue}' is no cue known here; choose one of {', '.join(known)}.")


def _chosen(candidates: Sequence[Candidate], cue: str | None) -> Candidate:
    if cue is None:
        return candidates[0]
    found = next((one for one in candidates if one.item.id == cue), None)
    if found is None:
        offered = ", ".join(dict.fromkeys(one.item.id for one in candidates))
        raise RetrainingError(f"'{cue}' answers no finding of this recording; choose one of {offered}.")
    return found


def _leading(evaluation: Evaluation | None) -> tuple[Hypothesis, ...]:
    """First hypotheses of the complaints, where they are at least possible."""
    if evaluation is None:
        return ()
    return tuple(
        one.hypotheses[0] for one in evaluation.complaints if one.hypotheses and one.hypotheses[0].level in _BELIEVED
    )


def _candidates(
    present: Iterable[FormFinding], leading: Sequence[Hypothesis], evaluation: Evaluation | None, knowledge: Knowledge
) -> Iterable[Candidate]:
    forbidding = {one.what for one in evaluation.findings if one.state is State.PRESENT} if evaluation else set()
    conditions = {one.condition for one in leading}
    for finding in present:
        for item in _cues_for(finding, knowledge):
            worth, evidence = _worth(item, conditions, knowledge)
            # What needs a therapist's hand or fits one condition only is never a default.
            if worth < 0 or item.clinician_only or item.only_for:
                continue
            band = finding.band
            excess = abs(finding.value - band.mean) / band.sd if band is not None and band.sd else 0.0
            variable = knowledge.gait.get(finding.metric)
            own = variable is not None and variable.cue == item.id
            forbidden = tuple(one for one in item.contraindications if one in forbidding)
            yield Candidate(item, finding, worth, evidence, excess, own, forbidden)


def _cues_for(finding: FormFinding, knowledge: Knowledge) -> list[Item]:
    """The variable's own cue, then the cues that change a cause this finding belongs to."""
    variable = knowledge.gait.get(finding.metric)
    names = [variable.cue] if variable is not None and variable.cue else []
    for _, cause in sorted(knowledge.causes.items()):
        if any(feature.finding == finding.finding for feature in cause.features):
            names += cause.changed_by
    items = (knowledge.items.get(name) for name in dict.fromkeys(names))
    return [item for item in items if item is not None and item.kind == "cue"]


def _worth(item: Item, conditions: set[str], knowledge: Knowledge) -> tuple[int, str | None]:
    rows = [one for one in item.evidence if one.condition in conditions]
    if not rows:
        return 0, None
    worst = min(rows, key=lambda one: _WORTH[one.direction])
    best = max(rows, key=lambda one: _WORTH[one.direction])
    chosen = worst if worst.direction == "against" else best
    name = knowledge.conditions[chosen.condition].name
    return _WORTH[chosen.direction], f"{name}: {chosen.grade}. {chosen.says}"


def _order(one: Candidate) -> tuple[object, ...]:
    """Best evidence first, then the finding's own cue, then the finding farthest out; names make it one order."""
    return (-one.worth, not one.own, -round(one.excess_sd, 6), one.item.id, one.finding.side.value)


def _checks(
    best: Candidate,
    reports: Sequence[GaitReport],
    evaluation: Evaluation | None,
    leading: Sequence[Hypothesis],
    knowledge: Knowledge,
) -> Iterable[Check]:
    finding = best.finding.finding
    if evaluation is None:
        yield Check(id="symptoms", met="unknown", says="No case was given, so nobody knows of symptoms.")
        yield Check(id="loads_the_tissue", met="unknown", says="Without a complaint no tissue is named.")
    else:
        hurts = bool(evaluation.complaints)
        yield Check(
            id="symptoms", met="yes" if hurts else "no", says="There is a complaint." if hurts else "No complaint."
        )
        causes = [c for c in evaluation.causes if finding in c.findings and c.kind in ("likely", "possible")]
        says = ", ".join(f"{one.name} ({one.kind})" for one in causes) or "No cause with mechanism and timing holds it"
        yield Check(id="loads_the_tissue", met="yes" if causes else "no", says=f"{says}.")
        yield _allowed(evaluation, leading, knowledge)
    if best.forbidden:
        words = [knowledge.findings[one].says for one in best.forbidden if one in knowledge.findings]
        says = f"No “{best.item.name.lower()}” with this: {', '.join(words or best.forbidden).lower()}."
        yield Check(id="nothing_forbids", met="no", says=says)
    yield _repeat(best, reports)
    yield Check(id="agrees", met="unknown", says="Ask the runner.")


def _allowed(evaluation: Evaluation, leading: Sequence[Hypothesis], knowledge: Knowledge) -> Check:
    if evaluation.triage.impact_locked:
        says = "A cue is tried while running, and nobody runs while a bone stress injury is possible."
        return Check(id="tissue_allows", met="no", says=says)
    lists = knowledge.engine["gait_retraining"].lists
    sore = [
        one.name for one in leading if one.tissue.value in lists["no_cue_tissues"]
        or one.condition in lists["no_cue_conditions"]
    ]  # fmt: skip
    if sore:
        return Check(id="tissue_allows", met="no", says=f"No cue while this is suspected: {', '.join(sore)}.")
    return Check(id="tissue_allows", met="yes", says="Neither bone, calf nor Achilles leads.")


def _repeat(best: Candidate, reports: Sequence[GaitReport]) -> Check:
    # The same file given twice is no repeat.
    others = [one for one in reports[1:] if one.strides != reports[0].strides]
    if not others:
        return Check(id="persists", met="unknown", says="One recording; film again on another day.")
    states = [
        one.state for report in others for one in report.findings
        if one.finding == best.finding.finding and one.side in (best.finding.side, Side.BOTH)
    ]  # fmt: skip
    if not states:
        return Check(id="persists", met="unknown", says="No other recording measured it; film the same view again.")
    seen = sum(one is State.PRESENT for one in states)
    met: Met = "yes" if seen == len(states) else "no"
    if len(others) == 1:
        return Check(id="persists", met=met, says=f"{'Seen' if seen else 'Not seen'} again in the other recording.")
    return Check(id="persists", met=met, says=f"Seen again in {seen} of {len(others)} other recordings.")


def _base(best: Candidate, report: GaitReport, checks: tuple[Check, ...], knowledge: Knowledge) -> Retraining:
    asked = [one.met for one in checks if one.id != "agrees"]
    verdict: Literal["ready", "not_yet", "no"] = "no" if "no" in asked else "not_yet" if "unknown" in asked else "ready"
    finding = best.finding
    metric = report.metric(finding.metric, finding.side)
    cue = Cue(
        item=best.item.id, name=best.item.name, plain=best.item.plain, steps=best.item.steps, finding=finding.finding,
        side=finding.side, metric=finding.metric, value=finding.value, error=finding.error, unit=finding.unit,
        smallest_change=metric.smallest_change if metric is not None else finding.error, evidence=best.evidence,
        status=best.item.status,
    )  # fmt: skip
    return Retraining(verdict=verdict, checks=checks, cue=cue, knowledge_version=knowledge.version)


def _with_dose(
    base: Retraining, best: Candidate, candidates: Sequence[Candidate], report: GaitReport, knowledge: Knowledge
) -> Retraining:
    lists = knowledge.engine["gait_retraining"].lists
    moves = best.item.id in lists["eases_the_knee"]
    own = report.metric("cadence")
    facts = knowledge.load_facts
    return msgspec.structs.replace(
        base,
        others=_others(best, candidates),
        own_steps_per_min=own.value if own is not None else None,
        own_error=own.error if own is not None else None,
        speed_m_s=report.recording.speed_m_s,
        cadence=tuple(_targets(own.value, knowledge)) if own is not None and moves else (),
        sessions=tuple(_sessions(knowledge)),
        longer=tuple(_longer(knowledge, cadence=moves)),
        more_load=lists["more_load"] if moves else (),
        less_load=lists["less_load"] if moves else (),
        watch=best.item.cautions,
        stop_if=best.item.stop_if,
        flat_weeks=facts["retraining_volume_flat"].facts["weeks_flat"].value,
        calf_weeks=facts["retraining_load_moves"].facts["calf_weeks"].value if moves else None,
        transfer_days=(0.0, knowledge.number("gait_retraining", "transfer_after")),
        facts=tuple(f"load/{one}" for one in _RULES),
    )


def _others(best: Candidate, candidates: Sequence[Candidate]) -> tuple[OtherCue, ...]:
    names = {one.item.id: one.item.name for one in candidates if one.item.id != best.item.id}
    return tuple(OtherCue(item=item, name=name) for item, name in names.items())


def _targets(own: float, knowledge: Knowledge) -> Iterable[CadenceTarget]:
    """Percentages above the runner's own, rounded down to a beat: never more than the highest of them."""
    for name in ("cadence_first", "cadence_next", "cadence_most"):
        percent = knowledge.number("gait_retraining", name)
        # Even, so that the metronome can also beat every second step.
        steps = 2 * int(own * (1 + percent / 100) / 2 + 1e-9)
        yield CadenceTarget(above_own_percent=percent, steps_per_min=steps, strides_per_min=steps // 2)


def _sessions(knowledge: Knowledge) -> Iterable[RetrainingSession]:
    """Runs that grow from the first to the last; feedback whole at first, then less in even steps to none."""
    dose = knowledge.load_facts["protocol_faded_feedback"].facts
    count, weeks = int(dose["sessions"].value or 0), int(dose["weeks"].value or 1)
    first, last = dose["minutes"].low or 0.0, dose["minutes"].high or 0.0
    constant = int(knowledge.number("gait_retraining", "constant_sessions"))
    for number in range(1, count + 1):
        minutes = first + (last - first) * (number - 1) / max(count - 1, 1)
        share = 1.0 if number <= constant else (count - number) / (count - constant)
        yield RetrainingSession(
            number=number,
            week=1 + (number - 1) * weeks // count,
            run_min=round(minutes),
            feedback_min=round(share * round(minutes)),
        )


def _longer(knowledge: Knowledge, *, cadence: bool) -> Iterable[LongerForm]:
    for name in _LONGER:
        if (name == "protocol_field_step_rate" and not cadence) or (name == "protocol_mirror" and cadence):
            continue
        one = knowledge.load_facts[name]
        spans: dict[str, tuple[float, float]] = {}
        for part, fact in (("sessions", "sessions"), ("sessions", "runs"), ("weeks", "weeks"), ("minutes", "minutes")):
            found = one.facts.get(fact)
            if found is not None:
                low, high = (found.value, found.value) if found.value is not None else (found.low, found.high)
                spans[part] = (low or 0.0, high or 0.0)
        yield LongerForm(
            id=name, says=one.says, sessions=spans.get("sessions"), weeks=spans.get("weeks"),
            minutes=spans.get("minutes"), status=one.status,
        )  # fmt: skip
