"""Laws of the drawn runner: bones, contacts, flight, loops, mirror."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restride.figure import FigureError
from restride.figure.runner import drawn_motion
from restride.figure.runner.anatomy import anatomy
from restride.figure.runner.chain import TURNED_IN_A_MIRROR, centre_of_mass
from restride.figure.runner.cycle_data import pace
from restride.figure.runner.motion import twin

CYCLES = [
    ("run", 1.8),
    ("run", 3.0),
    ("run", 3.4),
    ("run", 4.6),
    ("run", 6.0),
    ("walk", 0.8),
    ("walk", 1.4),
    ("walk", 2.0),
]
#: Nobody sees a millimetre.
SMALL_M = 1e-3


@pytest.fixture(params=CYCLES, ids=lambda one: f"{one[0]} {one[1]}")
def motion(request):
    return drawn_motion(request.param[0], request.param[1])


def times(motion, count=700):
    return np.linspace(0, motion.length_s, count, endpoint=False)


def grounded(motion, side, at):
    """Whether this foot is in contact, with an instant left out at both ends."""
    found = np.zeros(len(at), bool)
    for one in motion.contacts_until(motion.length_s):
        if one.side == side:
            found |= (at > one.strike_s + 1e-4) & (at < one.toe_off_s - 1e-4)
    return found


def test_bones_keep_their_length(motion):
    body, stance = motion.anatomy, motion.stance(times(motion))
    for side in ("left", "right"):
        for a, b, length in (
            ("hip", "knee", body.thigh), ("knee", "ankle", body.shank), ("shoulder", "elbow", body.upper_arm),
            ("elbow", "wrist", body.forearm), ("ball", "toe", body.toe_x - body.ball_x),
            ("heel", "ball", body.ball_x - body.heel_x),
        ):  # fmt: skip
            found = np.linalg.norm(stance.at[f"{a}_{side}"] - stance.at[f"{b}_{side}"], axis=1)
            assert found == pytest.approx(length, abs=1e-9)


def test_a_foot_on_the_ground_does_not_slide(motion):
    at = times(motion)
    stance = motion.stance(at)
    for side in ("left", "right"):
        for one in motion.contacts_until(motion.length_s):
            inside = (at > max(one.strike_s, 0) + 1e-4) & (at < one.toe_off_s - 1e-4)
            if one.side != side or inside.sum() < 5:
                continue
            forward = np.stack([motion.speed_m_s * at, 0 * at, 0 * at], axis=1)
            moved = {p: (stance.at[f"{p}_{side}"] + forward)[inside] for p in ("heel", "ball", "toe")}
            # Whichever of heel, ball and tip of the toes is on the ground stays where it is.
            for place in moved.values():
                touching = place[:, 1] < 1e-5
                if touching.sum() > 2:
                    assert np.ptp(place[touching][:, [0, 2]], axis=0) == pytest.approx(0, abs=SMALL_M)
            lowest = np.min([place[:, 1] for place in moved.values()], axis=0)
            assert lowest == pytest.approx(0, abs=SMALL_M)


def test_nothing_goes_through_the_ground(motion):
    stance = motion.stance(times(motion))
    for side in ("left", "right"):
        for point in ("heel", "ball", "toe"):
            assert stance.at[f"{point}_{side}"][:, 1].min() > -0.006, (side, point)


@pytest.mark.parametrize("speed", [2.2, 3.5, 5.5])
def test_flight_is_free_fall(speed):
    motion = drawn_motion("run", speed)
    first, second = motion.contacts[0], motion.contacts[1]
    at = np.linspace(first.toe_off_s + 1e-3, second.strike_s - 1e-3, 41)
    centre = centre_of_mass(motion.stance(at))
    fall = np.polyfit(at - at[0], centre, 2)
    assert 2 * fall[0] == pytest.approx([0, -9.81, 0], abs=0.02)
    assert centre == pytest.approx(np.stack([np.polyval(fall[:, k], at - at[0]) for k in range(3)], axis=1), abs=1e-5)


def test_the_momentum_lost_in_the_fall_is_given_back_in_contact():
    motion = drawn_motion("run", 3.0)
    step = motion.length_s / 2
    heights = centre_of_mass(motion.stance(np.array([0.0, step, 2 * step - 1e-9])))[:, 1]
    assert np.ptp(heights) < 1e-4


def test_the_loop_closes(motion):
    ends = motion.stance(np.array([0.0, motion.length_s - 1e-7]))
    for name, place in ends.at.items():
        assert place[0] == pytest.approx(place[1], abs=1e-4), name


def test_left_is_the_mirror_of_right_half_a_stride_later(motion):
    at = times(motion, 200)
    here, later = motion.stance(at), motion.stance(at + motion.length_s / 2)
    for name, place in here.at.items():
        assert later.at[twin(name)] * np.array([1, 1, -1]) == pytest.approx(place, abs=1e-4), name


def test_angles_that_turn_in_a_mirror_do(motion):
    half = (len(motion.clock) - 1) // 2
    for name, row in motion.angles.items():
        sign = -1 if name in TURNED_IN_A_MIRROR else 1
        assert sign * motion.angles[twin(name)][half] == pytest.approx(row[0], abs=1e-6), name


def test_events_agree_with_the_height_of_the_feet(motion):
    at = times(motion, 2000)
    stance = motion.stance(at)
    for side in ("left", "right"):
        height = np.min([stance.at[f"{p}_{side}"][:, 1] for p in ("heel", "ball", "toe")], axis=0)
        on = grounded(motion, side, at)
        assert height[on].max() < 1e-4
        # Just before strike and just after toe-off the foot is off the ground, or the toe rolls on for an instant.
        off = ~on & ~np.roll(on, 40) & ~np.roll(on, -40)
        assert np.max([stance.at[f"{p}_{side}"][:, 1] for p in ("heel", "toe")], axis=0)[off].min() > 0.002


def test_knees_never_bend_backwards(motion):
    for side in ("left", "right"):
        assert motion.angles[f"knee_flexion_{side}"].min() > -2.5


def test_a_speed_at_which_the_solver_stalls_on_rounding_is_drawn():
    assert drawn_motion("run", 3.3).speed_m_s == 3.3


def test_contact_and_flight_are_what_was_asked_for():
    motion = drawn_motion("run", 3.0, cadence_spm=180, contact_s=0.22)
    assert motion.length_s == pytest.approx(2 / 3)
    assert motion.contacts[0].toe_off_s - motion.contacts[0].strike_s == pytest.approx(0.22)
    assert motion.contacts[1].strike_s - motion.contacts[0].toe_off_s == pytest.approx(1 / 3 - 0.22)


def test_a_walker_always_has_a_foot_on_the_ground():
    motion = drawn_motion("walk")
    at = times(motion)
    assert (grounded(motion, "left", at) | grounded(motion, "right", at)).mean() > 0.99


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"speed_m_s": 1.7}, "from 1.8 to 6 m/s"),
        ({"speed_m_s": 6.1}, "from 1.8 to 6 m/s"),
        ({"cadence_spm": 39}, "40 to 320"),
        ({"contact_s": 0.049}, "no flight"),
        ({"contact_s": 0.36}, "no flight"),
        ({"speed_m_s": 6.0, "cadence_spm": 130, "contact_s": 0.3}, "cannot stay on the ground"),
        ({"stature_m": 0.8}, "0.9 to 2.3 m"),
        ({"stature_m": 2.4}, "0.9 to 2.3 m"),
        ({"nose_length": 3.0}, "'nose_length' cannot be changed"),
    ],
)
def test_what_no_legs_can_do_is_refused_in_a_sentence(asked, says):
    with pytest.raises(FigureError, match=says):
        drawn_motion("run", **asked)


def test_an_unknown_movement_is_refused():
    with pytest.raises(FigureError, match="'swim' is no movement"):
        drawn_motion("swim")


def test_a_walker_with_a_runners_contact_is_refused():
    with pytest.raises(FigureError, match="longer than one step"):
        drawn_motion("walk", 1.4, contact_s=0.3)


def test_lengths_grow_with_stature_and_add_up_to_it():
    small, tall = anatomy(1.5), anatomy(2.0)
    assert tall.thigh / small.thigh == pytest.approx(2.0 / 1.5)
    body = anatomy(1.75)
    without_shoe = body.leg + body.ankle_height - 0.01 * 1.75 + body.trunk + body.crown
    assert without_shoe == pytest.approx(1.75)


def test_what_is_changed_about_the_runner_is_seen():
    assert pace("run", trunk_lean=15.0).waves["trunk_lean"].mean == 15.0
    narrow, wide = (drawn_motion("run", 3.0, step_width_m=w).stance(np.array([0.05])) for w in (0.0, 0.2))
    assert wide.at["ankle_right"][0, 2] - narrow.at["ankle_right"][0, 2] == pytest.approx(0.1, abs=1e-6)
    drop = drawn_motion("run", 3.0, pelvis_drop=9.0)
    assert drop.angles["pelvis_list"].max() == pytest.approx(9.0, abs=0.01)


@settings(max_examples=10, deadline=None)
@given(speed=st.floats(1.9, 5.9), quicker=st.floats(0.95, 1.1), longer=st.floats(0.9, 1.05), tall=st.floats(1.5, 2.0))
def test_at_any_pace_and_stature_the_foot_stays_and_the_body_falls_freely(speed, quicker, longer, tall):
    usual = pace("run", speed)
    contact = usual.contact_s / quicker * longer
    try:
        motion = drawn_motion("run", speed, 60 / usual.step_s * quicker, contact, tall)
    except FigureError:
        return  # legs that cannot reach so far are refused, which other tests try
    first, second = motion.contacts
    on = np.linspace(0.3 * contact, 0.98 * contact, 20)
    ball = motion.stance(on).at["ball_right"] + np.outer(on, [speed, 0, 0])
    assert np.ptp(ball, axis=0) == pytest.approx(0, abs=SMALL_M)
    off = np.linspace(first.toe_off_s + 1e-3, second.strike_s - 1e-3, 21)
    fall = np.polyfit(off - off[0], centre_of_mass(motion.stance(off))[:, 1], 2)
    assert 2 * fall[0] == pytest.approx(-9.81, abs=0.25)


@pytest.mark.parametrize("speed", [0.8, 1.4, 2.0])
def test_a_walkers_heel_glides_in_and_his_toes_clear_the_ground(speed):
    motion, wanted = drawn_motion("walk", speed), pace("walk", speed)
    round_s = motion.length_s
    step = motion.clock[1]
    landing = motion.stance(np.array([round_s - 2 * step, round_s - step])).at["heel_right"]
    assert (landing[1] - landing[0])[0] / step + speed == pytest.approx(wanted.landing_m_s, abs=0.1)
    toe_off = motion.contacts[0].toe_off_s
    swing = toe_off + np.linspace(0.25, 0.75, 200) * (round_s - toe_off)
    lowest = np.min([motion.stance(swing).at[f"{p}_right"][:, 1] for p in ("heel", "ball", "toe")], axis=0).min()
    # Winter 1992: 13 mm on the mean of young adults.
    assert 0.008 < lowest < 0.020


def test_a_walkers_ball_rises_before_the_tip_of_his_toes_leaves():
    motion = drawn_motion("walk", 1.4)
    stance = motion.stance(np.array([motion.contacts[0].toe_off_s - 1e-4]))
    assert 0.010 < stance.at["ball_right"][0, 1] < 0.025
    assert stance.at["toe_right"][0, 1] == pytest.approx(0, abs=1e-4)
