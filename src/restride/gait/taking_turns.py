"""Do the feet take turns? In running and walking now one is the higher, now the other; in tests on one leg never."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from restride.gait.events import find_locomotion
from restride.gait.method import EventMethod, Method
from restride.gait.pelvis import find_steps
from restride.gait.track import SIDES, Floats, Track, TrackError
from restride.knowledge.load import Knowledge
from restride.model.gait import Event
from restride.model.movement import MovementName
from restride.model.words import Side


def turns_s(track: Track, leg: float, method: Method) -> Floats | None:
    """Times at which the other foot has become clearly the higher one; None where not both feet are seen [s]."""
    heights = track.foot_heights
    if len(heights) < len(SIDES):
        return None
    difference = heights[Side.LEFT] - heights[Side.RIGHT]
    # Between the two bounds, and where a foot is hidden, whoever was the higher one stays it.
    clear = np.flatnonzero(np.abs(difference) > method.events.turn_least * leg)
    higher = difference[clear] > 0
    return np.asarray(track.time_s[clear[1:][higher[1:] != higher[:-1]]])


def check_runs(track: Track, leg: float, method: Method) -> None:
    """Refuse a recording of something else than running or walking.

    Raises
    ------
    TrackError
        The feet do not take turns.
    """
    turns = turns_s(track, leg, method)
    # The clock may be wrong, so how fast they take turns tells nothing yet. Three steps have two turns.
    if turns is not None and len(turns) < method.track.steps_lowest - 1:
        raise TrackError(
            f"The feet in {track.name} do not take turns as in running or walking; record at least four steps, or "
            "name the movement test where it shows one."
        )


def check_alternate(events: Sequence[Event], step_s: float, name: str, method: EventMethod) -> None:
    """Refuse feet that were not told apart: who runs or walks never lands twice in a row on the same one.

    ``step_s`` is the usual time of a step; a pair of strikes farther apart tells nothing, a step between was missed.

    Raises
    ------
    TrackError
        Too many steps lie on the foot of the step before.
    """
    strikes = sorted((one.time_s, one.side) for one in events if one.kind == "strike")
    pairs = [(a, b) for (at, a), (then, b) in pairwise(strikes) if then - at < method.missed_from * step_s]
    same = sum(a is b for a, b in pairs)
    if same > method.same_foot_most * len(pairs):
        raise TrackError(
            f"The feet of {name} cannot be told apart: {same} of {len(pairs)} steps lie on the same foot as the step "
            "before; record again with both feet in clear sight, of a film from nearer or from the side."
        )


def check_stands(
    track: Track, movement: MovementName, leg: float, noise: float, knowledge: Knowledge, method: Method
) -> None:
    """Refuse a recording of running or walking where a movement test was meant.

    ``noise`` is the random noise of the points, ``leg`` the length of the leg [unit].

    Raises
    ------
    TrackError
        Through most of the recording the feet take turns at the pace of steps.
    """
    turns = turns_s(track, leg, method)
    steps = np.diff(turns) if turns is not None else np.zeros(0)
    rules = method.events
    steps = steps[(steps >= rules.step_shortest) & (steps <= rules.step_longest)]
    if steps.sum() <= knowledge.number("gait_movements", "steps_most") * track.duration_s:
        return
    locomotion = find_locomotion(track, find_steps(track, noise, leg, method), leg, rules)
    raise TrackError(
        f"{track.name} shows {locomotion}, {60 / float(np.mean(steps)):.0f} steps a minute, and no "
        f"{movement.replace('_', ' ')}; film the test itself, or have the recording analysed as {locomotion}."
    )
