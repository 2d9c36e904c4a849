"""A history: each activity once, whatever the order, the number of copies, the zone or the season."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.training.history import build_history
from restride.training.record import Origin, RunRecord
from restride.training.report import report_on
from tests.training.made import facts, history_of, limits, made_run

MONDAY = date(2026, 2, 2)


def copy_of(run: RunRecord, *, shift_s: float = 0.0, form: str = "gpx", **more: object) -> RunRecord:
    digest = f"{abs(hash((run.id, shift_s, form))):016x}".ljust(64, "f")[:64]
    origin = Origin(name=f"{form} of {run.origin.name}", sha256=digest, format=form, points=run.origin.points)
    start = None if run.start_s is None else run.start_s + shift_s
    return msgspec.structs.replace(run, id=f"{digest[:16]}.0", start_s=start, origin=origin, **more)


@pytest.mark.parametrize(("shift_s", "joined"), [(0, True), (299, True), (300, True), (301, False), (-300, True)])
def test_the_same_start_within_five_minutes_is_one_activity(shift_s: float, joined: bool) -> None:
    run = made_run(MONDAY, 10_000)
    assert len(history_of(run, copy_of(run, shift_s=shift_s)).runs) == (1 if joined else 2)


def test_a_warm_up_just_before_is_a_run_of_its_own() -> None:
    warm_up = made_run(MONDAY, 600, number=1)
    run = copy_of(made_run(MONDAY, 10_000), shift_s=240)
    assert len(history_of(warm_up, run).runs) == 2


def test_a_ride_at_the_same_time_is_not_the_run() -> None:
    run = made_run(MONDAY, 10_000)
    ride = copy_of(run, kind="cross", sport="cycling")
    history = history_of(run, ride)
    assert (len(history.runs), len(history.cross)) == (1, 1)


def test_gaps_are_filled_from_the_copies() -> None:
    run = made_run(MONDAY, 10_000, effort_0_10=None)
    copy = copy_of(run, form="strava", effort_0_10=6.0, shoes="Blue", title="Long", where="trail")
    (one,) = history_of(run, copy).runs
    assert (one.origin.format, one.effort_0_10, one.shoes, one.title, one.where) == (
        "fit",
        6.0,
        "Blue",
        "Long",
        "trail",
    )
    assert one.also_in == (copy.origin.name,)


def test_what_has_no_date_is_shown_and_not_counted() -> None:
    run = made_run(MONDAY, 10_000)
    history = history_of(run, copy_of(run, form="fit", start_s=None) if False else msgspec.structs.replace(
        made_run(MONDAY, 8000, number=5), start_s=None))  # fmt: skip
    assert (len(history.runs), len(history.undated)) == (1, 1)


days = st.lists(
    st.tuples(st.integers(0, 200), st.integers(500, 40_000), st.integers(0, 22)), min_size=1, max_size=25,
    unique_by=lambda row: (row[0], row[2] // 4),
)  # fmt: skip


def runs_of(rows: list[tuple[int, int, int]], offset_s: int = 0) -> list[RunRecord]:
    return [
        made_run(MONDAY + timedelta(days=day), metres, number=number, hour=hour, offset_s=offset_s)
        for number, (day, metres, hour) in enumerate(rows)
    ]


@given(days, st.randoms(use_true_random=False))
def test_the_order_of_import_changes_nothing(rows: list[tuple[int, int, int]], random: object) -> None:
    runs = runs_of(rows)
    copies = [copy_of(run, shift_s=7.0) for run in runs[::2]]
    mixed = [*runs, *copies]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert build_history(mixed, limits()) == build_history([*runs, *copies], limits())


@given(days)
def test_duplicates_change_nothing_that_is_reported(rows: list[tuple[int, int, int]]) -> None:
    runs = runs_of(rows)
    once = report_on(build_history(runs, limits()), facts(), MONDAY + timedelta(days=150))
    copies = [copy_of(run, shift_s=60.0, form=form) for run in runs for form in ("gpx", "tcx")]
    again = report_on(build_history([*runs, *copies, *runs], limits()), facts(), MONDAY + timedelta(days=150))
    for name in ("ratios", "weeks", "breaks", "tissue", "errors"):
        assert getattr(again, name) == getattr(once, name)


ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Auckland", "America/Los_Angeles")


@given(days, st.sampled_from(ZONES))
def test_time_zone_and_summer_time_change_nothing(rows: list[tuple[int, int, int]], zone: str) -> None:
    """The same clock on the wall in another zone, the end and the beginning of summer time in between."""
    here = runs_of(rows)
    there = []
    for run in here:
        wall = run.local.replace(tzinfo=ZoneInfo(zone))
        offset = int((wall.utcoffset() or timedelta()).total_seconds())
        there.append(msgspec.structs.replace(run, start_s=wall.astimezone(UTC).timestamp(), utc_offset_s=offset))
    onset = MONDAY + timedelta(days=120)
    first = report_on(build_history(here, limits()), facts(), onset)
    second = report_on(build_history(there, limits()), facts(), onset)
    for name in ("ratios", "weeks", "breaks", "tissue", "errors"):
        assert getattr(first, name) == getattr(second, name)


def test_the_day_is_the_runners_own() -> None:
    late = datetime(2026, 3, 29, 22, 30, tzinfo=UTC).timestamp()
    run = msgspec.structs.replace(made_run(MONDAY, 5000), start_s=late, utc_offset_s=7200)
    assert (run.day, run.local.hour) == (date(2026, 3, 30), 0)
    assert run.day == run.local.date()
