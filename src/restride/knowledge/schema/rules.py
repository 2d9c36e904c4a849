"""Causes, return-to-running programmes, statements about load and prevention, and engine tables."""

from __future__ import annotations

from typing import Literal

from restride.knowledge.schema.base import Cite, Fact, Frozen, Id, Text
from restride.knowledge.schema.conditions import Feature
from restride.model.words import Certainty, Status


class Cause(Frozen, frozen=True, kw_only=True):
    """A contributing cause: profile, mechanism, evidence, and what would change it.

    It counts as a cause only where its mechanism loads the suspected tissue (``loads`` or ``conditions``)
    and its timing fits; otherwise it is an observation.
    """

    id: Id
    name: Text
    plain: Text
    group: Literal[
        "overuse",
        "form",
        "strength_mobility",
        "warm_up_recovery",
        "shoes_surface",
        "bone_energy",
        "psychosocial",
    ]
    features: tuple[Feature, ...]
    mechanism: Text
    #: Condition ids for which a source links it.
    conditions: tuple[Id, ...] = ()
    #: Tissues or load keys of items it stresses.
    loads: tuple[Id, ...] = ()
    #: Must lie before the onset by at most this to count.
    timing: Fact | None = None
    certainty: Certainty
    sources: tuple[Cite, ...] = ()
    needs: tuple[Id, ...] = ()
    #: Items that would change it.
    changed_by: tuple[Id, ...] = ()
    status: Status = Status.DRAFT


class Statement(Frozen, frozen=True, kw_only=True):
    """A fact in words (load, prevention, return to running): claim, numbers, sources, what it is used for."""

    id: Id
    says: Text
    plain: Text | None = None
    facts: dict[Id, Fact] = {}
    verdict: Literal["works", "promising", "no_effect", "harm_signal", "mixed", "contested", "rule", "context"] = (
        "context"
    )
    design: str | None = None
    population: str | None = None
    limits: Text | None = None
    sources: tuple[Cite, ...] = ()
    certainty: Certainty
    status: Status = Status.DRAFT
    used_for: Text | None = None


class ProgrammeStage(Frozen, frozen=True, kw_only=True):
    """One stage of a ladder: repeats of running and walking minutes."""

    stage: int
    says: Text
    repeats: int | None = None
    run_min: float | None = None
    walk_min: float | None = None
    total_run_min: float | None = None
    sessions: int | None = None
    #: Ladders in metres: longest bout, walk between, running in all.
    bout_m: float | None = None
    walk_m: float | None = None
    total_run_m: float | None = None
    #: Longest bout where the bouts differ. [min]
    longest_min: float | None = None


class Programme(Frozen, frozen=True, kw_only=True):
    """A published or house ladder back to running."""

    id: Id
    name: Text
    says: Text
    population: str
    stages: tuple[ProgrammeStage, ...]
    rest_rule: Text | None = None
    progress_rule: Text | None = None
    #: Only "full" tables are real stages; "partial" ones are shown as such.
    transcription: Literal["full", "partial"]
    sources: tuple[Cite, ...] = ()
    certainty: Certainty
    status: Status = Status.DRAFT
    note: str | None = None


class EngineTable(Frozen, frozen=True, kw_only=True):
    """Numbers of the reasoning itself: weight classes, limits, shares. House rules unless sourced."""

    id: Id
    says: Text
    facts: dict[Id, Fact] = {}
    lists: dict[Id, tuple[str, ...]] = {}
    status: Status = Status.REVIEWED
