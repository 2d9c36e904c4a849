"""The numbers of the way back, read from the knowledge once: whole seconds, days and plain shares.

Nothing here decides. Each field is named after its fact in ``engine/comeback.yaml`` unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any, NamedTuple, get_type_hints

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
    #: Stages of a published ladder that ambers in a row and a red run go back.
    stages_down: int
    stages_red: int
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


_KINDS = get_type_hints(Numbers)


def numbers(
    knowledge: Knowledge, tissue: Tissue, irritability: str = "unknown", *, during_max: float | None = None
) -> Numbers:
    """The numbers for one tissue and irritability; ``during_max`` is a therapist's limit on pain in a run."""
    own = _Reader(knowledge)
    chosen = {
        **_of_pain(own, tissue, during_max),
        **_of_tissue(own, tissue),
        **_of_irritability(own, tissue, irritability),
        **_of_load(own),
        "bouts_s": own.levels("bout_"),
        "fast_s": (0, *own.levels("fast_")),
        "hill_s": (0, *own.levels("hill_")),
        "runs_in_week": own.whole("runs_in_7_days"),
        "runs_in_week_most": own.whole("runs_in_7_days_most"),
        "down_one": own.share("down_one_share"),
        "down_two": own.share("down_two_share"),
    }
    return Numbers(**chosen, **own.named(but=chosen))


def _of_pain(own: _Reader, tissue: Tissue, during_max: float | None) -> dict[str, Any]:
    """Pain in a run, after it and in the morning."""
    return {
        "during_max": own.pain(f"{tissue.value}_during") if during_max is None else during_max,
        "settles_h": own.pain(f"{tissue.value}_settles"),
        "morning_hold": own.load("comeback_algorithm", "hold"),
        "morning_regress": own.load("comeback_algorithm", "regress"),
    }


def _of_tissue(own: _Reader, tissue: Tissue) -> dict[str, Any]:
    """What bone, tendon and joint change: rest, repeats, the order of what grows, the wait for speed and hills."""
    bone = _family(tissue) == "bone"
    held = {"bone": 0, "tendon": 0, "joint": 0} | {_family(tissue): own.whole(f"hold_back_days_{_family(tissue)}")}
    base_d = int(own.load("speed_start", "weeks_bone" if bone else "weeks") * own.whole("week_d"))
    return {
        "tissue": tissue,
        "is_bone": bone,
        "rest_days_new_level": int(own.load("rest_days_bone", "new_stage")) if bone else 0,
        "repeats": int(own.load("comeback_algorithm", "repeats_bone" if bone else "repeats")),
        "walks_after_red": own.whole("walks_after_red_bone" if bone else "walks_after_red"),
        "speed_after_d": base_d + held["bone"] + held["tendon"],
        "hills_after_d": base_d + held["joint"] + held["tendon"],
        "order": own.lists.get(f"order_{tissue.value}", own.lists["order"]),
    }


def _of_irritability(own: _Reader, tissue: Tissue, irritability: str) -> dict[str, Any]:
    """Where the first run starts, and what is left of an exercise that was felt."""
    cautious = tissue.value in own.lists["cautious_tissues"] or irritability == "high"
    entry = "cautious" if cautious else "calm" if irritability == "low" else "usual"
    modify = {"low": "calm", "high": "high"}.get(irritability, "sore")
    return {"entry_dose_s": own.whole(f"entry_{entry}_s"), "modify_share": own.share(f"modify_{modify}_share")}


def _of_load(own: _Reader) -> dict[str, Any]:
    """Rules of load that stand with their sources in ``load/return_to_run.yaml``."""
    return {
        "dose_share": own.load("session_cap", "cap") / _PERCENT,
        "fast_share": own.load("speed_start", "share") / _PERCENT,
        "deload_every": own.high("deload_weeks", "every"),
        "deload_share": 1 - own.high("deload_weeks", "less") / _PERCENT,
    }


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
        self.lists = knowledge.engine[_TABLE].lists

    def named(self, *, but: Container[str]) -> dict[str, Any]:
        """The fields that are named after their facts: whole numbers, shares of a percentage, and plain numbers."""
        return {
            name: self.whole(name) if kind is int else self.share(name) if name.endswith("_share")
            else self.number(name)
            for name, kind in _KINDS.items() if name not in but
        }  # fmt: skip

    def levels(self, stem: str) -> tuple[int, ...]:
        """Seconds at each level, in the order of their names."""
        return tuple(self.whole(one) for one in sorted(self._facts) if one.startswith(stem) and one.endswith("_s"))

    def number(self, name: str) -> float:
        return self._knowledge.number(_TABLE, name)

    def whole(self, name: str) -> int:
        return round(self.number(name))

    def share(self, name: str) -> float:
        return self.number(name) / _PERCENT

    def pain(self, name: str) -> float:
        """A number of ``pain_rules``."""
        return self._knowledge.number("pain_rules", name)

    def load(self, statement: str, name: str) -> float:
        """A number of ``load/return_to_run.yaml``."""
        return _given(self._knowledge.load_facts[statement].facts[name].value, statement, name)

    def high(self, statement: str, name: str) -> int:
        """The upper end of a range there."""
        return round(_given(self._knowledge.load_facts[statement].facts[name].high, statement, name))
