"""Running is not measured as a movement test, nor a movement test as running."""

from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pytest

from restride.adapters.gait_movements import analyse_movement_recording
from restride.gait.analysis import analyse
from restride.gait.method import method_of
from restride.gait.movement_tests import MOVEMENTS, analyse_movement
from restride.gait.taking_turns import check_alternate, check_runs, check_stands, turns_s
from restride.gait.track import Track, TrackError, leg_length
from restride.knowledge.load import load
from restride.model.errors import PlainError
from restride.model.gait import Event
from restride.model.words import Side
from tests.gait.real import real
from tests.gait.runner import run
from tests.gait.test_movement_tests import filmed, in_space

FACTS = load()
METHOD = method_of(FACTS)


@pytest.mark.parametrize("movement", MOVEMENTS)
def test_running_is_no_movement_test(movement: str) -> None:
    said = f"closed form shows running, 167 steps a minute, and no {movement.replace('_', ' ')}; film the test itself"
    with pytest.raises(TrackError, match=said):
        analyse_movement(run(60), movement, FACTS)  # type: ignore[arg-type]


def test_walking_is_no_movement_test_either() -> None:
    with pytest.raises(TrackError, match=r"walk shows walking, 11\d steps a minute, and no heel raise"):
        analyse_movement(in_space("walk"), "heel_raise", FACTS)


def test_a_real_run_is_no_squat() -> None:
    path = real("mocap", "hamner2010", "hamner_subject02_running.trc")
    with pytest.raises(PlainError, match=r"shows running, 17\d steps a minute, and no single leg squat"):
        analyse_movement_recording(path, "single_leg_squat", FACTS)


@pytest.mark.parametrize("name", ["step_down", "heel_raise", "hop"])
@pytest.mark.parametrize("make", [in_space, filmed])
def test_a_movement_test_is_no_running(name: str, make) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TrackError, match=f"The feet in {name}.* do not take turns .* name the movement test"):
        analyse(make(name), FACTS)


def then_stands(seconds: float) -> Track:
    """Four seconds of running, then one pose for the rest."""
    track = run(60, seconds=4)
    rest = round(60 * seconds)
    points = {name: np.concatenate([xyz, np.repeat(xyz[-1:], rest, axis=0)]) for name, xyz in track.points.items()}
    return Track(np.arange(track.frames + rest) / 60, points, name="both")


@pytest.mark.parametrize(("wrong", "refused"), [(0, False), (2, False), (3, True)])
def test_feet_that_were_not_told_apart_are_refused(wrong: int, refused: bool) -> None:
    sides = [Side.LEFT, Side.RIGHT] * 8 + [Side.LEFT]  # 16 pairs, of which a quarter may be of one foot
    for at in range(2, 2 + 4 * wrong, 4):
        sides[at] = sides[at].mirrored
    strikes = [
        Event(kind="strike", side=side, time_s=0.35 * at, half_width_s=0.01, found_by="pelvis")
        for at, side in enumerate(sides)
    ]
    with pytest.raises(TrackError, match="6 of 16 steps lie on the same foot") if refused else nullcontext():
        check_alternate(strikes, 0.35, "run", METHOD.events)


def test_a_foot_that_alone_is_seen_is_not_taken_for_both() -> None:
    strikes = [
        Event(kind="strike", side=Side.LEFT, time_s=0.7 * at, half_width_s=0.01, found_by="pelvis") for at in range(9)
    ]
    check_alternate(strikes, 0.35, "run", METHOD.events)


@pytest.mark.parametrize(("stands_s", "most"), [(2.5, True), (3.6, False)])
def test_some_steps_before_a_test_are_allowed(stands_s: float, most: bool) -> None:
    track = then_stands(stands_s)
    leg = leg_length(track)
    turns = turns_s(track, leg, METHOD)
    assert turns is not None
    assert bool(np.ptp(turns) / track.duration_s > FACTS.number("gait_movements", "steps_most")) == most
    with pytest.raises(TrackError, match="shows running") if most else nullcontext():
        check_stands(track, "heel_raise", leg, 0.0, FACTS, METHOD)


@pytest.mark.parametrize(("times", "turns"), [(0.9, 0), (1.1, 22)])
def test_feet_take_turns_beyond_a_known_difference(times: float, turns: int) -> None:
    track = run(60)
    swing = np.sin(np.pi * (track.time_s - 0.1) / 0.36) * times * METHOD.events.turn_least * leg_length(track)
    level = {name: xyz * (1, 0, 1) for name, xyz in track.points.items() if name.startswith(("ankle", "heel", "toe"))}
    lifted = {name: xyz + swing[:, None] * (0, name.endswith("left"), 0) for name, xyz in level.items()}
    feet = track.with_points({**track.points, **lifted})
    found = turns_s(feet, leg_length(track), METHOD)
    assert found is not None
    assert len(found) == pytest.approx(turns, abs=1)
    if turns:
        check_runs(feet, leg_length(track), METHOD)
    else:
        with pytest.raises(TrackError, match="do not take turns"):
            check_runs(feet, leg_length(track), METHOD)


def test_a_hidden_foot_tells_nothing() -> None:
    track = run(60)
    one = track.with_points({name: xyz for name, xyz in track.points.items() if not name.endswith("left")})
    assert turns_s(one, 0.84, METHOD) is None
    check_runs(one, 0.84, METHOD)
    check_stands(one, "heel_raise", 0.84, 0.0, FACTS, METHOD)


def test_slow_motion_still_takes_turns() -> None:
    track = run(60)
    check_runs(replace(track, time_s=8 * track.time_s), leg_length(track), METHOD)
