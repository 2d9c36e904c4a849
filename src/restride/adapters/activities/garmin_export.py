"""Garmin's account export: the list of summarised activities, which knows effort and titles the files do not."""

from __future__ import annotations

from typing import Any

import msgspec

from restride.adapters.activities.tables import TableContent
from restride.training.activity import Activity, Declared, Where

_SPORTS = {
    "running": "running", "trail_running": "running", "treadmill_running": "running", "track_running": "running",
    "indoor_running": "running", "virtual_run": "running", "walking": "walking", "casual_walking": "walking",
    "hiking": "hiking", "cycling": "cycling",
}  # fmt: skip
_WHERE: dict[str, Where] = {
    "treadmill_running": "treadmill", "indoor_running": "treadmill", "trail_running": "trail",
    "track_running": "track", "virtual_run": "virtual",
}  # fmt: skip


def is_summary(name: str) -> bool:
    """Whether a member of the export is such a list."""
    return name.lower().endswith("summarizedactivities.json")


def read_garmin_summary(data: bytes) -> TableContent:
    """Activities of ``…_summarizedActivities.json``; distances are in cm, times in ms.

    Raises
    ------
    ValueError
        It is not JSON of that shape.
    """
    document = msgspec.json.decode(data)
    rows: list[Any] = []
    for part in document if isinstance(document, list) else [document]:
        rows += part.get("summarizedActivitiesExport", [part] if "activityId" in part else [])
    found = [one for row in rows if isinstance(row, dict) and (one := _activity(row)) is not None]
    lost = len(rows) - len(found)
    return TableContent(tuple(found), (f"{lost} of {len(rows)} entries have no start",) if lost else (), bool(lost))


def _activity(row: dict[str, Any]) -> Activity | None:
    start_ms = _number(row, "startTimeGmt") or _number(row, "beginTimestamp")
    if start_ms is None:
        return None
    local_ms = _number(row, "startTimeLocal")
    word = str(row.get("activityType") or row.get("sportType") or "unknown").lower()
    distance, duration = _number(row, "distance"), _number(row, "duration")
    elapsed, climb, effort = (_number(row, name) for name in ("elapsedDuration", "elevationGain", "workoutRpe"))
    return Activity(
        sport=_SPORTS.get(word, word.replace("_", " ")),
        where=_WHERE.get(word, "unknown"),
        start_s=start_ms / 1000,
        utc_offset_s=None if local_ms is None else round((local_ms - start_ms) / 900_000) * 900,
        declared=Declared(
            distance_m=None if not distance else distance / 100,
            timer_s=None if not duration else duration / 1000,
            elapsed_s=None if not elapsed else elapsed / 1000,
            climb_m=None if climb is None else climb / 100,
            heart_rate_mean=_number(row, "avgHr"),
            heart_rate_max=_number(row, "maxHr"),
            effort_0_10=None if not effort else effort / 10,
            training_effect=_number(row, "aerobicTrainingEffect"),
        ),
        title=str(row["name"])[:200] if row.get("name") else None,
    )


def _number(row: dict[str, Any], name: str) -> float | None:
    value = row.get(name)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
