"""A condition is a profile: what to expect, what speaks against it, what to do, and what is not known."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from restride.knowledge.schema.base import Cite, Fact, Frozen, Id, Text
from restride.model.words import Status, Tissue, Urgency, Weight


class SiteWeight(Frozen, frozen=True, kw_only=True):
    """How typical pain at a body site is for the condition."""

    site: Id
    weight: Literal["typical", "possible", "referred"]


class Prior(Frozen, frozen=True, kw_only=True):
    """How common the condition is among injured runners; weak on purpose."""

    share: Literal["very_common", "common", "uncommon", "rare", "very_rare"]
    age_low_years: float | None = None
    age_high_years: float | None = None
    #: Sex in which it is clearly commoner, where a source says so.
    more_in: Literal["female", "male"] | None = None
    sources: tuple[Cite, ...] = ()
    note: str | None = None


class Feature(Frozen, frozen=True, kw_only=True):
    """A finding expected present or absent, weighed each way.

    ``present`` and ``absent`` say what each state means for the hypothesis. Within one ``group`` the
    strongest counts whole and the others little. With a published likelihood ratio ``basis`` is
    ``published`` and the class follows it (shrunk by quality); otherwise ``consensus``.
    """

    finding: Id
    present: Weight = Weight.NONE
    absent: Weight = Weight.NONE
    group: Id | None = None
    basis: Literal["published", "consensus"] = "consensus"
    lr_positive: float | None = None
    lr_negative: float | None = None
    #: Population of the likelihood ratios.
    population: str | None = None
    sources: tuple[Cite, ...] = ()
    note: str | None = None


class Cluster(Frozen, frozen=True, kw_only=True):
    """A published combination of findings with its own accuracy; weighed as one group."""

    id: Id
    says: Text
    findings: tuple[Id, ...]
    at_least: int
    weight: Weight
    absent: Weight = Weight.NONE
    lr_positive: float | None = None
    lr_negative: float | None = None
    population: str | None = None
    sources: tuple[Cite, ...] = ()


class Trigger(Frozen, frozen=True, kw_only=True):
    """Raises the concern when at least ``at_least`` of ``any_of`` and all of ``all_of`` are present.

    ``sites`` limits it to complaints there (empty: anywhere the condition has a site).
    """

    says: Text
    all_of: tuple[Id, ...] = ()
    any_of: tuple[Id, ...] = ()
    at_least: int = 1
    sites: tuple[Id, ...] = ()
    #: Urgency of this trigger; the condition's own where absent.
    urgency: Urgency | None = None
    sources: tuple[Cite, ...] = ()


class Release(Frozen, frozen=True, kw_only=True):
    """Lowers the concern: the finding in this state releases it, with the reason."""

    finding: Id
    state: Literal["present", "absent"]
    says: Text
    sources: tuple[Cite, ...] = ()


class MustNotMiss(Frozen, frozen=True, kw_only=True):
    """The danger's own trigger and release; it stands until released, whatever leads the ranking."""

    triggers: tuple[Trigger, ...]
    releases: tuple[Release, ...] = ()
    #: Reassuring findings that never release it.
    never_released_by: tuple[Id, ...] = ()
    whom_to_see: Text
    imaging: str | None = None


class Contrast(Frozen, frozen=True, kw_only=True):
    """What separates this condition from one it is confused with."""

    other: Id
    findings: tuple[Id, ...]
    says: Text


class Recommendation(Frozen, frozen=True, kw_only=True):
    """What a guideline or trial says for or against, with its grade as printed there.

    ``items`` are the library items that carry it out; ``grade_read`` is False where the letter was recalled.
    """

    id: Id
    what: Text
    direction: Literal["for", "against", "neutral"]
    grade: str
    grade_read: bool = False
    items: tuple[Id, ...] = ()
    needs: tuple[Id, ...] = ()
    phases: tuple[int, ...] = ()
    sources: tuple[Cite, ...]
    status: Status = Status.DRAFT
    note: str | None = None


class Criterion(Frozen, frozen=True, kw_only=True):
    """A condition for moving on, measurable where possible."""

    says: Text
    #: Met by a clearance of the condition, by name and date; by nothing else.
    release: bool = False
    #: A finding that must be absent or present, or a measure or test with a threshold.
    finding: Id | None = None
    state: Literal["present", "absent"] | None = None
    measure: Id | None = None
    op: Literal[">=", "<=", ">", "<"] | None = None
    fact: Fact | None = None


class Phase(Frozen, frozen=True, kw_only=True):
    """One phase of care with what must be true to enter the next."""

    number: Annotated[int, msgspec.Meta(ge=1, le=6)]
    name: Text
    goal: Text
    content: Text
    #: Highest load class (0–4) on the affected tissue; an item above it is not proposed.
    load_class_max: Annotated[int, msgspec.Meta(ge=0, le=4)]
    running: Literal["none", "walk_run", "below_symptoms", "modified", "full"]
    #: The therapist's release is needed to enter it (bone, gate conditions).
    needs_release: bool = False
    exit: tuple[Criterion, ...] = ()
    sources: tuple[Cite, ...] = ()
    status: Status = Status.DRAFT


class Recovery(Frozen, frozen=True, kw_only=True):
    """A sourced range for recovery; ``weeks`` absent where no honest number exists."""

    says: Text
    weeks: Fact | None = None
    sources: tuple[Cite, ...] = ()
    status: Status = Status.DRAFT


class Guideline(Frozen, frozen=True, kw_only=True):
    """The guideline that leads this condition's care."""

    name: Text
    year: int | None = None
    source: Id | None = None
    doi: str | None = None
    also: tuple[Cite, ...] = ()


class Condition(Frozen, frozen=True, kw_only=True):
    """A working hypothesis: profile, dangers, guideline, phases, recovery."""

    id: Id
    name: Text
    plain: Text
    aliases: tuple[str, ...] = ()
    icd10: tuple[str, ...] = ()
    region: Id
    tissue: Tissue
    urgency: Urgency
    #: Locks the plan when leading or open as a danger (bone, vascular, systemic …).
    sites: tuple[SiteWeight, ...]
    prior: Prior
    summary: Text
    diagnosis_rule: Text | None = None
    features: tuple[Feature, ...]
    clusters: tuple[Cluster, ...] = ()
    must_not_miss: MustNotMiss | None = None
    contrasts: tuple[Contrast, ...] = ()
    differentials: tuple[Id, ...] = ()
    #: Red-flag question ids that belong to this picture.
    red_flags: tuple[Id, ...] = ()
    #: A finding that would explain several complaints at once (lumbar root, inflammatory, low energy).
    explains_sites: tuple[Id, ...] = ()
    imaging: Text | None = None
    #: Cause ids that plausibly load this tissue, with what is known.
    causes: tuple[Id, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    guideline: Guideline | None = None
    phases: tuple[Phase, ...] = ()
    recovery: Recovery
    return_to_run: Text | None = None
    #: Parts of care the product honestly does not cover: "tests", "phases", "return_to_run", "treatment" …
    not_covered: tuple[str, ...] = ()
    status: Status = Status.DRAFT
    review_by: str | None = None
    note: str | None = None
