"""The evaluation's page: the stored document in words, in the order a therapist reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from restride.explain.evaluation_text import records_say
from restride.explain.words import CAUSE_GROUPS, CAUSE_KINDS, COURSES, TISSUES, VERDICTS
from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.evaluation import CauseFinding, ComplaintPicture, Danger, Evaluation, Grading, Impairment
from restride.model.plan import PainRule
from restride.model.words import Certainty, Side, State
from restride.site.cases.places import Drawn, drawn
from restride.site.evaluations.hypotheses import ShownHypothesis, shown_hypothesis
from restride.site.evaluations.next import shown_steps
from restride.site.evaluations.triage_page import shown_triage
from restride.site.names import Names
from restride.site.reasons import ShownReason, all_shown
from restride.treatment.pain_rule import pain_rule
from restride.treatment.situation import Situation

SHOWN_IN_FULL = 3
FILLED = {"mild": 1, "low": 1, "moderate": 2, "severe": 3, "high": 3}
DANGER_SIGNS = {
    "open": ("stop", "flag", "Open"),
    "needs_answers": ("", "unk", "Needs answers"),
    "answered": ("ok", "ok", "Answered"),
}
VERDICT_SIGNS = {
    "impaired": ("warn", "warn"),
    "watch": ("", "unk"),
    "within_error": ("", "same"),
    "no_difference": ("ok", "ok"),
    "not_comparable": ("", "dash"),
}


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """A graded level: severity, irritability, stage."""

    title: str
    level: str
    filled: int
    reasons: tuple[ShownReason, ...]


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """One complaint: where, how bad, and what it may be."""

    title: str
    side: str
    drawn: Drawn
    levels: tuple[ShownLevel, ...]
    tissue: str
    first: tuple[ShownHypothesis, ...]
    rest: tuple[ShownHypothesis, ...]
    order_says: str
    unexplained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownDanger:
    """A condition that must not be missed."""

    name: str
    urgency: str
    sign: tuple[str, str, str]
    raised: tuple[str, ...]
    released: tuple[str, ...]
    missing: tuple[str, ...]
    more_missing: int
    whom: str
    imaging: str
    open: bool


@dataclass(frozen=True, slots=True)
class ShownImpairment:
    """A measured side against norm, other leg and error."""

    test: str
    name: str
    side: str
    left: float | None
    right: float | None
    unit: str
    symmetry: str
    verdict: str
    sign: tuple[str, str]
    reasons: tuple[ShownReason, ...]


@dataclass(frozen=True, slots=True)
class ShownCause:
    """A contributing cause."""

    name: str
    kind: str
    likely: bool
    reasons: tuple[ShownReason, ...]
    missing: tuple[str, ...]
    certainty: Certainty | None
    #: What the records of training show, with its day.
    recorded: tuple[str, ...]


def evaluation_page(case: Case, evaluation: Evaluation, facts: Knowledge) -> dict[str, Any]:
    """Return everything that the template draws, besides who may do what."""
    names = Names(facts)
    return {
        "triage": shown_triage(evaluation, case, facts),
        "pictures": tuple(_picture(picture, names) for picture in evaluation.complaints),
        "shared": tuple(shown_hypothesis(one, names, facts) for one in evaluation.shared),
        "dangers": tuple(_danger(one, names) for one in evaluation.must_not_miss),
        "steps": shown_steps(evaluation, facts),
        "minutes": sum(step.minutes for step in evaluation.next_steps),
        "impairments": tuple(_impairment(one, facts) for one in evaluation.impairments),
        "causes": _causes(evaluation.causes, names, facts),
        "pain_rule": pain_rule_of(case, evaluation, facts),
        "course": evaluation.course,
        "course_words": COURSES[evaluation.course.decision],
        "course_reasons": all_shown(evaluation.course.because, facts),
        "measures": evaluation.measures,
    }


def pain_rule_of(case: Case, evaluation: Evaluation, facts: Knowledge) -> dict[str, Any] | None:
    """Return the pain rule that will apply, asked of the engine; nothing for a runner without a complaint."""
    if not evaluation.complaints:
        return None
    rule: PainRule = pain_rule(Situation(case, evaluation, facts, evaluation.today))
    reasons = all_shown(rule.because, facts)
    return {
        "says": rule.says,
        "tissue": TISSUES[rule.tissue],
        "reasons": reasons,
        "certainty": next((one.certainty for one in reasons if one.certainty), None),
    }


def _picture(picture: ComplaintPicture, names: Names) -> ShownPicture:
    facts = names.facts
    site = facts.sites.get(picture.site)
    shown = tuple(shown_hypothesis(one, names, facts) for one in picture.hypotheses)
    state = picture.state
    return ShownPicture(
        title=site.name if site else picture.site,
        side=picture.side.value if picture.side in (Side.LEFT, Side.RIGHT) else "",
        drawn=drawn(picture.site, picture.side),
        levels=(
            _level("Severity", state.severity, names),
            _level("Irritability", state.irritability, names),
            _level("Stage", state.stage, names),
        ),
        tissue=TISSUES[state.tissue],
        first=shown[:SHOWN_IN_FULL],
        rest=shown[SHOWN_IN_FULL:],
        order_says=picture.order_says,
        unexplained=tuple(
            one.says or names.finding(one.what) for one in picture.unexplained if one.state is State.PRESENT
        ),
    )


def _level(title: str, grading: Grading, names: Names) -> ShownLevel:
    return ShownLevel(
        title=title,
        level=grading.level.replace("_", " "),
        filled=FILLED.get(grading.level, 0),
        reasons=all_shown(grading.because, names.facts),
    )


def _danger(danger: Danger, names: Names) -> ShownDanger:
    missing = names.findings(danger.missing)
    return ShownDanger(
        name=danger.name,
        urgency=danger.urgency.value,
        sign=DANGER_SIGNS[danger.state],
        raised=names.findings(danger.raised_by),
        released=names.findings(danger.released_by),
        missing=missing[:SHOWN_IN_FULL],
        more_missing=max(0, len(missing) - SHOWN_IN_FULL),
        whom=danger.whom_to_see,
        imaging=danger.imaging or "",
        open=danger.state == "open",
    )


def _impairment(one: Impairment, facts: Knowledge) -> ShownImpairment:
    return ShownImpairment(
        test=one.test,
        name=one.name,
        side=one.side.value,
        left=one.left,
        right=one.right,
        unit=one.unit or "",
        symmetry=f"{one.symmetry_pct:.0f} %" if one.symmetry_pct is not None else "",
        verdict=VERDICTS[one.verdict],
        sign=VERDICT_SIGNS[one.verdict],
        reasons=all_shown(one.because, facts),
    )


def _causes(
    causes: Iterable[CauseFinding], names: Names, facts: Knowledge
) -> tuple[tuple[str, tuple[ShownCause, ...]], ...]:
    """Return the causes by group, in the mission's own order of groups."""
    groups: dict[str, list[ShownCause]] = {}
    for cause in causes:
        reasons = all_shown(cause.because, facts)
        groups.setdefault(cause.group, []).append(
            ShownCause(
                name=cause.name,
                kind=CAUSE_KINDS[cause.kind],
                likely=cause.kind == "likely",
                reasons=reasons,
                missing=names.findings(cause.missing)[:SHOWN_IN_FULL],
                certainty=next((one.certainty for one in reasons if one.certainty), None),
                recorded=tuple(records_say(cause)),
            )
        )
    return tuple((CAUSE_GROUPS[group], tuple(groups[group])) for group in CAUSE_GROUPS if group in groups)
