"""Movement tests of the drawn runner: squat, heel raise, step-down, lunge, hop."""

import numpy as np
import pytest

from restride.figure import FigureError
from restride.figure.runner import MOVEMENTS, drawn_motion
from restride.figure.runner.chain import centre_of_mass

ON_ONE_LEG = ["single_leg_squat", "heel_raise", "step_down"]
TESTS = [*ON_ONE_LEG, "lunge", "hop"]


def whole(name, **changes):
    motion = drawn_motion(name, **changes)
    return motion, motion.stance(motion.clock)


def test_every_movement_has_its_file():
    for name in MOVEMENTS:
        assert drawn_motion(name).name == name


@pytest.mark.parametrize("name", ON_ONE_LEG)
def test_the_standing_foot_stays_and_carries_the_weight(name):
    motion, stance = whole(name)
    ball = stance.at["ball_right"]
    assert np.ptp(ball, axis=0) == pytest.approx(0, abs=1e-3)
    centre = centre_of_mass(stance)
    assert np.all(centre[:, 0] > stance.at["heel_right"][:, 0])
    assert np.all(centre[:, 0] < stance.at["toe_right"][:, 0])
    assert np.abs(centre[:, 2] - stance.at["ankle_right"][:, 2]).max() < 0.02
    assert ball[:, 1] == pytest.approx(motion.step_m, abs=1e-6)


@pytest.mark.parametrize("name", TESTS)
def test_nothing_goes_through_the_floor_and_the_loop_closes(name):
    _, stance = whole(name)
    for point in ("heel", "ball", "toe", "knee"):
        for side in ("left", "right"):
            assert stance.at[f"{point}_{side}"][:, 1].min() > -0.006, (point, side)
    for place in stance.at.values():
        assert place[0] == pytest.approx(place[-1], abs=1e-6)


@pytest.mark.parametrize(("name", "knee"), [("single_leg_squat", 72), ("step_down", 77), ("heel_raise", 6)])
def test_the_knee_bends_as_the_file_says_at_the_turn(name, knee):
    motion, _ = whole(name)
    assert motion.angles["knee_flexion_right"].max() == pytest.approx(knee, abs=0.2)
    one = motion.repetitions[0]
    assert one.start_s < one.turn_s < one.end_s == motion.length_s


def test_the_heel_rises_and_the_step_is_stepped_down():
    _, stance = whole("heel_raise")
    assert np.ptp(stance.at["heel_right"][:, 1]) > 0.1
    motion, stance = whole("step_down")
    assert stance.at["heel_left"][:, 1].min() < 0.35 * motion.step_m


def test_both_feet_of_a_lunge_stand_where_they_are():
    _, stance = whole("lunge")
    left = stance.at["ball_left"]
    assert np.ptp(left, axis=0) == pytest.approx(0, abs=1e-3)
    front = stance.at["ball_right"]
    down = front[:, 0] > front[:, 0].max() - 0.01
    assert front[down][:, 1].max() < 0.012


def test_a_hop_flies_freely_and_lands_where_it_began():
    motion = drawn_motion("hop")
    one = motion.contacts[0]
    at = np.linspace(one.toe_off_s + 1e-3, motion.length_s - 1e-3, 31)
    centre = centre_of_mass(motion.stance(at))
    assert 2 * np.polyfit(at, centre[:, 1], 2)[0] == pytest.approx(-9.81, abs=0.03)
    ground = np.linspace(1e-3, one.toe_off_s - 1e-3, 50)
    assert np.ptp(motion.stance(ground).at["ball_right"], axis=0) == pytest.approx(0, abs=1e-3)


def test_a_knee_that_falls_inward_is_drawn_so():
    _, straight = whole("single_leg_squat")
    _, inward = whole("single_leg_squat", knee_in=20.0)
    middle = len(straight.at["knee_right"]) // 2
    assert inward.at["knee_right"][middle, 2] < straight.at["knee_right"][middle, 2] - 0.04
    assert inward.at["ball_right"][middle] == pytest.approx(straight.at["ball_right"][middle], abs=0.02)


def test_repetitions_repeat():
    motion = drawn_motion("heel_raise")
    found = motion.repetitions_until(3.5 * motion.length_s)
    assert len(found) == 3
    assert found[2].turn_s == pytest.approx(2 * motion.length_s + 1.1)


@pytest.mark.parametrize(
    ("asked", "says"), [({"speed_m_s": 3.0}, "on the spot"), ({"trunk_lean": 3.0}, "'trunk_lean' cannot be changed")]
)
def test_a_test_has_no_speed(asked, says):
    with pytest.raises(FigureError, match=says):
        drawn_motion("lunge", **asked)
