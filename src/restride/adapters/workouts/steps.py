"""A planned run as watch steps: timed steps and repeats, in the order they are done."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from restride.explain.comeback_text import figure
from restride.model.comeback import PlannedRun

#: Watches refuse longer workouts; repeat steps keep ours far below.
STEPS_MOST = 50
_NAME_MOST = 23


class ExportError(ValueError):
    """What was found, why it is a problem, what to do; one sentence."""


class TimedStep(NamedTuple):
    """Walk or run for a time. ``speed_max_mm_s`` caps the pace; where no pace is known, ``effort_max`` of 10 holds."""

    kind: Literal["warm_up", "run", "walk", "cool_down"]
    seconds: int
    speed_max_mm_s: int | None = None
    effort_max: int | None = None


class Repeat(NamedTuple):
    """Do everything from step ``back_to`` again until it was done ``times`` times."""

    back_to: int
    times: int


class Workout(NamedTuple):
    """A named list of steps for one day."""

    on: date
    name: str
    steps: tuple[TimedStep | Repeat, ...]


def workout_of(run: PlannedRun) -> Workout:
    """The steps of a run: warm-up walk, repeats of run and walk, last bout, walk home."""
    steps: list[TimedStep | Repeat] = [TimedStep("warm_up", run.warm_up_walk_s)]
    cap = None if run.pace_max_m_s is None else round(run.pace_max_m_s * 1000)
    effort = int(run.effort_max_0_10) if cap is None else None
    for at, bout in enumerate(run.bouts):
        last = at == len(run.bouts) - 1
        start = len(steps)
        steps.append(TimedStep("run", bout.run_s, cap, effort))
        # No walk after the very last bout: the walk home follows.
        again = bout.repeats - 1 if last else bout.repeats
        if again > 0 and bout.walk_s:
            steps.append(TimedStep("walk", bout.walk_s))
            if again > 1:
                steps.append(Repeat(start, again))
            if last:
                steps.append(TimedStep("run", bout.run_s, cap, effort))
    if run.cool_down_walk_s:
        steps.append(TimedStep("cool_down", run.cool_down_walk_s))
    if len(steps) > STEPS_MOST:
        raise ExportError(f"the run on {run.on} has {len(steps)} steps, and a watch takes at most {STEPS_MOST}.")
    return Workout(run.on, _plain(figure(run)), tuple(steps))


def _plain(name: str) -> str:
    """A name in the letters every watch knows."""
    known = name.replace("×", "x").replace("½", ".5").replace(" .5", " 0.5")
    return known.encode("ascii", "ignore").decode()[:_NAME_MOST]


def running_s(workout: Workout) -> int:
    """Seconds of running when every step and repeat is done."""
    total, steps = 0, workout.steps
    for at, step in enumerate(steps):
        if isinstance(step, TimedStep) and step.kind == "run":
            times = next((one.times for one in steps[at:] if isinstance(one, Repeat) and one.back_to <= at), 1)
            total += step.seconds * times
    return total
