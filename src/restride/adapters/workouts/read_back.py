"""Read our own exports with decoders that are not ours: fitdecode for FIT, icalendar for the calendar."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import Any, Literal

from restride.adapters.workouts.steps import ExportError, Repeat, TimedStep, Workout

_KINDS: dict[str, Literal["warm_up", "run", "walk", "cool_down"]] = {
    "active": "run", "rest": "walk", "warmup": "warm_up", "cooldown": "cool_down",
}  # fmt: skip
#: An effort stands in the name of a step.
_EFFORT = re.compile(r"effort max (\d+) of 10\Z")


def read_workout(content: bytes) -> Workout:
    """The workout in a FIT file, CRC checked.

    Raises
    ------
    ExportError
        The file cannot be read.
    """
    import fitdecode  # type: ignore[import-untyped]

    name, on, count, steps = "", date.min, 0, []
    reader = fitdecode.FitReader(
        io.BytesIO(content), check_crc=fitdecode.CrcCheck.RAISE, error_handling=fitdecode.ErrorHandling.RAISE
    )
    try:
        with reader:
            frames = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
    except fitdecode.FitError as error:
        raise ExportError(f"the workout cannot be read back ({error}), so nothing was written; report this.") from None
    for frame in frames:
        values = {field.name: field.value for field in frame.fields}
        if frame.name == "file_id":
            on = _day(values)
        elif frame.name == "workout":
            name, count = values["wkt_name"], values["num_valid_steps"]
        elif frame.name == "workout_step":
            steps.append(_step(values))
    if count != len(steps):
        raise ExportError(f"the workout says it has {count} steps and holds {len(steps)}, so it was not written.")
    return Workout(on, name, tuple(steps))


def _day(values: dict[str, Any]) -> date:
    created = values["time_created"]
    if values["type"] != "workout" or not isinstance(created, datetime):
        raise ExportError("the file does not read back as a workout, so it was not written.")
    return created.date()


def _step(values: dict[str, Any]) -> TimedStep | Repeat:
    if values["duration_type"] == "repeat_until_steps_cmplt":
        return Repeat(int(values["duration_step"]), int(values["repeat_steps"]))
    speed = values.get("custom_target_speed_high") if values["target_type"] == "speed" else None
    effort = _EFFORT.search(str(values["wkt_step_name"]))
    return TimedStep(
        _KINDS[str(values["intensity"])],
        round(values["duration_time"]),
        None if speed is None else round(speed * 1000),
        int(effort[1]) if effort else None,
    )


def read_calendar(content: bytes) -> list[date]:
    """Days of the events that are not cancelled."""
    from icalendar import Calendar

    calendar = Calendar.from_ical(content)
    return sorted(event.decoded("dtstart") for event in calendar.walk("VEVENT") if str(event["status"]) != "CANCELLED")
