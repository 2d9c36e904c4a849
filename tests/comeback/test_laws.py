"""Laws of the way back, over generated diaries. Each example is a diary of up to 48 sessions.

The quick run generates at least 2,000 sessions, `make test-night` at least 100,000.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.comeback.course import Aim, Course, Executed, view_on
from restride.comeback.gate import Felt, Gate, judge
from restride.comeback.history import FREE, Limited, View
from restride.comeback.ladders import stages
from restride.comeback.numbers import numbers
from restride.comeback.planner import next_session
from restride.comeback.sessions import Session, bouts, session
from restride.comeback.shield import RULES, dose_cap, rises, shielded
from restride.comeback.transitions import observe
from restride.model.words import Tissue
from tests.comeback.diaries import KNOWLEDGE, day, document, next_minutes, run, walk, way_back, with_diary
from validation.comeback_rules import Ledger

TISSUES = (Tissue.TENDON, Tissue.JOINT, Tissue.MUSCLE, Tissue.BONE_LOW, Tissue.UNKNOWN)
NUMBERS = {(tissue, irritability): numbers(KNOWLEDGE, tissue, irritability)
           for tissue in TISSUES for irritability in ("low", "moderate", "high")}  # fmt: skip
LADDERS = [(), *(stages(one, 2.4) for one in KNOWLEDGE.programmes.values() if stages(one, 2.4))]
AIM = Aim(5, 4200, 5 * 3000, 2, 1)
START = 1000


class Fate(NamedTuple):
    """What happens at one planned session."""

    wait: int
    during: float | None
    morning: float | None
    limped: bool
    share: float


pains = st.sampled_from((0, 0, 0, 0, 1, 2, 3, 4, 6, None))
fates = st.builds(
    Fate,
    wait=st.sampled_from((0, 0, 0, 0, 0, 1, 2, 5, 9, 16, 31)),
    during=pains,
    morning=st.sampled_from((0, 0, 0, 0, 1, 2, None)),
    limped=st.sampled_from((False,) * 9 + (True,)),
    share=st.sampled_from((1, 1, 1, 1, 1.02, 0.5, 1.2, 1.31, 3)),
)
kinds = st.sampled_from(sorted(NUMBERS))
diaries = st.lists(fates, min_size=1, max_size=40)
long_diaries = st.lists(fates, min_size=24, max_size=48)
limits = st.builds(
    Limited,
    dose_s=st.none() | st.integers(60, 2400),
    bout_s=st.none() | st.integers(30, 1800),
    runs_in_week=st.none() | st.integers(1, 4),
    speed=st.booleans(),
    hills=st.booleans(),
)
sessions_proposed = st.builds(
    session, st.integers(0, 300).map(lambda n: 30 * n), st.sampled_from((30, 60, 90, 120, 300, 600, 1200, 1800, 7200)),
    st.integers(0, 4), st.integers(0, 2),
)  # fmt: skip


def violated(view: View, planned: Session) -> tuple[str, ...]:
    """Ids of the rules this session breaks; empty for one that came through the shield."""
    if planned.is_rest:
        return ()
    return tuple(rule.id for rule in RULES if rule.apply(view, planned) != planned)


def course_of(kind: tuple[Tissue, str], ladder: int = 0) -> Course:
    own = NUMBERS[kind]
    course = Course(own, own.entry_dose_s, AIM)
    course.ready = True
    course.ladder = LADDERS[ladder % len(LADDERS)]
    return course


def lived(course: Course, diary: list[Fate], limited: Limited = FREE) -> list[tuple[int, Session, Course]]:
    """Follow the plan through these fates; what was planned on each day, with the course before it."""
    found, today, ledger = [], START, Ledger(course.numbers)
    for fate in diary:
        if course.paused_since is not None:
            course.paused_since, course.reds = None, ()
            ledger.released(today)
        course.walks_due = 0
        soonest = max(today + fate.wait, course.rest_until)
        for today in range(soonest, soonest + 8):
            view = view_on(course, today, limited)
            planned = next_session(course, view)
            if not planned.is_rest:
                break
        else:
            continue
        assert not violated(view, planned)
        assert not ledger.violations(today, planned)
        found.append((today, planned, course.copy()))
        felt = Felt(fate.during, None, fate.during and 0, fate.morning, None, None, None, fate.limped, None)
        judged = judge(felt, 0, course.numbers)
        dose, bout = int(planned.dose_s * fate.share), int(planned.bout_s * min(fate.share, 1.5))
        observe(course, Executed(today, max(30, dose), max(30, bout), planned.pace, planned.grade), judged, planned,
                dose_cap(view))  # fmt: skip
        ledger.ran(today, max(30, dose), max(30, bout), judged.gate, planned)
    return found


@settings(max_examples=settings().max_examples * 2)
@given(kinds, long_diaries, st.integers(0, 40), st.just(FREE) | limits)
def test_every_session_passes_every_rule_ours_and_the_independent_ones(kind, diary, ladder, limited):
    lived(course_of(kind, ladder), diary, limited)


@given(kinds, diaries, sessions_proposed, st.integers(0, 40), limits)
def test_the_shield_only_reduces_and_a_second_pass_changes_nothing(kind, diary, proposed, later, limited):
    course = course_of(kind)
    lived(course, diary)
    view = view_on(course, course.last.day + later if course.last else START, limited)
    allowed = shielded(view, proposed)
    assert all(less <= more for less, more in zip(allowed, proposed, strict=True))
    assert shielded(view, allowed) == allowed
    assert not violated(view, allowed)
    assert len(rises(view, allowed)) <= 1 or view.bout_s >= 1800
    for rule in RULES:
        assert rule.apply(view, Session(0, 0)).is_rest


@given(kinds, diaries, sessions_proposed, st.integers(0, 40))
def test_smaller_than_something_allowed_is_allowed(kind, diary, proposed, later):
    course = course_of(kind)
    lived(course, diary)
    view = view_on(course, course.last.day + later if course.last else START)
    allowed = shielded(view, proposed)
    smaller = session(allowed.dose_s // 60 * 30, allowed.bout_s, 0, 0)
    assert shielded(view, smaller) == smaller


@given(kinds, diaries, st.integers(0, 39), st.sampled_from(("pain", "limp", "silence", "morning")))
def test_more_pain_or_a_missing_log_never_raises_the_next_dose(kind, diary, at, how):
    course = course_of(kind)
    lived(course, diary)
    executed = [(one.day, one.dose_s, one.bout_s) for one in course.runs]
    if not executed:
        return
    at %= len(executed)
    felt = [Felt(0, 0, 0, 0, 0, 0, 0, False, None) for _ in executed]
    for fate, number in zip(diary, range(len(felt)), strict=False):
        felt[number] = felt[number]._replace(during=fate.during, next_morning=fate.morning, after_24_h=None)
    worse = list(felt)
    known = worse[at]
    worse[at] = {
        "pain": known._replace(during=min(10, (known.during or 0) + 2)) if known.during is not None else known,
        "limp": known._replace(limped=True),
        "silence": known._replace(during=None) if (known.during or 0) == 0 else known,
        "morning": known if known.next_morning is None else known._replace(next_morning=known.next_morning + 2),
    }[how]
    one, two = replayed(kind, executed, felt), replayed(kind, executed, worse)
    today = executed[-1][0] + 6
    next_one, next_two = (next_session(each, view_on(each, today)) for each in (one, two))
    assert next_two.dose_s <= next_one.dose_s
    assert two.target.dose_s <= one.target.dose_s


def replayed(kind: tuple[Tissue, str], executed: list[tuple[int, int, int]], felt: list[Felt]) -> Course:
    """The same runs, felt so; a pause is not lifted."""
    course = course_of(kind)
    for (on, dose, bout), how in zip(executed, felt, strict=True):
        view = view_on(course, on)
        planned = next_session(course, view)
        observe(course, Executed(on, dose, bout), judge(how, 0, course.numbers), planned, dose_cap(view))
    return course


@given(kinds, diaries, st.integers(0, 60), st.integers(0, 60))
def test_a_longer_gap_never_raises_the_dose(kind, diary, shorter, more):
    course = course_of(kind)
    lived(course, diary)
    if course.last is None or course.continuous >= 3:
        return
    first = max(course.last.day + 2 + shorter, course.rest_until)
    doses = []
    for today in (first, first + more):
        planned = next_session(course, view_on(course, today))
        doses.append(planned.dose_s)
    # Rest may end meanwhile, and room in the week come back: rest is no smaller dose to compare with.
    room = view_on(course, first)
    if doses[0] and room.week_runs + 1 <= course.numbers.runs_in_week and room.week_dose_s == 0:
        assert doses[1] <= doses[0]


@given(kinds, diaries, st.floats(1.0, 6.0))
def test_an_overrun_never_lifts_the_next_cap(kind, diary, factor):
    course = course_of(kind)
    lived(course, diary)
    today = max(course.rest_until, START)
    course.walks_due, course.paused_since = 0, None
    view = view_on(course, today)
    planned = next_session(course, view)
    if planned.is_rest or view.gap_d is None or view.gap_d > 7:
        return
    before = max(view.dose_s, planned.dose_s)
    felt = judge(Felt(0, 0, 0, 0, 0, 0, 0, False, None), 0, course.numbers)
    observe(
        course,
        Executed(today, int(planned.dose_s * factor), int(planned.bout_s * factor)),
        felt,
        planned,
        dose_cap(view),
    )
    after = view_on(course, today + 3)
    assert after.dose_s <= before
    assert next_session(course, after).dose_s <= max(1.1 * before, before + 60)


@given(kinds, st.lists(st.sampled_from((0, 0, 0, 1)), max_size=20))
def test_a_perfect_responder_reaches_30_min_in_a_bounded_number_of_sessions(kind, waits):
    course = course_of(kind)
    found = lived(course, [Fate(waits[n] if n < len(waits) else 0, 0, 0, False, 1) for n in range(70)])
    first = next(number for number, (_, planned, _) in enumerate(found) if planned.bout_s >= 1800)
    assert first <= (66 if course.numbers.is_bone else 44)


@given(kinds, diaries)
def test_the_last_bout_is_never_longer_than_the_others(kind, diary):
    for _, planned, _ in lived(course_of(kind), diary):
        pieces = bouts(planned)
        assert sum(pieces) == planned.dose_s
        assert max(pieces) == planned.bout_s
        assert all(piece == planned.bout_s for piece in pieces[:-1])


entries = st.lists(
    st.tuples(st.integers(2, 12), st.sampled_from((2, 5, 8, 12, 30)), st.sampled_from((0, 0, 0, 2, 4, 6, None)),
              st.sampled_from((0, 0, 1, 2, None))),
    max_size=12,
)  # fmt: skip


def diary_of(rows: list[tuple[int, float, float | None, float | None]]) -> tuple[dict[str, Any], date]:
    base, on = document(), day(0)
    for wait, minutes, during, morning in rows:
        base = with_diary(base, run(on, minutes, 1, during=during, next_morning=morning, after_24_h=None))
        base = with_diary(base, walk(on + timedelta(1)))
        on += timedelta(wait)
    return base, on


def body(base: dict[str, Any], today: date) -> bytes:
    return msgspec.json.encode(way_back(base, today))


@given(entries)
def test_replaying_the_log_gives_the_same_plan_in_any_order_with_duplicates(rows):
    base, today = diary_of(rows)
    known = body(base, today)
    turned = {**base, "diary": [*reversed(base["diary"]), *base["diary"][:3]]}
    assert body(turned, today) == known


@given(entries, st.integers(-2000, 2000))
def test_moving_all_dates_moves_the_dates_and_nothing_else(rows, by):
    base, today = diary_of(rows)
    shift = timedelta(days=7 * by)
    moved = {
        **base,
        "diary": [{**entry, "on": entry["on"] + shift} for entry in base["diary"]],
        "comeback": {**base["comeback"], "started_on": base["comeback"]["started_on"] + shift,
                     "readiness": [{**one, "on": one["on"] + shift} for one in base["comeback"]["readiness"]]},
    }  # fmt: skip
    one, two = way_back(base, today), way_back(moved, today + shift)
    assert [(r.on + shift, r.running_s, r.longest_bout_s) for r in one.next_runs] == [
        (r.on, r.running_s, r.longest_bout_s) for r in two.next_runs
    ]


@given(entries, st.sampled_from(("+00:00", "+01:00", "-08:00", "+13:00")), st.booleans())
def test_units_time_zone_and_daylight_saving_change_nothing(rows, zone, summer):
    base, today = diary_of(rows)
    timed, other = ({**base, "diary": [_at(entry, offset, minutes) for entry in base["diary"]]}
                    for offset, minutes in (("+01:00", True), (zone, False)))  # fmt: skip
    assert next_minutes(timed, today) == next_minutes(other, today)
    assert way_back(timed, today).level == way_back(other, today).level


def _at(entry: dict[str, Any], offset: str, minutes: bool) -> dict[str, Any]:
    if entry.get("kind") == "walk":
        return entry
    known = float(entry["running"].split()[0])
    return {
        **entry,
        "at": f"{entry['on']}T18:00:00{offset}",
        "running": f"{known:g} min" if minutes else f"{known * 60:g} s",
    }


@given(entries, st.sampled_from(sorted(KNOWLEDGE.red_flags)))
def test_an_extra_flag_locks_and_no_run_comes_out(rows, flag):
    base, today = diary_of(rows)
    flagged = with_diary(base, {"on": today, "kind": "check", "flags": [flag]})
    found = way_back(flagged, today)
    assert found.mode == "LOCKED"
    assert not found.next_runs
    assert found.unlocks


@given(entries, st.integers(1, 20))
def test_a_therapists_limit_is_never_passed_and_never_raises(rows, minutes):
    base, today = diary_of(rows)
    limited = {**base, "comeback": {**base["comeback"], "limits": [
        {"by": "T", "on": day(0), "running_max": f"{minutes} min", "pain_during_max": 5}]}}  # fmt: skip
    assert next_minutes(limited, today)[0] <= min(minutes, 999)
    assert all(one.running_s <= minutes * 60 for one in way_back(limited, today).next_runs)


@given(entries)
def test_every_session_and_every_decision_says_why_and_from_where(rows):
    base, today = diary_of(rows)
    found = way_back(base, today)
    for one in (*found.next_runs, *found.decisions):
        reasons = one.because if hasattr(one, "because") else one.reason
        assert reasons
        assert all(reason.says and reason.rule for reason in reasons)
        assert any(reason.sources or reason.certainty == "engineering_default" for reason in reasons)
    for one in found.next_runs:
        assert one.running_s == sum(bout.repeats * bout.run_s for bout in one.bouts)
        assert found.mode not in ("LOCKED", "PAUSED")


@given(st.builds(Felt, *[st.none() | st.integers(0, 10)] * 7, st.none() | st.booleans(), st.none() | st.booleans()),
       kinds, st.integers(0, 6), st.integers(1, 5), st.integers(0, 3))  # fmt: skip
def test_more_pain_never_gives_a_better_colour(felt, kind, at, more, usual):
    own = NUMBERS[kind]
    value = felt[at]
    if value is None:
        return
    worse = felt._replace(**{Felt._fields[at]: min(10, value + more)})
    assert judge(worse, usual, own).gate >= judge(felt, usual, own).gate
    silent = felt._replace(**{Felt._fields[at]: None})
    if judge(felt, usual, own).gate is Gate.OPEN:
        assert judge(silent, usual, own).gate >= Gate.OPEN
