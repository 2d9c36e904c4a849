"""The diary and the therapist's settings of the way back: the parts of a case that grow from day to day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from restride.model.parts import Id, Pain0To10, Part, Short, Words
from restride.model.quantity import Distance, Duration, Pace
from restride.model.words import Answer, Tissue

Effort = Annotated[float, msgspec.Meta(ge=0, le=10, description="Effort from 0 (rest) to 10 (the most possible)")]
Repeats = Annotated[int, msgspec.Meta(ge=1, le=60)]


class PainLog(Part, frozen=True, kw_only=True):
    """Pain after one session, 0 to 10. What is left out was not logged, and never counts as none."""

    during: Annotated[Pain0To10, msgspec.Meta(description="Worst while running")] | None = None
    right_after: Annotated[Pain0To10, msgspec.Meta(description="Right after the run")] | None = None
    hour_later: Annotated[Pain0To10, msgspec.Meta(description="One hour later")] | None = None
    next_morning: Annotated[Pain0To10, msgspec.Meta(description="On getting up the next morning")] | None = None
    after_24_h: Annotated[Pain0To10, msgspec.Meta(description="24 hours after the run")] | None = None
    walking: Annotated[Pain0To10, msgspec.Meta(description="While walking that day")] | None = None
    at_night: Annotated[Pain0To10, msgspec.Meta(description="In the night after")] | None = None


class RanPiece(Part, frozen=True, kw_only=True):
    """Repeats of one bout of running as it was done, with the walk after each."""

    repeats: Repeats = 1
    run: Duration
    walk: Duration | None = None


class DiaryEntry(Part, frozen=True, kw_only=True):
    """One session or one morning, as it was. A run on a treadmill in the clinic is a run too."""

    on: date
    #: Start with its offset from UTC («2026-11-22T18:10:00+01:00»); makes the hours between runs exact.
    at: datetime | None = None
    kind: Literal["run", "walk", "cross_training", "check", "rest"] = "run"
    #: Bout by bout; or only the running time and the longest bout.
    ran: tuple[RanPiece, ...] = ()
    running: Duration | None = None
    longest_bout: Duration | None = None
    #: Minutes of a walk or of cross-training.
    minutes: Duration | None = None
    distance: Distance | None = None
    pace: Pace | None = None
    #: Time run fast, and time run uphill, within the running time.
    fast: Duration | None = None
    uphill: Duration | None = None
    #: Running time that had been published for this day, where it differs from what replay gives.
    planned: Duration | None = None
    pain: PainLog = PainLog()
    stiffness: Literal["less", "usual", "more"] | None = None
    effort: Effort | None = None
    limped: bool | None = None
    #: Region of the body map where something else hurt.
    elsewhere: Id | None = None
    #: Red-flag questions answered yes on this day.
    flags: tuple[Id, ...] = ()
    #: Where what was run comes from.
    by: Literal["typed", "imported", "clinic"] = "typed"
    note: Words | None = None


class Limits(Part, frozen=True, kw_only=True):
    """A therapist's limits. They tighten; only ``signed`` ones may loosen the pain limit of the tissue."""

    by: Short
    on: date
    until: date | None = None
    signed: bool = False
    pain_during_max: Pain0To10 | None = None
    running_max: Duration | None = None
    bout_max: Duration | None = None
    runs_per_week_max: Annotated[int, msgspec.Meta(ge=0, le=7)] | None = None
    no_speed: bool = False
    no_hills: bool = False
    #: No run before this day.
    not_before: date | None = None


class RunRelease(Part, frozen=True, kw_only=True):
    """Running is released from a date, by name: bone, high-risk sites, vessels, after a pause or a red flag."""

    by: Short
    on: date
    run_from: date
    #: What it releases: the tissue, a pause, or a red flag of the diary by its id.
    what: Annotated[str, msgspec.Meta(pattern=r"^(tissue|pause|[a-z][a-z0-9_]*)$", max_length=60)] = "tissue"


class Break(Part, frozen=True, kw_only=True):
    """Days without running that are known: illness, holiday, a pause the therapist set."""

    first: date
    last: date
    why: Literal["illness", "holiday", "therapist", "other"] = "other"


class Pause(Part, frozen=True, kw_only=True):
    """A therapist's stop, by name and day, until a release of the pause."""

    by: Short
    on: date
    reason: Short


class ReadinessAnswers(Part, frozen=True, kw_only=True):
    """What must hold before the first run, answered on a day; ids from the list «readiness»."""

    on: date
    answers: dict[Id, Answer] = {}


class PublishedRun(Part, frozen=True, kw_only=True):
    """A run the runner has already been shown; a new plan keeps its day where it may."""

    on: date
    running: Duration
    #: Number of the calendar entry's last version.
    sequence: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0
    #: Fingerprint of what the entry said. Without it only another running time counts as a change.
    entry: Short | None = None


class ComebackSettings(Part, frozen=True, kw_only=True):
    """What the therapist and the runner have set for the way back."""

    started_on: date | None = None
    #: Known to the therapist; else the tissue of the leading hypothesis.
    tissue: Tissue | None = None
    irritability: Literal["low", "moderate", "high", "unknown"] | None = None
    #: Usual pain on getting up; the morning after is held against it.
    usual_morning_pain: Pain0To10 = 0
    #: «ours», or the id of a published ladder.
    ladder: Id | None = None
    #: «modify»: still running, kept below symptoms. «return»: from walking. Absent: worked out.
    way: Literal["return", "modify"] | None = None
    readiness: tuple[ReadinessAnswers, ...] = ()
    limits: tuple[Limits, ...] = ()
    releases: tuple[RunRelease, ...] = ()
    breaks: tuple[Break, ...] = ()
    pauses: tuple[Pause, ...] = ()
    #: Session tolerated before the way back began, vouched for by a therapist.
    tolerated_before: tuple[DiaryEntry, ...] = ()
    #: The week to come back to, where the routine does not say it.
    goal_runs_per_week: Annotated[int, msgspec.Meta(ge=1, le=7)] | None = None
    goal_longest: Duration | None = None
    goal_weekly: Duration | None = None
    goal_speed: bool | None = None
    goal_hills: bool | None = None
    published: tuple[PublishedRun, ...] = ()
