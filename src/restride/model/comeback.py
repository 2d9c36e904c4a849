"""What the way back says on one day; the published document of ``restride comeback --json``."""

from __future__ import annotations

from datetime import date
from typing import Literal

from restride.model.decision import Reason
from restride.model.evaluation import Out
from restride.model.plan import PainRule
from restride.model.words import Tissue

Mode = Literal["LOCKED", "WALK", "RUN_WALK", "CONTINUOUS", "BUILD", "MODIFY", "PAUSED", "DONE"]
Colour = Literal["green", "amber", "red", "open"]


class Level(Out, frozen=True, kw_only=True):
    """A level: running time, longest bout, and the levels of speed and hills (0 is none)."""

    running_s: int
    bout_s: int
    pace: int = 0
    grade: int = 0


class Bout(Out, frozen=True, kw_only=True):
    """Repeats of one bout and the walk after each; the last walk belongs to the way home."""

    repeats: int
    run_s: int
    walk_s: int


class PlannedRun(Out, frozen=True, kw_only=True):
    """One session. ``certain`` is False for days that depend on how the ones before feel."""

    on: date
    kind: Literal["walk", "walk_run", "run"]
    certain: bool
    warm_up_walk_s: int
    bouts: tuple[Bout, ...]
    cool_down_walk_s: int
    running_s: int
    longest_bout_s: int
    total_s: int
    #: Seconds of it fast, and uphill.
    fast_s: int
    uphill_s: int
    #: «14:24»: not earlier that day, where the clock of the last run is known.
    not_before: str | None
    pace_max_m_s: float | None
    effort_max_0_10: float
    surface: Literal["flat", "rolling", "hills"]
    #: Variable that rises, or «none».
    rises: str
    because: tuple[Reason, ...]


class Observation(Out, frozen=True, kw_only=True):
    """What was seen that led to a decision."""

    what: str
    value: float | None
    limit: float | None
    colour: Colour | None


class Decision(Out, frozen=True, kw_only=True):
    """One change, or the reason why nothing changed."""

    on: date
    observation: Observation
    #: Rules of the shield or of the transitions, the deciding one first.
    rules: tuple[str, ...]
    before: Level
    after: Level
    mode_before: Mode
    mode_after: Mode
    #: What was run that day; None for a walk or an event.
    ran: Level | None
    not_before: date | None
    reason: tuple[Reason, ...]


class Cap(Out, frozen=True, kw_only=True):
    """One cap of the next run, with what it rests on."""

    what: Literal["running", "bout", "rest", "week", "rises"]
    value: float | None
    unit: str
    of: float | None
    rule: str


class Ready(Out, frozen=True, kw_only=True):
    """One thing that must hold before the first run."""

    what: str
    says: str
    answer: Literal["yes", "no", "not_asked"]


class Step(Out, frozen=True, kw_only=True):
    """One step of the staircase to 30 min or to the aim."""

    running_s: int
    bout_s: int
    greens: int
    state: Literal["done", "now", "next", "later"]
    soonest: date | None


class GoalView(Out, frozen=True, kw_only=True):
    """The goal, whether its date can be kept when every run is green, and what could be instead."""

    what: str
    on: date | None
    longest_s: int
    runs_per_week: int
    week_s: int
    #: 30 min continuous at the earliest, all green.
    soonest_30_min: date | None
    soonest: date | None
    feasible: bool | None
    #: Longest run feasible by the date, where the goal is not.
    instead_s: int | None
    instead_km: float | None
    because: tuple[Reason, ...]


class WhatIf(Out, frozen=True, kw_only=True):
    """What the next run would be after one more event."""

    event: Literal["green", "amber", "red", "gap_10_days", "overrun", "no_log"]
    mode: Mode
    next_on: date | None
    running_s: int
    bout_s: int
    direction: Literal["up", "same", "down", "stop"]


class Alert(Out, frozen=True, kw_only=True):
    """Something the therapist should see."""

    kind: Literal["red", "two_ambers", "two_reds", "no_log", "overrun", "red_flag", "elsewhere"]
    on: date
    says: str


class LadderView(Out, frozen=True, kw_only=True):
    """The ladder that proposes the sessions; the shield guards whichever it is."""

    id: str
    name: str
    stage: int | None
    stages: int | None
    sources: tuple[str, ...]


class Comeback(Out, frozen=True, kw_only=True):
    """Where the runner stands, what to run next and why, and how every step so far was decided."""

    schema: Literal["restride/comeback/1"] = "restride/comeback/1"
    case: str | None
    today: date
    knowledge: str
    knowledge_digest: str
    mode: Mode
    tissue: Tissue
    says: str
    plain: str
    unlocks: tuple[str, ...]
    #: Emergency questions that nobody asked: they lock until they are.
    ask_first: tuple[str, ...] = ()
    pain_rule: PainRule
    level: Level
    #: Number of the level on the way to 30 min, and how many there are.
    level_number: int
    levels: int
    streak: int
    runs_so_far: int
    readiness: tuple[Ready, ...]
    next_runs: tuple[PlannedRun, ...]
    caps: tuple[Cap, ...]
    staircase: tuple[Step, ...]
    decisions: tuple[Decision, ...]
    what_if: tuple[WhatIf, ...]
    goal: GoalView | None
    ladder: LadderView
    alerts: tuple[Alert, ...]
    #: What the therapist must read before signing.
    read_first: tuple[str, ...]
    cross_training: tuple[str, ...]
    because: tuple[Reason, ...]
