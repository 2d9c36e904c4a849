"""From one recorded activity to the record that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec
import numpy as np

from restride.training.activity import Activity, Column, Where
from restride.training.bouts import Grid, Mask, bouts_of, grid_of, move, pauses_of
from restride.training.limits import Reading
from restride.training.record import SPEED_CLASS_M_S, Dynamics, Kind, Origin, Pause, RunRecord
from restride.training.terrain import distance_along, hills

_From = Literal["device", "summary", "positions", "typed"] | None
_OffsetFrom = Literal["file", "asked", "position", "unknown"]
_DYNAMICS = {
    "contact_ms": "contact_ms",
    "oscillation_mm": "oscillation_mm",
    "step_length_mm": "step_length_mm",
    "vertical_ratio_pct": "vertical_ratio_pct",
    "balance_pct": "balance_pct",
    "stiffness_kn_m": "stiffness_kn_m",
    "form_power_w": "form_power_w",
    "power_w": "power_w",
}
_RUN_SPORTS = ("running", "transition to running")
_WALK_SPORTS = ("walking", "hiking")
_OPEN_SPORTS = ("unknown", "generic", "training", "fitness equipment")


def summarise(
    activity: Activity,
    *,
    number: int,
    origin: Origin,
    limits: Reading,
    zone_offset_s: int | None = None,
    keep_positions: bool = False,
) -> RunRecord:
    """The record of an activity; what cannot be known is None, and what was odd stands in ``notes``.

    ``zone_offset_s`` is the offset of the runner's own zone at that time, where somebody gave the zone.
    """
    notes = list(activity.notes)
    columns = dict(activity.columns)
    has_points = activity.points > 1
    distance_from: _From = None
    if has_points:
        along, distance_from, said = distance_along(columns, limits)
        notes += said
        columns.pop("distance_m", None)
        if along is not None and not (distance_from == "device" and _stands_still(along, columns, limits)):
            columns["distance_m"] = along
        activity = msgspec.structs.replace(activity, columns=columns)
        base = _measured(activity, limits, notes)
    else:
        base = _declared_only(activity)
    total, source = _distance(activity, columns, distance_from, has_points, limits)
    timer = base["timer_s"] or 0.0
    kind, sport = _kind(activity, base, total, timer, limits, notes)
    if kind == "run" and not has_points and timer:
        # A typed or summed-up run: all of it counts as running.
        base |= {"run_s": timer, "run_m": total}
    if kind != "run":
        base |= {"bouts": (), "run_s": base["run_s"] if kind == "walk" else 0.0}
    total = _believed(total, activity, base, kind, limits, notes)
    offset, offset_from = _offset(activity, zone_offset_s, columns)
    declared = activity.declared
    return RunRecord(
        id=f"{origin.sha256[:16]}.{number}",
        kind=kind,
        sport=sport,
        where=_where(activity, columns),
        start_s=activity.start_s,
        utc_offset_s=offset,
        offset_from=offset_from,
        distance_m=None if total is None else round(total, 1),
        distance_from=source if total is not None else None,
        effort_0_10=declared.effort_0_10,
        training_effect=declared.training_effect,
        title=activity.title,
        shoes=activity.shoes,
        notes=tuple(dict.fromkeys(notes)),
        origin=origin,
        positions=_positions(columns) if keep_positions else (),
        **base,
    )


def _believed(
    total: float | None, activity: Activity, base: Mapping[str, Any], kind: Kind, limits: Reading, notes: list[str]
) -> float | None:
    """The distance without what nobody runs and without what was stood through [m]."""
    total = _without_impossible(total, base["timer_s"] or 0.0, kind, limits, notes)
    if kind == "run" and activity.points > 1:
        total = _without_standing(total, base["run_s"] + base["walk_s"], limits, notes)
    if kind == "run" and activity.where == "treadmill" and total is not None:
        notes.append("Indoor distance is the watch's guess, not a measurement.")
    return total


def _measured(activity: Activity, limits: Reading, notes: list[str]) -> dict[str, Any]:
    columns = activity.columns
    time = columns["time_s"]
    speed = _speed(columns, limits)
    by_foot = activity.sport in (*_RUN_SPORTS, *_WALK_SPORTS, *_OPEN_SPORTS)
    steps = steps_per_min(columns.get("cadence"), speed, limits, notes) if by_foot else None
    grid = grid_of(activity, steps, speed, limits)
    moved = move(grid, treadmill=activity.where == "treadmill", limits=limits)
    runs = moved.runs
    bouts = bouts_of(grid, runs)
    elapsed = float(time[-1] - time[0])
    declared = activity.declared
    timer = float(np.count_nonzero(grid.on)) - 1.0
    if declared.timer_s and declared.timer_s <= elapsed + limits.pause_gap:
        timer = declared.timer_s
    climb = hills(columns, limits)
    steps_all = 0.0 if grid.steps_min is None else float(np.nansum(np.where(grid.on, grid.steps_min, 0.0)) / 60)
    run_m = None
    if grid.distance_m is not None:
        run_m = round(sum(bout.distance_m or 0.0 for bout in bouts), 1)
    at_points = runs[np.clip((time - grid.start_s).astype(np.int64), 0, len(runs) - 1)]
    heart = _heart(columns, limits)
    return {
        "elapsed_s": round(max(elapsed, declared.elapsed_s or 0.0, timer), 1),
        "timer_s": round(max(timer, 0.0), 1),
        "run_s": float(np.count_nonzero(runs)),
        "walk_s": float(np.count_nonzero(moved.walks)),
        "run_m": run_m,
        "steps": round(steps_all) or None,
        "bouts": bouts,
        "pauses": pauses_of(activity, limits),
        "speed_s": _speed_classes(grid, runs),
        "climb_m": climb.climb_m if climb else declared.climb_m,
        "drop_m": climb.drop_m if climb else declared.drop_m,
        "up_share": climb.up_share if climb else None,
        "down_share": climb.down_share if climb else None,
        "heart_rate_mean": heart[0] if heart else declared.heart_rate_mean,
        "heart_rate_max": heart[1] if heart else declared.heart_rate_max,
        "dynamics": _dynamics(columns, at_points),
    }


def _declared_only(activity: Activity) -> dict[str, Any]:
    declared = activity.declared
    timer = declared.timer_s or declared.elapsed_s or 0.0
    return {
        "elapsed_s": declared.elapsed_s or timer,
        "timer_s": timer,
        "run_s": 0.0,
        "pauses": tuple(
            Pause(at_s=stop.from_s - activity.start_s, duration_s=stop.to_s - stop.from_s, by="timer")
            for stop in activity.stops
            if activity.start_s is not None and stop.to_s > stop.from_s >= activity.start_s
        ),
        "steps": None if declared.strides is None else round(2 * declared.strides),
        "climb_m": declared.climb_m,
        "drop_m": declared.drop_m,
        "heart_rate_mean": declared.heart_rate_mean,
        "heart_rate_max": declared.heart_rate_max,
    }


def steps_per_min(cadence: Column | None, speed: Column | None, limits: Reading, notes: list[str]) -> Column | None:
    """Steps of both legs. FIT and TCX write strides of one leg, and some devices steps."""
    if cadence is None:
        return None
    moving = cadence > 0
    if speed is not None:
        moving &= speed >= limits.moving_speed
    if not moving.any():
        return None
    steps = cadence if np.median(cadence[moving]) >= limits.steps_not_strides else 2.0 * cadence
    wrong = steps > limits.steps_max
    if wrong.any():
        count = int(np.count_nonzero(wrong))
        notes.append(
            f"{count} point{'s' if count > 1 else ''} with up to {np.nanmax(steps):.0f} steps/min left out: "
            "nobody steps that fast."
        )
        steps = np.where(wrong, np.nan, steps)
    return None if np.isnan(steps).all() else steps


def _speed(columns: Mapping[str, Column], limits: Reading) -> Column | None:
    """Recorded speed; nonsense is taken as not recorded."""
    speed = columns.get("speed_m_s")
    if speed is None or np.isnan(speed).all():
        return None
    return np.where((speed < 0) | (speed > 2 * limits.speed_max), np.nan, speed)


def _heart(columns: Mapping[str, Column], limits: Reading) -> tuple[float, float] | None:
    heart = columns.get("heart_rate")
    if heart is None:
        return None
    real = heart[(heart > 0) & (heart <= limits.heart_rate_max)]
    return (round(float(real.mean()), 1), float(real.max())) if len(real) else None


def _dynamics(columns: Mapping[str, Column], at_points: Mask) -> Dynamics:
    means = {}
    for column, name in _DYNAMICS.items():
        values = columns.get(column)
        if values is None:
            continue
        real = values[at_points & (values > 0)]
        if len(real):
            means[name] = round(float(real.mean()), 2)
    return Dynamics(**means)


def _speed_classes(grid: Grid, runs: Mask) -> tuple[float, ...]:
    if grid.speed_m_s is None:
        return ()
    speed = grid.speed_m_s[runs]
    speed = speed[~np.isnan(speed)]
    if not len(speed):
        return ()
    counts = np.bincount((speed / SPEED_CLASS_M_S).astype(np.int64))
    return tuple(float(count) for count in counts)


def _distance(
    activity: Activity, columns: Mapping[str, Column], distance_from: _From, has_points: bool, limits: Reading
) -> tuple[float | None, _From]:
    declared = activity.declared.distance_m
    track = columns.get("distance_m") if has_points else None
    if declared and activity.where == "treadmill":
        # On a treadmill the runner corrects the total at the end.
        return declared, "summary"
    if track is not None and len(track):
        along = float(track[-1] - track[0])
        # The summary knows of metres before the first point; a summary that says much more is not believed.
        beyond = max(limits.summary_beyond, limits.summary_beyond_share * along)
        if declared and distance_from == "device" and abs(declared - along) <= beyond:
            return declared, "summary"
        if along > 0:
            return along, distance_from
    return (declared, "summary") if declared else (None, None)


def _kind(
    activity: Activity,
    base: dict[str, Any],
    total: float | None,
    timer: float,
    limits: Reading,
    notes: list[str],
) -> tuple[Kind, str]:
    sport = activity.sport
    run_s, walk_s = base["run_s"], base.get("walk_s", 0.0)
    mean = total / timer if total and timer else None
    too_fast = mean is not None and mean > limits.mean_speed_max
    share = run_s / (run_s + walk_s) if run_s + walk_s else None
    if sport in _RUN_SPORTS:
        if too_fast and activity.points and activity.where != "treadmill":
            notes.append(
                f"Called a run, but {mean:.1f} m/s on average is faster than anybody runs; "
                "counted as a ride until somebody says otherwise."
            )
            return "cross", "ride called a run"
        return "run", sport
    if sport in _WALK_SPORTS:
        if share is not None and share >= limits.run_share:
            notes.append(f"Called {sport}, but {share:.0%} of it was running; counted as a run.")
            return "run", "running"
        return "walk", sport
    if sport not in _OPEN_SPORTS:
        return "cross", sport
    if too_fast or share is None:
        return "cross", sport
    if share >= limits.run_share and (base.get("steps") or mean is not None):
        notes.append(f"The file names no sport; {share:.0%} of the moving time was running, so it counts as a run.")
        return "run", "running"
    return ("walk", "walking") if base.get("steps") else ("cross", sport)


def _without_impossible(
    total: float | None, timer: float, kind: Kind, limits: Reading, notes: list[str]
) -> float | None:
    if total is None or kind == "cross":
        return total
    if total < 0 or (timer and total / timer > limits.mean_speed_max):
        notes.append(f"The distance of {total / 1000:.2f} km in {timer / 60:.0f} min is impossible; left out.")
        return None
    return total


def _stands_still(along: Column, columns: Mapping[str, Column], limits: Reading) -> bool:
    """Whether a device's distance says standing while the legs run: kilometres written as metres, without positions."""
    cadence = columns.get("cadence")
    if cadence is None:
        return False
    runs = 2.0 * cadence >= limits.run_steps
    covered = np.diff(along, append=along[-1])[runs].sum()
    seconds = np.minimum(np.diff(columns["time_s"], append=columns["time_s"][-1]), limits.pause_gap)[runs].sum()
    return bool(0.0 < covered < limits.moving_speed * seconds)


def _without_standing(total: float | None, moved_s: float, limits: Reading, notes: list[str]) -> float | None:
    if total is None or not moved_s or total / moved_s >= limits.moving_speed:
        return total
    notes.append(
        f"A distance of {total:g} m in {moved_s / 60:.0f} min of running is impossible, perhaps a wrong unit; left out."
    )
    return None


def _where(activity: Activity, columns: Mapping[str, Column]) -> Where:
    if activity.where != "unknown":
        return activity.where
    latitude = columns.get("latitude_deg")
    return "outdoor" if latitude is not None and not np.isnan(latitude).all() else "unknown"


def _offset(activity: Activity, zone_offset_s: int | None, columns: Mapping[str, Column]) -> tuple[int, _OffsetFrom]:
    """Local time minus UTC: the file's word, the zone somebody gave, or the sun's over the place of the run."""
    if activity.utc_offset_s is not None:
        return activity.utc_offset_s, "file"
    if zone_offset_s is not None:
        return zone_offset_s, "asked"
    longitude = columns.get("longitude_deg")
    if longitude is not None and not np.isnan(longitude).all():
        return round(float(np.nanmedian(longitude)) / 15.0) * 3600, "position"
    return 0, "unknown"


def _positions(columns: Mapping[str, Column]) -> tuple[tuple[float, float], ...]:
    latitude, longitude = columns.get("latitude_deg"), columns.get("longitude_deg")
    if latitude is None or longitude is None:
        return ()
    known = ~(np.isnan(latitude) | np.isnan(longitude))
    return tuple(zip(np.round(latitude[known], 6).tolist(), np.round(longitude[known], 6).tolist(), strict=True))
