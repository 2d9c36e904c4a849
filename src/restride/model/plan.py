"""What a treatment proposal says; the published document of ``restride plan --json``."""

from __future__ import annotations

from datetime import date
from typing import Literal

from restride.model.decision import CiteRef, Reason
from restride.model.evaluation import Out
from restride.model.words import Certainty, Side, Status, Tissue


class PlannedDose(Out, frozen=True, kw_only=True):
    """The dose of one item, as numbers; ``words`` is made from them in :mod:`restride.explain`."""

    sets: int | None = None
    repetitions: tuple[int, int] | None = None
    hold_s: tuple[int, int] | None = None
    minutes: tuple[float, float] | None = None
    metres: tuple[int, int] | None = None
    contacts: tuple[int, int] | None = None
    days_per_week: tuple[int, int] | None = None
    times_per_day: tuple[int, int] | None = None
    rest_s: tuple[int, int] | None = None
    tempo_s: tuple[int, int, int] | None = None
    effort_0_10: tuple[int, int] | None = None
    load: str | None = None
    parameters: dict[str, str] = {}
    certainty: Certainty
    status: Status
    because: tuple[Reason, ...]


class PainRule(Out, frozen=True, kw_only=True):
    """How much pain an item or a run may cause, and by when it must be gone."""

    tissue: Tissue
    during_max_nrs: float
    #: Back to baseline within. [h]
    settles_within_h: float
    next_morning: Literal["baseline", "zero"]
    says: str
    plain: str
    because: tuple[Reason, ...]


class Goal(Out, frozen=True, kw_only=True):
    """A goal with its measure, its start, its target and a date."""

    says: str
    plain: str
    measure: str | None
    start: float | None
    target: float | None
    unit: str | None
    by: date
    because: tuple[Reason, ...]


class PlannedCriterion(Out, frozen=True, kw_only=True):
    """What must be true to move on."""

    says: str
    plain: str
    met: bool | None
    because: tuple[Reason, ...]


class PlannedPhase(Out, frozen=True, kw_only=True):
    """A phase of care with its entry and exit; ``now`` is the one to start in."""

    number: int
    name: str
    goal: str
    content: str
    running: str
    now: bool
    needs_release: bool
    exit: tuple[PlannedCriterion, ...]
    because: tuple[Reason, ...]


class Alternative(Out, frozen=True, kw_only=True):
    """An item that was considered instead, and why it was not taken."""

    item: str
    name: str
    why_not: str


class PlannedItem(Out, frozen=True, kw_only=True):
    """One thing to do: at home, in the clinic, or as advice."""

    item: str
    name: str
    plain: str
    kind: str
    where: Literal["home", "clinic", "advice"]
    sides: tuple[Side, ...]
    needs: tuple[str, ...]
    minutes: float
    equipment: tuple[str, ...]
    dose: PlannedDose
    pain_rule: PainRule | None
    steps: tuple[str, ...]
    technique: str | None
    #: The way up, the way down and what would stop it; None for advice and adjuncts without one.
    progression: str | None
    regression: str | None
    stop_if: str | None
    cautions: tuple[str, ...]
    #: The guideline's word where it advises against; the item then needs the therapist's reason.
    guideline_against: str | None
    grade: str | None
    evidence: tuple[CiteRef, ...]
    status: Status
    alternatives: tuple[Alternative, ...]
    #: Which need, why this, why this dose.
    because: tuple[Reason, ...]


#: What keeps an item out of a plan.
Refusal = Literal[
    "contraindicated", "guideline_against", "phase", "irritability", "equipment", "time", "no_need", "not_with",
    "locked",
]  # fmt: skip


class NotRecommended(Out, frozen=True, kw_only=True):
    """Something a therapist would expect, and why it is not proposed here."""

    item: str
    name: str
    kind: Refusal
    says: str
    because: tuple[Reason, ...]


class UncoveredNeed(Out, frozen=True, kw_only=True):
    """A need no proposed item covers, and why."""

    need: str
    says: str
    why: str


class GuidelineLine(Out, frozen=True, kw_only=True):
    """One recommendation of the leading conditions and what the proposal does with it."""

    condition: str
    recommendation: str
    direction: Literal["for", "against", "neutral"]
    what: str
    grade: str
    grade_read: bool
    does: Literal["proposed", "later_phase", "in_other_words", "not_proposed", "marked"]
    items: tuple[str, ...]
    says: str
    sources: tuple[CiteRef, ...]


class WeekEntry(Out, frozen=True, kw_only=True):
    """One thing on one day."""

    kind: Literal["run", "walk_run", "walk", "home", "cross_training", "clinic", "rest"]
    says: str
    plain: str
    items: tuple[str, ...] = ()
    minutes: float = 0.0
    #: Order within the day, first is done first.
    order: int = 0


class PlannedDay(Out, frozen=True, kw_only=True):
    """One day of the week."""

    day: Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    entries: tuple[WeekEntry, ...]
    minutes: float


class Week(Out, frozen=True, kw_only=True):
    """A week that fits days, minutes and the runs still allowed, and what was dropped."""

    days: tuple[PlannedDay, ...]
    runs_allowed: int
    dropped: tuple[str, ...]
    says: str
    because: tuple[Reason, ...]


class ClinicSession(Out, frozen=True, kw_only=True):
    """What happens in the clinic's minutes, in order."""

    minutes: float
    steps: tuple[SessionStep, ...]
    because: tuple[Reason, ...]


class SessionStep(Out, frozen=True, kw_only=True):
    """One step of the session."""

    kind: Literal["retest", "technique", "exercise_review", "run_practice", "plan"]
    says: str
    minutes: float
    items: tuple[str, ...] = ()


class Review(Out, frozen=True, kw_only=True):
    """When to look again, what to repeat, what counts as change, what would change our mind."""

    on: date
    weeks: float
    repeat: tuple[str, ...]
    real_change: tuple[str, ...]
    reconsider: tuple[str, ...]
    refer_if: tuple[str, ...]
    because: tuple[Reason, ...]


class RunningAdvice(Out, frozen=True, kw_only=True):
    """Whether and how to run for now."""

    mode: Literal["none", "walk", "walk_run", "modified", "full"]
    says: str
    plain: str
    changes: tuple[str, ...]
    pain_rule: PainRule
    because: tuple[Reason, ...]


class Plan(Out, frozen=True, kw_only=True):
    """The whole proposal. A locked plan has no items; it says what unlocks it."""

    schema: Literal["restride/plan/1"] = "restride/plan/1"
    case: str | None
    today: date
    knowledge: str
    knowledge_digest: str
    purpose: Literal["injury", "prevention"]
    decision: Literal["proposed", "locked", "not_enough_information", "refer"]
    says: str
    plain: str
    unlocks: tuple[str, ...]
    working_hypothesis: str | None
    tissue: Tissue
    goals: tuple[Goal, ...]
    phases: tuple[PlannedPhase, ...]
    home: tuple[PlannedItem, ...]
    clinic: tuple[PlannedItem, ...]
    advice: tuple[PlannedItem, ...]
    gait: tuple[PlannedItem, ...]
    session: ClinicSession | None
    running: RunningAdvice | None
    pain_rule: PainRule | None
    week: Week | None
    not_recommended: tuple[NotRecommended, ...]
    guideline: tuple[GuidelineLine, ...]
    uncovered: tuple[UncoveredNeed, ...]
    review: Review | None
    #: Red-flag ids of emergency questions nobody has asked; the plan is not signed before they are answered.
    ask_before_signing: tuple[str, ...]
    #: What the therapist must read or decide before signing (house rules, drafts, guideline against).
    read_first: tuple[str, ...]
    warnings: tuple[str, ...]
    because: tuple[Reason, ...]
