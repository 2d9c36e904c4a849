"""Training errors before the onset of a complaint: which run or change, what was unusual, how it compares.

Every comparison is the runner's own: the four weeks up to the onset against the eight before them. Nothing is said
where the records do not reach back far enough, and «nothing unusual» only where they do.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from restride.knowledge.load import Knowledge
from restride.model.decision import Reason
from restride.model.words import State
from restride.training.history import History
from restride.training.limits import derived_number, history_days, spike_classes
from restride.training.load import (
    breaks_of,
    fast_seconds,
    session_ratios,
    spike_class,
    usual_speed_m_s,
)
from restride.training.record import Out, RunRecord
from restride.training.window import Window, day_words, weeks_words


class TrainingError(Out, frozen=True, kw_only=True):
    """One thing that was, or was not, unusual before the onset."""

    #: Finding id of ``findings/routine.yaml``.
    finding: str
    state: State
    #: The run, where it is one; and its day, or the first day of the change.
    run: str | None = None
    on: date | None = None
    #: What was seen, what it is compared with, and the unit of both.
    seen: float | None = None
    before: float | None = None
    unit: str | None = None
    #: Change against before. [%]
    percent: float | None = None
    #: The therapist's sentence.
    says: str
    because: tuple[Reason, ...] = ()


def training_errors(history: History, onset: date, knowledge: Knowledge) -> tuple[TrainingError, ...]:
    """What was unusual in the weeks before the onset, and what is known not to have been."""
    window = Window(history, onset, knowledge)
    found = [*_entered(window), *_shoes(window)]
    if window.runs:
        found += [*_spike(window), *_break(window), *_routine(window)]
        if window.comparable:
            found += [*_volume(window), *_frequency(window), *_speed(window), *_hills(window)]
    order = {State.PRESENT: 0, State.ABSENT: 1, State.UNKNOWN: 2}
    return tuple(sorted(found, key=lambda one: (order[one.state], one.finding, one.on or onset)))


def _spike(window: Window) -> Iterator[TrainingError]:
    chosen = window.lines.between(window.start, window.end)
    ratios = session_ratios(window.history, window.knowledge, chosen.start, chosen.stop)
    known = [one for one in ratios if one.ratio is not None]
    if not known:
        return
    classes = spike_classes(window.knowledge)
    worst = max(known, key=lambda one: (one.ratio or 0.0, one.on))
    ratio, metres, longest = worst.ratio or 0.0, worst.distance_m or 0.0, worst.longest_m or 0.0
    category = spike_class(ratio, classes)
    days = history_days(window.knowledge)
    compared = (
        f"{metres / 1000:.1f} km, {ratio:.2f} times the longest of the {days} days before ({longest / 1000:.1f} km)"
    )
    spike = category.hazard > 1.0
    if not spike and len(known) < len(ratios):
        # Some runs could not be compared; a spike among them is possible.
        return
    says = (
        f"{window.in_words}: on {day_words(worst.on)} a run of {compared}; a {category.name} spike"
        if spike
        else f"{window.in_words} no run was much longer than the {days} days before it; the nearest was {compared}"
    )
    hazard = (
        f"{category.says}: {category.hazard:g} among healthy runners; not the chance of injury of one person."
        if spike
        else ""
    )
    statement = window.knowledge.load_facts["spike_categories"]
    because = window.reason("spike_categories", says=hazard or statement.says)
    shared = {
        "run": worst.run, "on": worst.on, "seen": round(metres / 1000, 2), "before": round(longest / 1000, 2),
        "unit": "km", "percent": round(100 * (ratio - 1), 1), "because": because,
    }  # fmt: skip
    state = State.PRESENT if spike else State.ABSENT
    yield TrainingError(finding="longest_run_spike", state=state, says=f"{says}.", **shared)  # type: ignore[arg-type]
    large = State.PRESENT if category.to is None else State.ABSENT
    if large is State.ABSENT:
        says = f"{window.in_words} no run was more than {classes[-1].over:g} times the longest before it: {compared}"
    if large is State.PRESENT or len(known) == len(ratios):
        yield TrainingError(finding="longest_run_spike_large", state=large, says=f"{says}.", **shared)  # type: ignore[arg-type]


def _break(window: Window) -> Iterator[TrainingError]:
    limits = window.limits
    breaks = [
        one for one in breaks_of(window.history, window.knowledge) if window.start <= one.first.toordinal() < window.end
    ]
    because = window.reason(says=f"A break is {limits.break_days:.0f} days or more without a run (house rule).")
    if breaks:
        last = breaks[-1]
        yield TrainingError(
            finding="return_after_break",
            state=State.PRESENT,
            run=last.first_runs[0],
            on=last.first,
            seen=float(last.days),
            unit="days",
            says=f"{window.in_words}: first run on {day_words(last.first)} after {last.days} days without one.",
            because=because,
        )
    elif window.start - int(window.lines.day[0]) > limits.break_days:
        yield TrainingError(
            finding="return_after_break",
            state=State.ABSENT,
            says=f"{window.in_words} there was no return after a break in the records.",
            because=because,
        )


def _volume(window: Window) -> Iterator[TrainingError]:
    """Two weeks against the two before, and against the usual: a rise after one easy week is no rise."""
    limits = window.limits
    length = int(limits.volume_days)
    metres = np.zeros(window.end - window.base_start)
    for run in (*window.base, *window.runs):
        metres[run.ordinal - window.base_start] += run.distance_m or 0.0
    total = np.concatenate(([0.0], np.cumsum(metres)))
    rolling = total[length:] - total[:-length]
    # The median of the usual weeks: neither an easy fortnight nor a race makes them.
    usual = float(np.median(rolling[: window.base_days - length + 1]))
    best: tuple[float, int, float, float] | None = None
    for last in range(max(window.base_days, 2 * length), len(metres) + 1):
        now = float(rolling[last - length])
        before = max(float(rolling[last - 2 * length]), usual)
        if before > 0 and (best is None or now / before > best[0]):
            best = (now / before, last, now, before)
    if best is None:
        return
    ratio, last, now, before = best
    needed = 1 + derived_number(window.knowledge, "volume_increase") / 100
    per_week = 7 / length / 1000
    rose = ratio > needed and (now - before) * per_week >= limits.volume_rise_min
    on = date.fromordinal(window.base_start + last - 1)
    compared = (
        f"{now * per_week:.0f} km a week in the {weeks_words(length)} to {day_words(on)}, "
        f"{before * per_week:.0f} km a week before"
    )
    yield TrainingError(
        finding="volume_increase",
        state=State.PRESENT if rose else State.ABSENT,
        on=on - timedelta(days=length - 1) if rose else None,
        seen=round(now * per_week, 1),
        before=round(before * per_week, 1),
        unit="km_per_week",
        percent=round(100 * (ratio - 1), 1),
        says=f"{window.in_words}: {compared}."
        if rose
        else f"{window.in_words} weekly distance did not rise clearly: {compared}.",
        because=window.reason(
            "two_week_progression_novices", "week_to_week", says=window.knowledge.load_facts["week_to_week"].says
        ),
    )


def _frequency(window: Window) -> Iterator[TrainingError]:
    now, before = len(window.runs) / window.weeks, len(window.base) / window.base_weeks
    rose = now - before >= window.limits.frequency_rise
    yield TrainingError(
        finding="frequency_increase",
        state=State.PRESENT if rose else State.ABSENT,
        seen=round(now, 1),
        before=round(before, 1),
        unit="runs_per_week",
        percent=round(100 * (now / before - 1), 1),
        says=f"{window.in_words}: {now:.1f} runs a week, {before:.1f} in {window.base_words}.",
        because=window.reason("weekly_frequency", says=window.knowledge.load_facts["weekly_frequency"].says),
    )


def _speed(window: Window) -> Iterator[TrainingError]:
    limits = window.limits
    usual = usual_speed_m_s(window.base)
    timed = sum(bool(run.speed_s) for run in window.runs)
    if usual is None or timed < len(window.runs) / 2:
        return
    limit = usual * limits.fast_factor
    now = sum(fast_seconds(run, limit) for run in window.runs) / 60 / window.weeks
    before = sum(fast_seconds(run, limit) for run in window.base) / 60 / window.base_weeks
    added = now - before >= limits.fast_rise and now >= limits.rise_ratio * before
    fastest = max(window.runs, key=lambda run: (fast_seconds(run, limit), run.id))
    yield TrainingError(
        finding="speed_work_added",
        state=State.PRESENT if added else State.ABSENT,
        run=fastest.id if added else None,
        on=fastest.day if added else None,
        seen=round(now, 1),
        before=round(before, 1),
        unit="min_per_week",
        says=f"{window.in_words}: {now:.0f} min a week faster than {_pace(limit)}, {before:.0f} min in "
        f"{window.base_words}{f'; most on {day_words(fastest.day)}' if added else ''}.",
        because=window.reason(
            "risk_intensity", "load_speed_tibia", says=window.knowledge.load_facts["load_speed_tibia"].says
        ),
    )


def _hills(window: Window) -> Iterator[TrainingError]:
    limits = window.limits
    now, before = _climb(window.runs), _climb(window.base)
    if now is None or before is None:
        return
    week = sum(run.climb_m or 0.0 for run in window.runs) / window.weeks
    added = now - before >= limits.climb_rise and now >= limits.rise_ratio * before and week >= limits.climb_week
    hilliest = max(window.runs, key=lambda run: (run.climb_m or 0.0, run.id))
    yield TrainingError(
        finding="hills_added",
        state=State.PRESENT if added else State.ABSENT,
        run=hilliest.id if added else None,
        on=hilliest.day if added else None,
        seen=round(now, 1),
        before=round(before, 1),
        unit="m_per_km",
        says=f"{window.in_words}: {now:.0f} m of climb a kilometre, {before:.0f} m in {window.base_words}"
        f"{f'; most on {day_words(hilliest.day)}' if added else ''}.",
        because=window.reason("load_hill_tibia", says=window.knowledge.load_facts["load_hill_tibia"].says),
    )


def _climb(runs: tuple[RunRecord, ...]) -> float | None:
    """Climb for each kilometre, where most runs know their height. [m/km]."""
    known = [run for run in runs if run.climb_m is not None and run.distance_m]
    metres = sum(run.distance_m or 0.0 for run in known)
    return (
        None if len(known) < len(runs) / 2 or not metres else 1000 * sum(run.climb_m or 0.0 for run in known) / metres
    )


def _routine(window: Window) -> Iterator[TrainingError]:
    if not window.comparable:
        return
    weeks = window.weeks + window.base_weeks
    runs = (*window.base, *window.runs)
    often = len(runs) / weeks
    few = derived_number(window.knowledge, "low_weekly_frequency")
    much = derived_number(window.knowledge, "high_volume")
    weekly_km = sum(run.distance_m or 0.0 for run in runs) / 1000 / weeks
    span = f"Over the {weeks_words(7 * weeks)} before it began"
    for finding, value, limit, holds, unit in (
        ("low_weekly_frequency", often, few, often <= few, "runs a week"),
        ("high_volume", weekly_km, much, weekly_km >= much, "km a week"),
    ):
        yield TrainingError(
            finding=finding,
            state=State.PRESENT if holds else State.ABSENT,
            seen=round(value, 1),
            unit=unit.replace(" a ", "_per_"),
            says=f"{span}: {value:.1f} {unit}.",
            because=window.reason(says=f"The line is drawn at {limit:g} {unit} (house rule)."),
        )


_ENTERED = {
    "shoes": "shoes_changed", "surface": "surface_changed", "race": "race_before_onset",
    "speed_work": "speed_work_added", "hills": "hills_added",
}  # fmt: skip


def _entered(window: Window) -> Iterator[TrainingError]:
    """Changes the runner wrote down; no file knows of them."""
    for change in window.history.changes:
        if window.start <= change.on.toordinal() < window.end:
            what = change.says or change.what.replace("_", " ")
            yield TrainingError(
                finding=_ENTERED[change.what],
                state=State.PRESENT,
                on=change.on,
                says=f"{window.in_words}: {what}, entered for {day_words(change.on)}.",
                because=window.reason(says="Entered by the runner."),
            )


def _shoes(window: Window) -> Iterator[TrainingError]:
    """Shoes named in the export: new ones in the window, and how far the last ones went."""
    named = [run for run in window.history.runs if run.shoes and run.ordinal < window.end]
    if not named:
        return
    first: dict[str, RunRecord] = {}
    metres: dict[str, float] = {}
    for run in named:
        first.setdefault(run.shoes or "", run)
        metres[run.shoes or ""] = metres.get(run.shoes or "", 0.0) + (run.distance_m or 0.0)
    for shoes, run in first.items():
        if run.ordinal >= window.start and run is not named[0]:
            yield TrainingError(
                finding="shoes_changed",
                state=State.PRESENT,
                run=run.id,
                on=run.day,
                says=f"{window.in_words}: first run in «{shoes}» on {day_words(run.day)}.",
                because=window.reason(says="Named in the runner's export."),
            )
    last = named[-1].shoes or ""
    worn_km, limit = metres[last] / 1000, derived_number(window.knowledge, "shoes_worn")
    if named[-1].day.toordinal() >= window.start and worn_km >= limit:
        yield TrainingError(
            finding="shoes_worn",
            state=State.PRESENT,
            on=named[-1].day,
            seen=round(worn_km),
            before=limit,
            unit="km",
            says=f"The shoes worn when it began, «{last}», had at least {worn_km:.0f} km.",
            because=window.reason(says=f"The line is drawn at {limit:g} km (house rule)."),
        )


def _pace(speed_m_s: float) -> str:
    seconds = round(1000 / speed_m_s)
    return f"{seconds // 60}:{seconds % 60:02d} min/km"
