"""Workouts as text for the intervals.icu builder: «- 5m Walk», «3x» before what is repeated.

The form is the one its own quick guide describes: m is minutes, s seconds, text before the duration is the cue, an
empty line stands before and after a repeated block, pace is written «6:10/km Pace».
"""

from __future__ import annotations

import re

from restride.adapters.workouts.steps import Repeat, TimedStep, Workout

_CUES = {"warm_up": "Warm-up walk", "run": "Run easy", "walk": "Walk", "cool_down": "Walk home"}
_KINDS = {cue: kind for kind, cue in _CUES.items()}
_LINE = re.compile(r"- (?P<cue>[A-Za-z -]+?) (?:(?P<m>\d+)m)?(?:(?P<s>\d+)s)?(?P<pace> \d+:\d\d/km Pace)?\Z")


def intervals_text(workout: Workout) -> str:
    """The steps, one a line; repeats in blocks of their own."""
    lines: list[str] = []
    starts = {step.back_to: (step.times, at) for at, step in enumerate(workout.steps) if isinstance(step, Repeat)}
    until = -1
    for at, step in enumerate(workout.steps):
        if at in starts:
            times, until = starts[at]
            lines += ["", f"{times}x"]
        if isinstance(step, TimedStep):
            lines.append(f"- {_CUES[step.kind]} {_duration(step.seconds)}{_pace(step.speed_max_mm_s)}")
        if at == until:
            lines.append("")
    return "\n".join(lines).strip() + "\n"


def read_intervals_text(text: str, like: Workout) -> Workout:
    """The same text read again; day, name, effort and the exact pace cap are not part of it and come from ``like``."""
    limits = [(step.speed_max_mm_s, step.effort_max) for step in like.steps if isinstance(step, TimedStep)]
    steps: list[TimedStep | Repeat] = []
    block: tuple[int, int] | None = None
    for line in [*text.splitlines(), ""]:
        if line.endswith("x") and line[:-1].isdigit():
            block = (len(steps), int(line[:-1]))
        elif not line and block is not None and len(steps) > block[0]:
            steps.append(Repeat(*block))
            block = None
        elif match := _LINE.match(line):
            timed = sum(isinstance(step, TimedStep) for step in steps)
            cap, effort = limits[timed] if timed < len(limits) else (None, None)
            seconds = int(match["m"] or 0) * 60 + int(match["s"] or 0)
            steps.append(TimedStep(_KINDS[match["cue"]], seconds, cap if match["pace"] else None, effort))  # type: ignore[arg-type]
    return like._replace(steps=tuple(steps))


def _duration(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return (f"{minutes}m" if minutes else "") + (f"{rest}s" if rest else "")


def _pace(speed_mm_s: int | None) -> str:
    """The cap as a pace; rounded to the slower second."""
    if not speed_mm_s:
        return ""
    seconds = -(-1_000_000 // speed_mm_s)
    return f" {seconds // 60}:{seconds % 60:02d}/km Pace"
