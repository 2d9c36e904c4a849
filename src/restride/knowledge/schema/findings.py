"""The one vocabulary of findings, the body map, and the needs a plan can serve."""

from __future__ import annotations

from typing import Literal

from restride.knowledge.schema.base import Cite, Fact, Frozen, Id, Text
from restride.model.words import Status, Tissue

#: Where an answer to a finding comes from, and which map of the case holds it.
Domain = Literal[
    "symptom",  # of one complaint: case.complaints[].features
    "history",  # case.history.features
    "medicine",  # case.medicines
    "bone_energy",  # case.bone_and_energy
    "wellbeing",  # case.wellbeing: sleep, stress, beliefs, mood
    "exam",  # positive or negative result of a physical test: case.exam
    "form",  # seen in movement analysis or by eye: case.movement
    "derived",  # worked out by a rule from typed answers; never asked
]


class FindingWord(Frozen, frozen=True, kw_only=True):
    """One word of the vocabulary: what may be present, absent or unknown.

    ``says`` is the therapist's wording, ``plain`` the runner's, ``ask`` the question put to the runner.
    A finding of domain ``exam`` that comes from a physical test has that test's id.
    """

    id: Id
    domain: Domain
    says: Text
    plain: Text | None = None
    ask: Text | None = None
    hint: Text | None = None
    #: Asked only where one of these body sites hurts; empty: for every complaint.
    sites: tuple[Id, ...] = ()
    #: Findings that are the same message said twice share a group.
    group: Id | None = None
    #: Loads bone by impact: never offered while a bone stress injury is possible.
    impact: bool = False
    minutes: Fact | None = None


class Derivation(Frozen, frozen=True, kw_only=True):
    """A derived finding: present when the condition on typed answers or other findings holds.

    ``all_of``/``any_of`` name findings that must be present; ``none_of`` findings that must be known absent.
    ``at_least`` says how many of ``any_of``. ``unless`` names findings that stop the rule when present;
    unknown ones do not. ``sites`` limits it to complaints there. ``path op fact`` (or ``path is text``)
    compares a typed answer. Several rules of one id are alternatives: present where one holds, absent
    where each is known not to hold, unknown otherwise. A ``one_way`` rule that does not hold says nothing.
    """

    id: Id
    says: Text
    all_of: tuple[Id, ...] = ()
    any_of: tuple[Id, ...] = ()
    at_least: int = 1
    none_of: tuple[Id, ...] = ()
    unless: tuple[Id, ...] = ()
    sites: tuple[Id, ...] = ()
    one_way: bool = False
    path: str | None = None
    op: Literal[">=", ">", "<=", "<", "==", "is"] | None = None
    fact: Fact | None = None
    text: str | None = None
    cite: tuple[Cite, ...] = ()


class BodySite(Frozen, frozen=True, kw_only=True):
    """A region of the body map, its words, its neighbours, and the tissues that can hurt there."""

    id: Id
    name: Text
    plain: Text
    region: Literal["back_pelvis", "hip_thigh", "knee", "lower_leg", "ankle", "foot", "trunk", "whole_body"]
    view: tuple[Literal["front", "back", "inner", "outer", "sole"], ...] = ()
    neighbours: tuple[Id, ...] = ()
    tissues: tuple[Tissue, ...] = ()
    paired: bool = True
    #: A vague word («hip») stands for these closer sites; matched through them, a little weaker.
    stands_for: tuple[Id, ...] = ()


class Need(Frozen, frozen=True, kw_only=True):
    """Something a plan can serve: an impairment, a cause that can be changed, relief, or a capacity."""

    id: Id
    says: Text
    plain: Text
    kind: Literal[
        "strength",
        "endurance",
        "range",
        "control",
        "tissue_load",
        "relief",
        "load",
        "form",
        "energy",
        "education",
        "capacity",
    ]
    status: Status = Status.REVIEWED
