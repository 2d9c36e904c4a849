"""The checks find what they are for, and the body bends as bodies do."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restride.figure.body import SHANK, THIGH
from restride.figure.checks import problems
from restride.figure.errors import FigureError
from restride.figure.pose import Angles, Contacts, Move, read_pose_file
from restride.figure.skeleton import Figure, centre_of_mass, figure
from restride.figure.solve import solve
from restride.figure.timeline import Scene, scene


def _problems(folder: Path, text: str) -> str:
    path = folder / "mine.yaml"
    path.write_text("id: mine\nshows: A test.\n" + text, encoding="utf-8")
    return "\n".join(problems(scene(read_pose_file(path))))


def test_a_knee_bent_backwards_is_found(tmp_path: Path) -> None:
    text = "anchor: foot.far\ncontacts: {foot.far: [0, 0]}\nposes: {start: {}, end: {knee: [-20, 0]}}"
    assert "the knee (near) is bent to -20°" in _problems(tmp_path, text)


def test_a_foot_through_the_floor_is_found(tmp_path: Path) -> None:
    text = "anchor: foot.far\ncontacts: {foot.far: [0, -20]}\nposes: {start: {}, end: {}}"
    assert "through the floor" in _problems(tmp_path, text)


def test_a_shin_through_a_step_is_found(tmp_path: Path) -> None:
    text = "props: [{kind: step, at: [-10, 0], size: [40, 30]}]\nposes: {start: {}, end: {}}"
    assert "into the step" in _problems(tmp_path, text)


def test_weight_behind_the_feet_is_found(tmp_path: Path) -> None:
    text = "poses: {start: {}, end: {hip: 90, knee: 90}}"
    assert "the centre of mass is" in _problems(tmp_path, text)


def test_balance_brings_the_weight_over_the_feet(tmp_path: Path) -> None:
    text = "adjust: balance\nposes: {start: {}, end: {lean: 40, hip: 98, knee: 100}}"
    assert _problems(tmp_path, text) == ""


def test_a_loop_that_leaves_out_a_pose_is_refused(tmp_path: Path) -> None:
    poses = "poses: {start: {}, end: {knee: 4, hip: 4}}"
    assert "loop" not in _problems(tmp_path, f"moves: [{{to: end}}, {{to: start}}]\n{poses}")
    with pytest.raises(FigureError, match=r"mine\.yaml, pose 'start': no move goes to it, so the loop does not close"):
        _problems(tmp_path, f"moves: [{{to: end, hold: 1}}]\n{poses}")


def test_a_loop_that_jumps_at_its_end_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from restride.figure import checks
    from restride.figure.timeline import moments

    def cut(found: Scene, moves: tuple[Move, ...]) -> list[tuple[float, Figure]]:
        return moments(found, moves)[:-2]  # an author's new way of moving that stops too early

    monkeypatch.setattr(checks, "moments", cut)
    text = "poses: {start: {}, end: {knee: 70, hip: 70, lean: 20}}"
    assert "the loop does not close" in _problems(tmp_path, text)


def test_a_foot_that_slides_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from restride.figure import timeline

    solve_truly = timeline.solve

    def slippery(angles: Angles, contacts: Contacts, *rest: object) -> tuple[Figure, Angles]:
        return solve_truly(angles, {n: (s[0] + angles["knee.near"] / 10, *s[1:]) for n, s in contacts.items()}, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(timeline, "solve", slippery)
    text = "poses: {start: {}, end: {knee: 60, hip: 60, lean: 20}}"
    assert "the contact foot.near slides" in _problems(tmp_path, text)


def test_a_bone_that_points_at_the_eye_may_show_any_angle(tmp_path: Path) -> None:
    text = "base: front\nbalanced: false\nanchor: pelvis\ncontacts: {pelvis: [0, 120]}\nmoving: false\n"
    assert "the hip (near) is bent" in _problems(tmp_path, text + "poses: {end: {hip: [140, 0]}}")
    assert _problems(tmp_path, text + "poses: {end: {hip: [140, 0], short_thigh: [0.5, 1]}}") == ""


@given(st.floats(-40, 40), st.floats(30, 95), st.floats(10, 140))
def test_two_bone_kinematics_puts_the_foot_where_it_belongs(x: float, height: float, knee: float) -> None:
    contacts = {"foot.near": (x, 0.0), "pelvis": (0.0, height)}
    try:
        person, angles = solve({"knee.near": knee}, contacts, "pelvis", "", "side", "right", "test", {})
    except FigureError:
        reach = math.hypot(x, height - 8.8)
        assert reach > THIGH + SHANK or reach < 5
        return
    assert math.dist(person.point("foot.near"), (x, 0.0)) < 1.9
    assert angles["knee.near"] >= -0.001


@given(st.floats(-30, 60), st.floats(0, 120), st.floats(0, 130))
def test_moving_the_whole_person_moves_the_weight_with_it(lean: float, hip: float, knee: float) -> None:
    person = figure({"lean": lean, "hip.near": hip, "knee.near": knee}, "side", "right")
    x, y = centre_of_mass(person)
    person.shifted(10.0, -5.0)
    assert centre_of_mass(person) == pytest.approx((x + 10.0, y - 5.0))


@given(st.floats(-30, 80), st.floats(-40, 40))
def test_seen_from_the_front_the_other_side_is_the_mirror_image(hip: float, lean: float) -> None:
    one = figure({"lean": lean, "hip.near": hip}, "front", "right")
    other = figure({"lean": -lean, "hip.near": hip}, "front", "left")
    for bone, (x, y) in one.origin.items():
        assert other.origin[bone] == pytest.approx((-x, y), abs=1e-9)


def test_standing_upright_has_the_proportions_of_the_look() -> None:
    person = figure({}, "side", "right")
    ankle, hip, shoulder = (person.point(name) for name in ("ankle.near", "pelvis", "shoulder.near"))
    assert ankle[1] - hip[1] == pytest.approx(91.0)
    assert hip[1] - shoulder[1] == pytest.approx(50.0, abs=2.5)
