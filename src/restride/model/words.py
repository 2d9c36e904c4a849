"""The short closed vocabularies that every room shares."""

from __future__ import annotations

from enum import StrEnum


class Side(StrEnum):
    """Side of the body, seen from the runner."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    MIDDLE = "middle"
    UNKNOWN = "unknown"

    @property
    def mirrored(self) -> Side:
        """The other side; both, middle and unknown stay."""
        return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}.get(self, self)


class Answer(StrEnum):
    """What somebody answered. ``NOT_ASKED`` is unknown and never counts as no."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class State(StrEnum):
    """What is known of a finding."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Urgency(StrEnum):
    """How soon somebody must act, most urgent first (``rank`` 0 is none)."""

    EMERGENCY = "EMERGENCY"
    SAME_DAY = "SAME_DAY"
    URGENT = "URGENT"
    SOON = "SOON"
    CAUTION = "CAUTION"
    NONE = "NONE"

    @property
    def rank(self) -> int:
        """Higher is more urgent."""
        return _RANKS[self]

    @property
    def locks_plan(self) -> bool:
        """An open flag of this urgency locks the plan until a therapist clears it with a date."""
        return self.rank >= Urgency.URGENT.rank


_RANKS = {urgency: rank for rank, urgency in enumerate(reversed(Urgency))}


class Tissue(StrEnum):
    """Tissue classes that pain rules follow; ``UNKNOWN`` gets the strictest rule."""

    BONE_HIGH = "bone_high"
    BONE_LOW = "bone_low"
    TENDON = "tendon"
    JOINT = "joint"
    MUSCLE = "muscle"
    FASCIA = "fascia"
    NERVE = "nerve"
    VASCULAR = "vascular"
    SYSTEMIC = "systemic"
    OTHER = "other"
    UNKNOWN = "unknown"


class Weight(StrEnum):
    """How strongly the presence or the absence of a finding speaks for or against a hypothesis."""

    DECISIVE = "decisive"
    STRONG = "strong"
    MODERATE = "moderate"
    WEAK = "weak"
    NONE = "none"
    AGAINST_WEAK = "against_weak"
    AGAINST_MODERATE = "against_moderate"
    AGAINST_STRONG = "against_strong"
    AGAINST_DECISIVE = "against_decisive"


class Certainty(StrEnum):
    """How certain a fact is; ``ENGINEERING_DEFAULT`` is a house rule that a therapist signs off."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"
    EXPERT_OPINION = "expert_opinion"
    ENGINEERING_DEFAULT = "engineering_default"


class Status(StrEnum):
    """Where a fact stands in review. ``DRAFT``: its source was not read."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    DISPUTED = "disputed"


class Read(StrEnum):
    """What was read of a source for a claim."""

    FULL_TEXT = "full_text"
    TABLE = "table"
    ABSTRACT = "abstract"
    SECONDARY = "secondary"
    MEMORY = "memory"
