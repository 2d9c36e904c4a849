"""What an evaluation says; the published document of ``restride evaluate --json``."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from restride.model.decision import CiteRef, Reason
from restride.model.finding import Finding
from restride.model.words import Side, State, Status, Tissue, Urgency


class Out(msgspec.Struct, frozen=True, omit_defaults=False):
    """Base of every part of a published document."""


class OpenFlag(Out, frozen=True, kw_only=True):
    """A red flag or combination that stands open, or was cleared by name and date."""

    flag: str
    urgency: Urgency
    answer: Literal["yes", "unknown_counts_as_open", "derived", "danger"]
    says: str
    action: str
    plain_action: str
    whom_to_see: str
    opens: tuple[str, ...] = ()
    cleared_by: str | None = None
    cleared_on: date | None = None
    because: tuple[Reason, ...]


class Triage(Out, frozen=True, kw_only=True):
    """Urgency with the reason, what must still be asked, and what is locked."""

    urgency: Urgency
    flags: tuple[OpenFlag, ...]
    #: Red-flag ids not answered yet, most urgent first.
    not_asked: tuple[str, ...]
    #: Emergency questions nobody asked: they count as open until answered. A plan may be proposed with
    #: this warning, and must not be signed.
    ask_first: tuple[str, ...]
    #: Something known stands open that no plan may be proposed beside.
    plan_locked: bool
    #: The plan is locked, or emergency questions are still to be asked.
    signing_locked: bool
    #: Impact tests and impact items are locked while a bone stress injury is possible.
    impact_locked: bool
    because: tuple[Reason, ...]


class Grading(Out, frozen=True, kw_only=True):
    """A level with the rule that says so; ``unknown`` is a level."""

    level: str
    because: tuple[Reason, ...]


class ComplaintState(Out, frozen=True, kw_only=True):
    """Severity, irritability and stage of one complaint, and the tissue whose pain rule applies."""

    severity: Grading
    irritability: Grading
    stage: Grading
    tissue: Tissue
    tissue_because: tuple[Reason, ...]


class Message(Out, frozen=True, kw_only=True):
    """One finding in the light of one hypothesis."""

    finding: str
    state: State
    side: Side
    says: str
    weight: str
    basis: Literal["published", "consensus"]
    sources: tuple[CiteRef, ...] = ()


class Hypothesis(Out, frozen=True, kw_only=True):
    """A working hypothesis for one complaint; never a diagnosis, never a percentage."""

    rank: int
    condition: str
    name: str
    plain: str
    side: Side
    tissue: Tissue
    level: Literal["well_supported", "possible", "little_support", "spoken_against"]
    speaks_for: tuple[Message, ...]
    speaks_against: tuple[Message, ...]
    missing: tuple[Message, ...]
    #: Published likelihood ratios of single findings or clusters, shown and never multiplied.
    likelihood_ratios: tuple[str, ...]
    urgency: Urgency
    status: Status
    because: tuple[Reason, ...]


class ComplaintPicture(Out, frozen=True, kw_only=True):
    """What is thought about one complaint."""

    complaint: int
    site: str
    side: Side
    state: ComplaintState
    hypotheses: tuple[Hypothesis, ...]
    #: Ids of the hypotheses that cannot be told apart from the first yet.
    not_told_apart: tuple[str, ...]
    order_says: str
    #: Findings that no leading hypothesis explains, by name.
    unexplained: tuple[Finding, ...]


class Danger(Out, frozen=True, kw_only=True):
    """A condition that must not be missed: open, answered or released."""

    condition: str
    name: str
    complaint: int | None
    state: Literal["open", "needs_answers", "answered"]
    urgency: Urgency
    whom_to_see: str
    imaging: str | None
    raised_by: tuple[str, ...]
    released_by: tuple[str, ...]
    missing: tuple[str, ...]
    because: tuple[Reason, ...]


class Impairment(Out, frozen=True, kw_only=True):
    """A strength, range, control or endurance finding by side, against norm, other leg and error."""

    test: str
    name: str
    side: Side
    left: float | None
    right: float | None
    unit: str | None
    symmetry_pct: float | None
    verdict: Literal["impaired", "watch", "within_error", "no_difference", "not_comparable"]
    finding: str | None
    need: str | None
    says: str
    because: tuple[Reason, ...]


class CauseFinding(Out, frozen=True, kw_only=True):
    """A contributing cause, or an observation where mechanism or timing do not fit."""

    cause: str
    group: str
    name: str
    plain: str
    kind: Literal["likely", "possible", "observation", "not_known"]
    side: Side
    findings: tuple[str, ...]
    missing: tuple[str, ...]
    #: Item ids that would change it.
    changed_by: tuple[str, ...]
    because: tuple[Reason, ...]


class NextStep(Out, frozen=True, kw_only=True):
    """A question or test worth doing next, and why."""

    kind: Literal["question", "test", "red_flag"]
    id: str
    complaint: int | None
    says: str
    plain: str
    decides: str
    #: Condition ids it separates.
    between: tuple[str, ...]
    minutes: float
    unlocks: tuple[str, ...]
    because: tuple[Reason, ...]


class Course(Out, frozen=True, kw_only=True):
    """What to do: treat, treat and watch, refer, or not enough information."""

    decision: Literal["treat", "treat_and_watch", "refer", "not_enough_information", "out_of_scope"]
    urgency: Urgency
    whom_to_see: str | None
    imaging: tuple[str, ...]
    watch_for: tuple[str, ...]
    review_in_weeks: float | None
    recovery: str | None
    recovery_weeks: tuple[float, float] | None
    says: str
    because: tuple[Reason, ...]


class MeasureScore(Out, frozen=True, kw_only=True):
    """A scored measure with its measurement error and, with an earlier one, whether it changed."""

    measure: str
    name: str
    score: float | None
    unit: str
    says: str
    change: float | None = None
    verdict: Literal["better", "worse", "no_real_change", "first", "not_scored"] = "first"
    because: tuple[Reason, ...] = ()


class Evaluation(Out, frozen=True, kw_only=True):
    """The whole evaluation of one case at one date with one knowledge."""

    schema: Literal["restride/evaluation/1"] = "restride/evaluation/1"
    case: str | None
    today: date
    knowledge: str
    knowledge_digest: str
    triage: Triage
    complaints: tuple[ComplaintPicture, ...]
    #: Hypotheses that would explain several complaints at once.
    shared: tuple[Hypothesis, ...]
    must_not_miss: tuple[Danger, ...]
    impairments: tuple[Impairment, ...]
    causes: tuple[CauseFinding, ...]
    measures: tuple[MeasureScore, ...]
    next_steps: tuple[NextStep, ...]
    course: Course
    findings: tuple[Finding, ...]
