"""The safety shield: every session passes every rule, whoever proposed it.

A rule is one function: it takes the figures of the day and a session and gives the session back, smaller
where it must be, rest where nothing else will do. Each rule allows whatever is smaller than something it
allows, so one pass through the list ends inside all of them, a second pass changes nothing, and rest is
always allowed.

    planner, ladder or therapist ──► H9 H3 H1 H2 H4 H11 H13 H6 H5 H7 H8 H10 H12 ──► what may be run

The figures of the day come from the diary (:func:`restride.comeback.course.view_on`): the rest that pain and
overruns add, what counts as tolerated, and what holds the next step.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from restride.comeback.history import FREE, View, gap_share
from restride.comeback.sessions import REST, Session, bout_above, bout_below, dose_above, level_up, on_grid, session
from restride.model.words import Certainty


class Rule(NamedTuple):
    """One rule of the shield with what it rests on: «table/fact» of the knowledge.

    What it says takes its numbers from there (:func:`restride.comeback.reasons.filled`).
    """

    id: str
    says: str
    facts: tuple[str, ...]
    grade: Certainty
    apply: Callable[[View, Session], Session]

    @property
    def source(self) -> tuple[str, ...]:
        """Where its numbers and their sources stand."""
        return self.facts


def _locks(view: View, planned: Session) -> Session:
    return planned if view.may_run and not view.locked and not view.paused else REST


def _rests(view: View, planned: Session) -> Session:
    if view.day < view.rest_until:
        return REST
    if view.week_runs + 1 > _runs_cap(view) or view.days_in_row >= view.numbers.days_in_row:
        return REST
    return planned


def _runs_cap(view: View) -> int:
    numbers = view.numbers
    if not view.continuous:
        return numbers.runs_in_week
    return min(numbers.runs_in_week_most, max(numbers.runs_in_week, view.settled_runs + 1))


def dose_cap(view: View) -> int:
    """The most running a session may hold by H1 and H11, before anything else, in seconds."""
    share = 1.0 if view.gap_d is None else gap_share(view.gap_d, view.numbers)
    tolerated = int(view.dose_s * share) if share < 1 else view.dose_s
    if tolerated == 0:
        return int(view.modify_dose_s * (share if view.gap_d is not None else 1.0)) or view.entry_dose_s
    if share < 1:
        return max(on_grid(tolerated, view.numbers), view.numbers.grid_s)
    return max(dose_above(tolerated, view.numbers), min(view.before_gap_s, level_up(tolerated, view.numbers)))


def bout_cap(view: View) -> int:
    """The longest bout by H1b, H2 and H11, in seconds."""
    share = 1.0 if view.gap_d is None else gap_share(view.gap_d, view.numbers)
    tolerated = int(view.bout_s * share)
    if tolerated == 0:
        return int(view.modify_dose_s * share) or view.numbers.entry_bout_s
    if share < 1:
        return max(bout_below(tolerated, view.numbers), view.numbers.bouts_s[0])
    if tolerated >= view.numbers.bouts_s[-1]:
        return dose_above(tolerated, view.numbers)
    return bout_above(tolerated, view.numbers)


def _dose(view: View, planned: Session) -> Session:
    return _at_most(planned, dose_cap(view), view)


def _bout(view: View, planned: Session) -> Session:
    cap = bout_cap(view)
    return planned if planned.bout_s <= cap else session(planned.dose_s, cap, planned.pace, planned.grade)


def _at_most(planned: Session, dose_s: int, view: View) -> Session:
    """The session with its running time cut; a bout longer than the rest of it goes with it."""
    if planned.dose_s <= dose_s:
        return planned
    return session(on_grid(dose_s, view.numbers), planned.bout_s, planned.pace, planned.grade)


def week_cap(view: View) -> int:
    """What the rolling week still has room for (H4), in seconds."""
    most = int(view.best_week_s * view.numbers.week_share) + view.entry_dose_s
    return max(most, view.modify_week_s) - view.week_dose_s


def _week(view: View, planned: Session) -> Session:
    return _at_most(planned, max(0, week_cap(view)), view)


def _gap(view: View, planned: Session) -> Session:
    """Shares after a gap stand in the caps of H1 and H2; here nothing rises in the first run back."""
    if view.gap_d is None or view.gap_d <= view.numbers.gap_usual_d or view.dose_s == 0:
        return planned
    return _no_rise(view, planned)


def _no_rise(view: View, planned: Session) -> Session:
    """Nothing above what was tolerated."""
    if view.dose_s == 0:
        return planned
    held = _at_most(planned, view.dose_s, view)
    return session(held.dose_s, min(held.bout_s, view.bout_s), min(held.pace, view.pace), min(held.grade, view.grade))


def _therapist(view: View, planned: Session) -> Session:
    limited = view.limited
    if limited == FREE:
        return planned
    if limited.not_before is not None and view.day < limited.not_before:
        return REST
    if limited.runs_in_week is not None and view.week_runs + 1 > limited.runs_in_week:
        return REST
    held = planned if limited.dose_s is None else _at_most(planned, limited.dose_s, view)
    bout = held.bout_s if limited.bout_s is None else min(held.bout_s, bout_below(limited.bout_s, view.numbers))
    return session(held.dose_s, bout, held.pace if limited.speed else 0, held.grade if limited.hills else 0)


def _easy_first(view: View, planned: Session) -> Session:
    if not (planned.pace or planned.grade):
        return planned
    fast = view.continuous and view.speed_from is not None and view.day >= view.speed_from
    hills = view.continuous and view.hills_from is not None and view.day >= view.hills_from
    return planned._replace(pace=planned.pace if fast else 0, grade=planned.grade if hills else 0)


def rises(view: View, planned: Session) -> tuple[str, ...]:
    """Which variables stand above what was tolerated; none where nothing was tolerated yet."""
    if planned.is_rest or view.dose_s == 0:
        return ()
    found = []
    if view.week_runs + 1 > max(view.best_week_runs, view.numbers.runs_in_week):
        found.append("frequency")
    if planned.dose_s > view.dose_s:
        found.append("dose")
    if planned.bout_s > view.bout_s:
        found.append("bout")
    if planned.pace > view.pace:
        found.append("pace")
    if planned.grade > view.grade:
        found.append("grade")
    return tuple(found)


def _one_at_a_time(view: View, planned: Session) -> Session:
    found = rises(view, planned)
    # From 30 min on a bout is as long as the run: the two are one variable.
    whole = view.bout_s >= view.numbers.continuous_s
    extra = [name for name in found[1:] if not (whole and found[0] == "dose" and name == "bout")]
    held = planned
    for name in extra:
        held = _held(view, held, name)
    return held


def _held(view: View, planned: Session, name: str) -> Session:
    """The session with one variable back at what was tolerated."""
    if name == "dose":
        return _at_most(planned, view.dose_s, view)
    if name == "bout":
        return session(planned.dose_s, view.bout_s, planned.pace, planned.grade)
    return (
        planned._replace(pace=min(planned.pace, view.pace))
        if name == "pace"
        else planned._replace(grade=min(planned.grade, view.grade))
    )


def _repeat(view: View, planned: Session) -> Session:
    """Nothing above the level of the last run: at most the same again."""
    held = _at_most(planned, max(view.dose_s, view.level_dose_s), view)
    bout = min(held.bout_s, max(view.bout_s, view.level_bout_s))
    return session(held.dose_s, bout, min(held.pace, view.pace), min(held.grade, view.grade))


def _painful(view: View, planned: Session) -> Session:
    return _repeat(view, planned) if view.held_by_pain else planned


def _unlogged(view: View, planned: Session) -> Session:
    return _repeat(view, planned) if view.held_by_log else planned


def _overran(view: View, planned: Session) -> Session:
    return _repeat(view, planned) if view.held_by_overrun else planned


def _levels(view: View, planned: Session) -> Session:
    repeats = view.numbers.repeats
    times = {"dose": view.dose_times, "bout": view.bout_times, "pace": view.pace_times, "grade": view.grade_times}
    held = planned
    for name in rises(view, planned):
        if name != "frequency" and times[name] < repeats:
            held = _held(view, held, name)
    return held


_OWN = "engine/comeback."
RULES: tuple[Rule, ...] = (
    Rule("H9", "A red flag, a pause or a missing release locks until a therapist opens it.",
         ("load_facts/start_gate_general",), Certainty.EXPERT_OPINION, _locks),
    Rule("H3", "Rest between runs, and a limit on runs in any seven days.",
         (_OWN + "rest_h", _OWN + "rest_days", _OWN + "runs_in_7_days", _OWN + "days_in_row",
          "load_facts/rest_days_all.between"),
         Certainty.ENGINEERING_DEFAULT, _rests),
    Rule("H1", "Running time at most {load_facts/session_cap.cap} % of the largest tolerated of "
         "{engine/comeback.tolerated_days} days, early on {engine/comeback.dose_step_s|min} min more; with none, the "
         "entry dose.",
         ("load_facts/session_cap.cap", _OWN + "tolerated_days", _OWN + "dose_step_s", _OWN + "entry_usual_s"),
         Certainty.MODERATE, _dose),
    Rule("H2", "A bout at most one step of the lattice above the longest tolerated.",
         (_OWN + "entry_bout_s", _OWN + "bout_01_s"), Certainty.ENGINEERING_DEFAULT, _bout),
    Rule("H4", "Seven days at most {engine/comeback.week_share} % of the best tolerated seven of "
         "{engine/comeback.week_window_d} days, plus one first session.",
         (_OWN + "week_share", _OWN + "week_window_d"), Certainty.ENGINEERING_DEFAULT, _week),
    Rule("H11", "After a gap: hold, then less, then from the start.",
         (_OWN + "gap_short_share", _OWN + "gap_long_share", _OWN + "gap_hold_d"),
         Certainty.ENGINEERING_DEFAULT, _gap),
    Rule("H13", "A therapist's limits only tighten.", (), Certainty.ENGINEERING_DEFAULT, _therapist),
    Rule("H6", "No speed, no hills before {engine/comeback.continuous_s|min} min continuous were tolerated "
         "{engine/comeback.continuous_times} times and the easy base is laid.",
         (_OWN + "continuous_s", _OWN + "continuous_times", "load_facts/speed_start.weeks"),
         Certainty.ENGINEERING_DEFAULT, _easy_first),
    Rule("H5", "One variable rises in a session.",
         ("load_facts/order_after_continuous.weeks",), Certainty.EXPERT_OPINION, _one_at_a_time),
    Rule("H7", "The tissue's pain gate: nothing rises after pain above its limit.",
         ("engine/pain_rules.unknown_during",), Certainty.ENGINEERING_DEFAULT, _painful),
    Rule("H8", "Each level is tolerated {load_facts/comeback_algorithm.repeats} times before the next, "
         "{load_facts/comeback_algorithm.repeats_bone} times after bone.",
         ("load_facts/comeback_algorithm.repeats", "load_facts/comeback_algorithm.repeats_bone"),
         Certainty.ENGINEERING_DEFAULT, _levels),
    Rule("H10", "No pain log, no progress.", (_OWN + "no_log_alert_d",), Certainty.ENGINEERING_DEFAULT, _unlogged),
    Rule("H12", "What was run replaces what was planned; an overrun adds rest and blocks progress.",
         (_OWN + "overrun_share", _OWN + "overrun_rest_h"), Certainty.ENGINEERING_DEFAULT, _overran),
)  # fmt: skip


def shielded(view: View, planned: Session) -> Session:
    """What of ``planned`` may be run on this day."""
    for rule in RULES:
        if planned.dose_s == 0:
            return REST
        planned = rule.apply(view, planned)
    return planned
