"""The numbers of the way back, read from the knowledge once: whole seconds, days and plain shares.

Nothing here decides. Each field is named after its fact in ``engine/comeback.yaml`` unless said otherwise.
"""

from __future__ import annotations

from typing import NamedTuple

from restride.knowledge.load import Knowledge, KnowledgeError
from restride.model.words import Tissue

_TABLE = "comeback"
_PERCENT = 100.0


class Numbers(NamedTuple):
    """Everything the shield, the transitions and the planner reckon with, for one tissue."""

    tissue: Tissue
    is_bone: bool
    #: Pain allowed while running, and the hours within which it must be gone (``pain_rules``).
    during_max: float
    settles_h: float
    #: Points above the usual morning that hold and that step back (``comeback_algorithm``).
    morning_hold: float
    morning_regress: float
    red_during: float
    bouts_s: tuple[int, ...]
    grid_s: int
    #: 110 % (``session_cap``).
    dose_share: float
    dose_step_s: int
    tolerated_days: int
    entry_dose_s: int
    entry_bout_s: int
    rest_h: float
    rest_days: int
    rest_build_h: float
    #: Rest days after a new level, bone only (``rest_days_bone``); 0 elsewhere.
    rest_days_new_level: int
    runs_in_week: int
    runs_in_week_most: int
    days_in_row: int
    week_d: int
    week_window_d: int
    week_share: float
    continuous_s: int
    continuous_times: int
    as_planned_share: float
    #: Times a level is tolerated before the next (``comeback_algorithm``; three for bone).
    repeats: int
    red_rest_h: float
    walks_after_red: int
    ambers: int
    down_one: float
    down_two: float
    reds: int
    reds_days: int
    gap_usual_d: int
    gap_hold_d: int
    gap_short_d: int
    gap_short_share: float
    gap_long_d: int
    gap_long_share: float
    illness_free_d: int
    illness_share: float
    overrun_share: float
    overrun_rest_h: float
    belief_days: int
    belief_near_share: float
    belief_more_greens: int
    belief_warning: float
    warm_up_s: int
    cool_down_s: int
    walk_break_short_s: int
    walk_break_long_s: int
    short_bout_s: int
    walk_first_s: int
    walk_step_s: int
    walk_most_s: int
    easy_run_share: float
    variable_d: int
    #: Seconds run fast and uphill at each level; level 0 is none.
    fast_s: tuple[int, ...]
    hill_s: tuple[int, ...]
    #: Days of easy base before speed and before hills, hold-backs of the tissue included.
    speed_after_d: int
    hills_after_d: int
    #: Share of the week that may be fast at first (``speed_start``).
    fast_share: float
    #: Weeks from one lighter week to the next, and what a lighter week leaves (``deload_weeks``).
    deload_every: int
    deload_share: float
    done_weeks: int
    race_share: float
    horizon_d: int
    no_log_alert_d: int
    same_start_min: int
    effort_easy: float
    easy_pace_share: float
    entry_share: float
    jog_m_s: float
    goal_default_s: int
    goal_search_weeks: int
    modify_share: float
    order: tuple[str, ...]


def numbers(
    knowledge: Knowledge, tissue: Tissue, irritability: str = "unknown", *, during_max: float | None = None
) -> Numbers:
    """The numbers for one tissue and irritability; ``during_max`` is a therapist's limit on pain in a run."""
    own = _Reader(knowledge)
    bone = tissue in (Tissue.BONE_HIGH, Tissue.BONE_LOW)
    lists = knowledge.engine[_TABLE].lists
    cautious = tissue.value in lists["cautious_tissues"] or irritability == "high"
    entry = "entry_cautious_s" if cautious else "entry_calm_s" if irritability == "low" else "entry_usual_s"
    hold_back = {"bone": 0, "tendon": 0, "joint": 0} | {_family(tissue): own.whole(f"hold_back_days_{_family(tissue)}")}
    base_d = own.load("speed_start", "weeks_bone" if bone else "weeks") * own.whole("week_d")
    return Numbers(
        tissue=tissue,
        is_bone=bone,
        during_max=knowledge.number("pain_rules", f"{tissue.value}_during") if during_max is None else during_max,
        settles_h=knowledge.number("pain_rules", f"{tissue.value}_settles"),
        morning_hold=own.load("comeback_algorithm", "hold"),
        morning_regress=own.load("comeback_algorithm", "regress"),
        red_during=own.number("red_during"),
        bouts_s=tuple(own.whole(name) for name in sorted(own.names("bout_"))),
        grid_s=own.whole("grid_s"),
        dose_share=own.load("session_cap", "cap") / _PERCENT,
        dose_step_s=own.whole("dose_step_s"),
        tolerated_days=own.whole("tolerated_days"),
        entry_dose_s=own.whole(entry),
        entry_bout_s=own.whole("entry_bout_s"),
        rest_h=own.number("rest_h"),
        rest_days=own.whole("rest_days"),
        rest_build_h=own.number("rest_build_h"),
        rest_days_new_level=int(own.load("rest_days_bone", "new_stage")) if bone else 0,
        runs_in_week=own.whole("runs_in_7_days"),
        runs_in_week_most=own.whole("runs_in_7_days_most"),
        days_in_row=own.whole("days_in_row"),
        week_d=own.whole("week_d"),
        week_window_d=own.whole("week_window_d"),
        week_share=own.share("week_share"),
        continuous_s=own.whole("continuous_s"),
        continuous_times=own.whole("continuous_times"),
        as_planned_share=own.share("as_planned_share"),
        repeats=int(own.load("comeback_algorithm", "repeats_bone" if bone else "repeats")),
        red_rest_h=own.number("red_rest_h"),
        walks_after_red=own.whole("walks_after_red_bone" if bone else "walks_after_red"),
        ambers=own.whole("ambers"),
        down_one=own.share("down_one_share"),
        down_two=own.share("down_two_share"),
        reds=own.whole("reds"),
        reds_days=own.whole("reds_days"),
        gap_usual_d=own.whole("gap_usual_d"),
        gap_hold_d=own.whole("gap_hold_d"),
        gap_short_d=own.whole("gap_short_d"),
        gap_short_share=own.share("gap_short_share"),
        gap_long_d=own.whole("gap_long_d"),
        gap_long_share=own.share("gap_long_share"),
        illness_free_d=own.whole("illness_free_d"),
        illness_share=own.share("illness_share"),
        overrun_share=own.share("overrun_share"),
        overrun_rest_h=own.number("overrun_rest_h"),
        belief_days=own.whole("belief_days"),
        belief_near_share=own.share("belief_near_share"),
        belief_more_greens=own.whole("belief_more_greens"),
        belief_warning=own.number("belief_warning"),
        warm_up_s=own.whole("warm_up_s"),
        cool_down_s=own.whole("cool_down_s"),
        walk_break_short_s=own.whole("walk_break_short_s"),
        walk_break_long_s=own.whole("walk_break_long_s"),
        short_bout_s=own.whole("short_bout_s"),
        walk_first_s=own.whole("walk_first_s"),
        walk_step_s=own.whole("walk_step_s"),
        walk_most_s=own.whole("walk_most_s"),
        easy_run_share=own.share("easy_run_share"),
        variable_d=own.whole("variable_d"),
        fast_s=(0, *(own.whole(name) for name in sorted(own.names("fast_")))),
        hill_s=(0, *(own.whole(name) for name in sorted(own.names("hill_")))),
        speed_after_d=int(base_d) + hold_back["bone"] + hold_back["tendon"],
        hills_after_d=int(base_d) + hold_back["joint"] + hold_back["tendon"],
        fast_share=own.load("speed_start", "share") / _PERCENT,
        deload_every=own.end("deload_weeks", "every", "high"),
        deload_share=1 - own.end("deload_weeks", "less", "high") / _PERCENT,
        done_weeks=own.whole("done_weeks"),
        race_share=own.share("race_share"),
        horizon_d=own.whole("horizon_d"),
        no_log_alert_d=own.whole("no_log_alert_d"),
        same_start_min=own.whole("same_start_min"),
        effort_easy=own.number("effort_easy"),
        easy_pace_share=own.share("easy_pace_share"),
        entry_share=own.share("entry_share"),
        jog_m_s=own.number("jog_m_s"),
        goal_default_s=own.whole("goal_default_s"),
        goal_search_weeks=own.whole("goal_search_weeks"),
        modify_share=own.share(
            {"low": "modify_calm_share", "high": "modify_high_share"}.get(irritability, "modify_sore_share")
        ),
        order=lists.get(f"order_{tissue.value}", lists["order"]),
    )


def _family(tissue: Tissue) -> str:
    """The group of tissues a hold-back is written for."""
    if tissue in (Tissue.BONE_HIGH, Tissue.BONE_LOW):
        return "bone"
    return "tendon" if tissue in (Tissue.TENDON, Tissue.FASCIA, Tissue.MUSCLE) else "joint"


def _given(value: float | None, statement: str, name: str) -> float:
    if value is None:
        raise KnowledgeError(f"load/return_to_run.yaml: {statement}.{name} has no such number; write it.")
    return value


class _Reader:
    """Values of facts in the form the reckoning wants."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._facts = knowledge.engine[_TABLE].facts

    def names(self, stem: str) -> list[str]:
        return [name for name in self._facts if name.startswith(stem) and name.endswith("_s")]

    def number(self, name: str) -> float:
        return self._knowledge.number(_TABLE, name)

    def whole(self, name: str) -> int:
        return round(self.number(name))

    def share(self, name: str) -> float:
        return self.number(name) / _PERCENT

    def load(self, statement: str, name: str) -> float:
        """A number of ``load/return_to_run.yaml``."""
        return _given(self._knowledge.load_facts[statement].facts[name].value, statement, name)

    def end(self, statement: str, name: str, which: str) -> int:
        """One end of a range there."""
        fact = self._knowledge.load_facts[statement].facts[name]
        return round(_given(fact.low if which == "low" else fact.high, statement, name))
