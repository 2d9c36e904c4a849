"""A proposal to change how somebody runs: one cue, its dose, what to watch, and whether it is warranted at all."""

from __future__ import annotations

from typing import Literal

import msgspec

from restride.model.words import Side, Status


class RetrainingPart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of every part of a proposal: immutable."""


class Check(RetrainingPart, frozen=True, kw_only=True):
    """One condition under which form is changed at all."""

    id: Literal["symptoms", "loads_the_tissue", "persists", "agrees", "tissue_allows", "nothing_forbids"]
    met: Literal["yes", "no", "unknown"]
    says: str


class CadenceTarget(RetrainingPart, frozen=True, kw_only=True):
    """One step rate above the runner's own, and the metronome for it."""

    above_own_percent: float
    steps_per_min: int
    #: Beats for every second step: the same foot.
    strides_per_min: int


class RetrainingSession(RetrainingPart, frozen=True, kw_only=True):
    """One run with the cue."""

    number: int
    week: int
    run_min: int
    #: Minutes of it with metronome, mirror or words; the rest without.
    feedback_min: int


class LongerForm(RetrainingPart, frozen=True, kw_only=True):
    """Another published dose."""

    id: str
    says: str
    sessions: tuple[float, float] | None = None
    weeks: tuple[float, float] | None = None
    #: Of running with the cue in all, never of one run [min].
    minutes: tuple[float, float] | None = None
    status: Status


class Cue(RetrainingPart, frozen=True, kw_only=True):
    """The one cue, and the finding it answers."""

    item: str
    name: str
    plain: str
    steps: tuple[str, ...]
    finding: str
    side: Side
    metric: str
    value: float
    error: float
    unit: str
    #: What must change by this much to be called a change.
    smallest_change: float
    #: Strength of its evidence in the complaint that leads; None where there is none.
    evidence: str | None = None
    status: Status


class OtherCue(RetrainingPart, frozen=True, kw_only=True):
    """A cue that would answer a finding just as well, or another one."""

    item: str
    name: str


class Retraining(RetrainingPart, frozen=True, kw_only=True):
    """What to change, if anything. ``ready`` only where every condition is met but the runner's own word."""

    schema: Literal["restride/retraining/1"] = "restride/retraining/1"
    verdict: Literal["ready", "not_yet", "no", "nothing_to_change"]
    checks: tuple[Check, ...]
    cue: Cue | None = None
    #: Cues that could be given instead; never together with the first.
    others: tuple[OtherCue, ...] = ()
    own_steps_per_min: float | None = None
    own_error: float | None = None
    speed_m_s: float | None = None
    cadence: tuple[CadenceTarget, ...] = ()
    sessions: tuple[RetrainingSession, ...] = ()
    longer: tuple[LongerForm, ...] = ()
    more_load: tuple[str, ...] = ()
    less_load: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    stop_if: str | None = None
    #: Weeks without more distance or speed, weeks of calf work before [weeks].
    flat_weeks: float | None = None
    calf_weeks: float | None = None
    #: Days after the last session on which the runner is filmed again without the cue.
    transfer_days: tuple[float, ...] = ()
    #: Facts of the knowledge it rests on.
    facts: tuple[str, ...] = ()
    knowledge_version: str
