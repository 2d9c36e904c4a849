"""The case: everything known about one runner at one visit. Everything but a complaint may be missing.

Answers are ``yes``, ``no`` or ``not_asked``; what is left out was not asked. Finding, test, measure and
red-flag ids come from the knowledge and are checked against it when a case is read
(:func:`restride.knowledge.case_reader.read_case`).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from restride.model.diary import ComebackSettings, DiaryEntry
from restride.model.parts import Count as Count
from restride.model.parts import Day as Day
from restride.model.parts import Id as Id
from restride.model.parts import Pain0To10 as Pain0To10
from restride.model.parts import Part as Part
from restride.model.parts import Short as Short
from restride.model.parts import Weeks as Weeks
from restride.model.parts import Words as Words
from restride.model.quantity import Distance, Duration, Height, Mass, Measurement, Pace
from restride.model.recordings import CaseRecording
from restride.model.runs import CaseRuns
from restride.model.words import Answer, Side


class Runner(Part, frozen=True, kw_only=True):
    """Who it is. No name is needed."""

    age_years: Annotated[float, msgspec.Meta(ge=4, le=110)] | None = None
    #: Where only a range is known; its youngest age is used where youth is the caution, its oldest where age is.
    age_band_years: tuple[float, float] | None = None
    sex: Literal["female", "male"] | None = None
    height: Height | None = None
    mass: Mass | None = None
    experience: Literal["new", "recreational", "competitive", "elite"] | None = None
    years_running: Annotated[float, msgspec.Meta(ge=0, le=90)] | None = None

    @property
    def bmi(self) -> float | None:
        """Body-mass index in kg/m²."""
        return self.mass.value / self.height.value**2 if self.mass and self.height else None


class Place(Part, frozen=True, kw_only=True):
    """A region of the body map with its side."""

    site: Id
    side: Side = Side.UNKNOWN


class PainLevels(Part, frozen=True, kw_only=True):
    """Pain on a numeric rating scale from 0 to 10."""

    now: Pain0To10 | None = None
    worst: Pain0To10 | None = None
    usual: Pain0To10 | None = None
    during_run: Pain0To10 | None = None
    after_run: Pain0To10 | None = None
    next_morning: Pain0To10 | None = None
    at_rest: Pain0To10 | None = None
    at_night: Pain0To10 | None = None
    stairs: Pain0To10 | None = None
    sitting: Pain0To10 | None = None
    squatting: Pain0To10 | None = None
    walking: Pain0To10 | None = None
    #: As the runner reports it from daily life; never asked to try.
    hopping: Pain0To10 | None = None


class Complaint(Part, frozen=True, kw_only=True):
    """One thing that hurts or troubles, where, since when, and how it behaves."""

    site: Id
    side: Side = Side.UNKNOWN
    #: Other regions the same complaint is felt in or spreads to.
    also: tuple[Place, ...] = ()
    onset: Literal["gradual", "sudden", "after_injury", "unknown"] = "unknown"
    began_on: date | None = None
    weeks: Weeks | None = None
    pain: PainLevels = PainLevels()
    #: How it behaves through a run.
    through_run: Literal[
        "none", "constant", "builds", "warms_up", "warms_up_then_returns", "starts_at_same_point", "unknown"
    ] = "unknown"
    #: Where it starts at a repeatable point of the run.
    starts_after_time: Duration | None = None
    starts_after_distance: Distance | None = None
    #: How long it lasts once the run is over.
    settles_in: Duration | None = None
    morning_stiffness: Duration | None = None
    #: Running at the moment?
    running: Literal["as_usual", "reduced", "stopped", "unknown"] = "unknown"
    #: Finding id of domain «symptom» → answer.
    features: dict[Id, Answer] = {}
    note: Words | None = None


class Change(Part, frozen=True, kw_only=True):
    """A change of the running routine, and when it happened against the onset."""

    what: Literal[
        "distance", "frequency", "longest_run", "pace", "speed_work", "hills", "surface", "shoes",
        "return_after_break", "race", "strength", "other",
    ]  # fmt: skip
    direction: Literal["up", "down", "new", "stopped", "unknown"] = "unknown"
    weeks_before_onset: Weeks | None = None
    before: Short | None = None
    after: Short | None = None
    #: Size of the change where known. [%]
    percent: Annotated[float, msgspec.Meta(ge=-100, le=10_000)] | None = None


class Routine(Part, frozen=True, kw_only=True):
    """What the running week looks like, and what has changed."""

    runs_per_week: Count | None = None
    weekly_distance: Distance | None = None
    #: Before the complaint, where it has been reduced since.
    weekly_distance_before: Distance | None = None
    longest_run: Distance | None = None
    usual_pace: Pace | None = None
    surfaces: tuple[Literal["road", "trail", "track", "treadmill", "grass", "sand", "camber"], ...] = ()
    hills: Literal["none", "some", "many"] | None = None
    speed_sessions_per_week: Count | None = None
    changes: tuple[Change, ...] = ()
    #: True: asked, and nothing had changed.
    no_changes: bool | None = None
    shoes: Short | None = None
    shoes_distance: Distance | None = None
    warm_up: Literal["none", "sometimes", "always"] | None = None
    strength_sessions_per_week: Count | None = None
    sleep_hours: Annotated[float, msgspec.Meta(ge=0, le=24)] | None = None
    stress_0_10: Annotated[float, msgspec.Meta(ge=0, le=10)] | None = None
    other_sport: Short | None = None


class PastInjury(Part, frozen=True, kw_only=True):
    """An earlier injury."""

    site: Id | None = None
    side: Side = Side.UNKNOWN
    condition: Id | None = None
    months_ago: Annotated[float, msgspec.Meta(ge=0, le=1200)] | None = None
    recovered: Answer = Answer.NOT_ASKED
    note: Short | None = None


class History(Part, frozen=True, kw_only=True):
    """What was before: earlier injuries and finding ids of domain «history»."""

    injuries: tuple[PastInjury, ...] = ()
    features: dict[Id, Answer] = {}
    note: Words | None = None


class Goal(Part, frozen=True, kw_only=True):
    """What the runner wants, and by when."""

    what: Literal["return_to_running", "race", "distance", "daily_life", "prevention", "performance"]
    distance: Distance | None = None
    on: date | None = None
    text: Short | None = None


class Availability(Part, frozen=True, kw_only=True):
    """When the runner can train."""

    days: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    minutes_per_day: Annotated[float, msgspec.Meta(ge=5, le=300)] | None = None
    run_days: tuple[Day, ...] | None = None
    #: The run of the week that matters most.
    key_run_day: Day | None = None


class ExamResult(Part, frozen=True, kw_only=True):
    """One physical test of one side: positive or negative, or a number with its unit.

    ``test`` may also be a finding of domain «exam» (weakness by hand, what an image shows): positive or negative.
    ``site`` is what was tested or pictured. Give it for an image or a letter: an MRI of the foot says nothing about a
    hip, and one without a place counts only where the runner has one complaint on that side.
    """

    test: Id
    site: Id | None = None
    side: Side = Side.UNKNOWN
    result: Literal["positive", "negative", "not_done"] | None = None
    value: Measurement | None = None
    pain: Pain0To10 | None = None
    #: By a person, or from a recording of the test; what a person measured is never overwritten unasked.
    seen_by: Literal["hand", "camera"] = "hand"
    #: Half-width of the 95 % interval of a value from a recording, in the unit of the value.
    error: Measurement | None = None
    #: Which recording it was read from.
    recording: Short | None = None
    note: Short | None = None


class MeasureResult(Part, frozen=True, kw_only=True):
    """A questionnaire or scale: its score, or the item answers to score."""

    measure: Id
    score: float | None = None
    items: tuple[float | None, ...] = ()
    side: Side = Side.UNKNOWN
    on: date | None = None


class Clearance(Part, frozen=True, kw_only=True):
    """A therapist's or physician's release of an open flag or a locked condition, by name and date."""

    flag: Id
    by: Short
    on: date
    note: Short | None = None


class Case(Part, frozen=True, kw_only=True):
    """Everything known about one runner at one visit."""

    id: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=80)] | None = None
    #: Where a published case comes from.
    source: Words | None = None
    visit_on: date | None = None
    purpose: Literal["injury", "prevention"] = "injury"
    runner: Runner = Runner()
    complaints: tuple[Complaint, ...] = ()
    #: Red-flag question id → answer.
    red_flags: dict[Id, Answer] = {}
    clearances: tuple[Clearance, ...] = ()
    routine: Routine = Routine()
    #: What was really run, where there are records of it.
    runs: CaseRuns = CaseRuns()
    history: History = History()
    medicines: dict[Id, Answer] = {}
    bone_and_energy: dict[Id, Answer] = {}
    wellbeing: dict[Id, Answer] = {}
    #: Finding ids of domain «form», seen by eye or camera, with the side.
    movement: tuple[MovementFinding, ...] = ()
    #: Recordings of running whose findings join ``movement``.
    recordings: tuple[CaseRecording, ...] = ()
    exam: tuple[ExamResult, ...] = ()
    measures: tuple[MeasureResult, ...] = ()
    goals: tuple[Goal, ...] = ()
    equipment: tuple[Id, ...] | None = None
    availability: Availability = Availability()
    #: Item ids the runner likes or refuses.
    likes: tuple[Id, ...] = ()
    refuses: tuple[Id, ...] = ()
    #: Time in the clinic for one session. [min]
    clinic_minutes: Annotated[float, msgspec.Meta(ge=5, le=180)] | None = None
    #: What was run and how it felt, from day to day.
    diary: tuple[DiaryEntry, ...] = ()
    comeback: ComebackSettings | None = None
    note: Words | None = None


class MovementFinding(Part, frozen=True, kw_only=True):
    """A finding of running form or of a test movement, by eye or camera."""

    finding: Id
    side: Side = Side.UNKNOWN
    answer: Answer = Answer.YES
    value: Measurement | None = None
    seen_by: Literal["eye", "camera"] = "eye"
