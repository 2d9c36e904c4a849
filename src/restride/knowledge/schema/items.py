"""Everything that can be proposed: exercise, stretch, technique, modality, drill, cue, advice."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from restride.knowledge.schema.base import Cite, Fact, Frozen, Id, Text
from restride.model.words import Certainty, Status

Kind = Literal[
    "strength", "core", "stretch", "foam_roll", "mobility", "balance", "plyometric", "warm_up",
    "drill", "cue", "manual_therapy", "soft_tissue", "modality", "tape", "device", "footwear",
    "education", "training_change", "cross_training", "recovery",
]  # fmt: skip
LoadClass = Annotated[int, msgspec.Meta(ge=0, le=4)]


class Serves(Frozen, frozen=True, kw_only=True):
    """A need this item answers and how much: 3 main purpose, 2 clearly, 1 a little."""

    need: Id
    amount: Annotated[int, msgspec.Meta(ge=1, le=3)]


class EvidenceFor(Frozen, frozen=True, kw_only=True):
    """What is known of this item in one condition (``any`` for all)."""

    condition: Id
    direction: Literal["for", "against", "neutral"]
    grade: str
    says: Text
    sources: tuple[Cite, ...]
    status: Status = Status.DRAFT


class Dose(Frozen, frozen=True, kw_only=True):
    """One form of the dose. Numbers carry one source for the whole form; empty means not applicable."""

    #: Condition ids it is for; empty: the general form.
    conditions: tuple[Id, ...] = ()
    phases: tuple[int, ...] = ()
    sets: tuple[int, int] | None = None
    repetitions: tuple[int, int] | None = None
    hold_s: tuple[int, int] | None = None
    minutes: tuple[float, float] | None = None
    metres: tuple[int, int] | None = None
    contacts: tuple[int, int] | None = None
    days_per_week: tuple[int, int] | None = None
    times_per_day: tuple[int, int] | None = None
    rest_s: tuple[int, int] | None = None
    #: Seconds up, pause, down.
    tempo_s: tuple[int, int, int] | None = None
    effort_0_10: tuple[int, int] | None = None
    load: str | None = None
    #: Free parameters of clinic techniques and modalities: name, value with unit.
    parameters: dict[str, str] = {}
    applies_to: str
    sources: tuple[Cite, ...] = ()
    certainty: Certainty
    status: Status = Status.DRAFT


class Item(Frozen, frozen=True, kw_only=True):
    """One thing that can be proposed, with everything needed to choose, dose, explain and stop it."""

    id: Id
    name: Text
    plain: Text
    kind: Kind
    where: Literal["home", "clinic", "both"]
    #: Only a therapist may apply it or show its settings.
    clinician_only: bool = False
    serves: tuple[Serves, ...]
    regions: tuple[Id, ...] = ()
    #: Conditions it is meant for; proposed in no other. Empty: wherever its needs arise.
    only_for: tuple[Id, ...] = ()
    muscles: tuple[str, ...] = ()
    #: Load class 0 none … 4 maximal on: bone, achilles, plantar_fascia, patellar_tendon, patellofemoral,
    #: hamstring_tendon, gluteal_tendon, calf_muscle, hamstring_muscle, adductor, hip_joint, knee_joint,
    #: ankle_joint, forefoot, spine, shin_muscle, nerve. Bone: 0 no impact, 1 walking, 2 low hops, 3 run, 4 jumps.
    load: dict[Id, LoadClass] = {}
    #: Side: "each" one leg at a time, "both" together, "none".
    sided: Literal["each", "both", "none"] = "each"
    evidence: tuple[EvidenceFor, ...] = ()
    doses: tuple[Dose, ...]
    phases: tuple[int, ...] = ()
    equipment: tuple[Id, ...] = ()
    minutes: Fact | None = None
    #: Finding ids whose presence forbids the item; ``unknown_forbids`` where even an unasked one does.
    contraindications: tuple[Id, ...] = ()
    unknown_forbids: tuple[Id, ...] = ()
    cautions: tuple[Text, ...] = ()
    progresses_to: tuple[Id, ...] = ()
    regresses_to: tuple[Id, ...] = ()
    progression: Text | None = None
    regression: Text | None = None
    not_with: tuple[Id, ...] = ()
    #: How to do it: at most three steps of at most twelve words, for the runner.
    steps: Annotated[tuple[str, ...], msgspec.Meta(max_length=3)] = ()
    #: What to feel, what to avoid; therapist's words.
    technique: Text | None = None
    stop_if: Text | None = None
    #: Why an expert may hesitate; shown beside it.
    limits: Text | None = None
    status: Status = Status.DRAFT
