"""From points in a picture to a report: view, slow motion, scale, what is taken out, what is refused and why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from restride.adapters.pose.estimator import POINTS
from restride.adapters.video.analysis import Filmed, VideoOptions, analyse_followed
from restride.adapters.video.followed import Followed
from restride.gait.analysis import analyse_gait
from restride.knowledge.load import load
from restride.model.errors import PlainError
from restride.model.gait import Metric
from restride.model.words import Side
from tests.gait.runner import truth
from tests.video.runner import HEIGHT, filmed, lost, panned

KNOWN = load()
TRUTH = truth()
CADENCE = 60 / TRUTH.step_s


def analysed(followed: Followed, **options: object) -> Filmed:
    return analyse_followed(followed, KNOWN, VideoOptions(**options))  # type: ignore[arg-type]


def metric(filmed: Filmed, name: str, side: Side = Side.BOTH) -> Metric:
    return next(one for one in filmed.report.metrics if one.id == name and one.side is side)


def frame_at(filmed: Filmed, seconds: float) -> int:
    """The clip's frame that shows a moment of the report."""
    times = filmed.clock.in_life(filmed.followed.time_s)
    return int(filmed.followed.frames[np.abs(times - seconds).argmin()])


def refusal(followed: Followed, **options: object) -> str:
    with pytest.raises(PlainError) as caught:
        analysed(followed, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("view", ["side", "rear", "front"])
def test_view_and_cadence_are_found(view: str) -> None:
    found = analysed(filmed(view=view))
    assert found.report.recording.view == view
    assert found.report.recording.locomotion == "running"
    assert metric(found, "cadence").value == pytest.approx(CADENCE, rel=0.01)
    assert found.report.recording.pose_model == "closed form"


@pytest.mark.parametrize(
    ("view", "for_a_length", "for_the_speed"),
    [
        ("side", "give the runner's height or the belt speed.", "give the runner's height or the belt speed."),
        ("rear", "give the runner's height.", "The speed is not seen from here; give it."),
    ],
)
def test_what_lacks_a_scale_asks_for_what_gives_one_from_this_view(
    view: str, for_a_length: str, for_the_speed: str
) -> None:
    missing = {one.id: one.because for one in analysed(filmed(view=view)).report.not_measured}
    assert missing["vertical_oscillation"].endswith(for_a_length)
    assert missing["step_length"].endswith(for_the_speed)


def test_toe_offs_of_a_pose_model_are_stated_more_loosely_than_of_markers_and_held() -> None:
    """The same points twice: with ears a pose model's, without them as exact as markers."""
    posed = analysed(filmed()).gait.track
    bare = posed.with_points({name: at for name, at in posed.points.items() if not name.startswith("ear")})
    loose, tight = (
        [event for event in analyse_gait(track, KNOWN)[1].events if event.kind == "toe_off"] for track in (posed, bare)
    )
    assert len(loose) == len(tight) > 10
    for one, other in zip(loose, tight, strict=True):
        # Where toe and pelvis differ the tight one is widened for that.
        assert one.half_width_s > 1.15 * other.half_width_s
        assert one.shared_half_width_s > 1.5 * other.shared_half_width_s  # type: ignore[operator]
        assert abs(one.time_s - other.time_s) < one.half_width_s


@pytest.mark.parametrize(("faces_left", "near"), [(False, Side.RIGHT), (True, Side.LEFT)])
def test_the_near_side_is_the_one_that_faces_the_camera(faces_left: bool, near: Side) -> None:
    found = analysed(filmed(faces_left=faces_left))
    assert found.report.recording.near_side is near
    far = Side.LEFT if near is Side.RIGHT else Side.RIGHT
    assert metric(found, "knee_flexion_contact", far).grade == "poor"
    assert any(one.id == "asymmetry" for one in found.report.not_measured)


def test_a_view_that_was_said_turns_a_mirror_image_round() -> None:
    plain, mirrored = analysed(filmed()), analysed(filmed(), view="left")
    assert mirrored.report.recording.near_side is Side.LEFT
    assert any("mirrored" in note for note in mirrored.report.recording.notes)
    assert metric(mirrored, "foot_inclination", Side.LEFT).value == pytest.approx(
        metric(plain, "foot_inclination", Side.RIGHT).value, abs=0.2
    )


@pytest.mark.parametrize("slow", [2.0, 4.0, 8.0])
def test_slow_motion_is_found_and_times_are_those_of_life(slow: float) -> None:
    found = analysed(filmed(rate_hz=30, slow=slow, seconds=6))
    assert found.clock.factor == pytest.approx(slow)
    assert metric(found, "cadence").value == pytest.approx(CADENCE, rel=0.02)
    assert any("Slow motion was found" in note for note in found.report.recording.notes)
    strike = found.report.events[2].time_s
    assert frame_at(found, strike) == pytest.approx(strike * slow * 30, abs=0.51)


@pytest.mark.parametrize("falls", [3.4, 3.5, 4.0, 4.6])
def test_slow_motion_is_told_by_the_steps_where_falling_is_misread(
    falls: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("restride.adapters.video.clock.time_factor", lambda *_: falls)
    clock = analysed(filmed(rate_hz=30, slow=4, seconds=6)).clock
    assert clock.factor == pytest.approx(4)
    assert ("3.33" in clock.notes[0]) == (falls < 4)


def test_slow_motion_that_was_said_is_believed() -> None:
    found = analysed(filmed(rate_hz=30, slow=4), slow_motion=5)
    assert metric(found, "cadence").value == pytest.approx(CADENCE * 5 / 4, rel=0.01)
    assert "Slow motion by 90 times is not possible" in refusal(filmed(), slow_motion=90)


def test_life_is_not_taken_for_slow_motion() -> None:
    assert analysed(filmed()).clock.factor == 1


def test_height_gives_metres_and_nothing_is_guessed_without() -> None:
    # Hip to ankle of the closed form is 0.84 m at most; a person with such legs is 1.71 m tall.
    found = analysed(filmed(), height_m=0.84 / 0.491)
    assert found.report.recording.unit == "m"
    assert metric(found, "vertical_oscillation", Side.RIGHT).value == pytest.approx(50, rel=0.1)
    assert analysed(filmed()).report.recording.unit == "px"


def test_belt_speed_gives_metres_too() -> None:
    found = analysed(filmed(), speed_m_s=TRUTH.speed_m_s)
    assert found.report.recording.unit == "m"
    assert metric(found, "step_length").value == pytest.approx(TRUTH.speed_m_s * TRUTH.step_s, rel=0.02)
    assert metric(found, "vertical_oscillation", Side.RIGHT).value == pytest.approx(50, rel=0.12)


@pytest.mark.parametrize("height", [0.5, 175.0])
def test_a_height_of_no_person_is_refused(height: float) -> None:
    assert "in metres" in refusal(filmed(), height_m=height)


def test_a_runner_who_goes_away_is_brought_to_one_size() -> None:
    found = analysed(filmed(view="rear", shrinks=3.5, noise_px=0.5))
    assert metric(found, "cadence").value == pytest.approx(CADENCE, rel=0.01)
    assert any("changes 3" in note for note in found.report.recording.notes)


def test_a_camera_that_follows_is_said_and_allows_no_distance() -> None:
    found = analysed(panned(filmed()))
    assert metric(found, "cadence").value == pytest.approx(CADENCE, rel=0.01)
    assert any("camera follows" in note for note in found.report.recording.notes)
    said = refusal(panned(filmed()), height_m=1.75)
    assert "camera follows" in said
    assert "leave the height out" in said


def test_before_an_even_background_no_length_rests_on_a_camera_that_may_have_moved() -> None:
    followed = filmed()
    for share, kept_back in ((0.45, False), (0.55, True)):
        camera = followed.camera.copy()
        camera[: round(share * len(camera)), 1:3] = np.nan
        even = replace(followed, camera=camera)
        recording = analysed(even, height_m=1.71).report.recording
        assert (recording.unit == "px", recording.speed_m_s is None) == (kept_back, kept_back)
        assert any("too even to show whether the camera" in note for note in recording.notes) is kept_back
    given = analysed(even, height_m=1.71, speed_m_s=TRUTH.speed_m_s).report.recording
    assert (given.unit, given.speed_m_s) == ("m", TRUTH.speed_m_s)
    assert not any("too even" in note for note in (*given.notes, *analysed(even).report.recording.notes))


def test_the_longest_stretch_is_analysed_and_said() -> None:
    found = analysed(lost(filmed(), 100, 140))
    assert found.report.recording.duration_s == pytest.approx(339 / 60, abs=0.05)
    assert any("without a break" in note for note in found.report.recording.notes)
    assert found.followed.frames[0] == 140
    assert frame_at(found, 0.0) == 140


def test_a_short_loss_is_bridged() -> None:
    assert analysed(lost(filmed(), 100, 110)).report.recording.duration_s == pytest.approx(8, abs=0.1)


def test_a_cut_ends_a_stretch() -> None:
    followed = filmed()
    camera = followed.camera.copy()
    camera[camera[:, 0] == 300, 3] = 1
    assert analysed(replace(followed, camera=camera)).report.recording.duration_s == pytest.approx(299 / 60, abs=0.05)


def test_an_uneven_clock_is_obeyed() -> None:
    """A phone drops frames: their times tell, and the cadence does not change."""
    followed = filmed(rate_hz=120)
    kept = np.sort(
        np.random.default_rng(2).choice(len(followed.frames), size=len(followed.frames) * 2 // 3, replace=False)
    )
    dropped = replace(
        followed, frames=followed.frames[kept], presence=followed.presence[kept], regions=followed.regions[kept],
        points=followed.points[kept],
    )  # fmt: skip
    assert metric(analysed(dropped), "cadence").value == pytest.approx(CADENCE, rel=0.01)


def test_nobody_is_refused() -> None:
    assert "Nobody" in refusal(lost(filmed(), 0, 480))


def test_somebody_who_stands_is_refused() -> None:
    followed = filmed()
    points = np.repeat(followed.points[:1], len(followed.points), axis=0)
    assert "does not run or walk" in refusal(replace(followed, points=points))


def test_legs_that_are_not_seen_are_refused() -> None:
    followed = filmed()
    points = followed.points.copy()
    points[:, [k for k, name in enumerate(POINTS) if name.startswith(("knee", "ankle"))], 2] = 0.1
    assert "whole leg" in refusal(replace(followed, points=points))


def test_feet_out_of_the_picture_are_refused() -> None:
    followed = filmed()
    points = followed.points.copy()
    points[:, :, 1] += HEIGHT - 60 - points[0, POINTS.index("toe_left"), 1] + 60
    assert "lie outside the picture" in refusal(replace(followed, points=points))


@pytest.mark.parametrize(("metre_px", "said"), [(50.0, "too small"), (80.0, None), (160.0, None)])
def test_small_runners(metre_px: float, said: str | None) -> None:
    followed = filmed(metre_px=metre_px, noise_px=0.3)
    if said:
        assert said in refusal(followed)
    else:
        small = any("pixels tall" in note for note in analysed(followed).report.recording.notes)
        assert small == (metre_px < 100)


def test_fewer_than_four_strides_are_refused() -> None:
    assert "at least 8 are needed" in refusal(filmed(seconds=2.4))


@pytest.mark.parametrize(("rows", "too_short"), [(20, True), (56, True), (57, False)])
def test_less_than_a_stride_is_refused_before_steps_are_looked_for(rows: int, too_short: bool) -> None:
    """The slowest stride lasts 0.92 s, 55.4 frames at 60 a second."""
    assert ("less than a stride" in refusal(lost(filmed(seconds=2.4), rows, 144))) is too_short


def test_a_figure_whose_limbs_change_their_length_is_refused() -> None:
    followed = filmed()
    points = followed.points.copy()
    shoulders = [POINTS.index(f"shoulder_{side}") for side in ("left", "right")]
    points[::2, shoulders, 1] += 100
    assert "change their length" in refusal(replace(followed, points=points))


@pytest.mark.parametrize(("change_deg", "said"), [(0.0, False), (9.0, False), (15.0, True), (-40.0, True)])
def test_a_trunk_that_rises_is_no_steady_running_and_is_said(change_deg: float, said: bool) -> None:
    """As in a sprinter's start: turned about the hips by an angle that grows from frame to frame."""
    followed = filmed()
    points = followed.points.copy()
    upper = [k for k, name in enumerate(POINTS) if name.split("_")[0] in ("nose", "eye", "ear", "shoulder")]
    hips = (followed.point("hip_left") + followed.point("hip_right"))[:, None, :2] / 2
    # Median of the last quarter less median of the first: three quarters of the whole way.
    turn = np.radians(np.linspace(0, change_deg / 0.75, len(points)))
    cosine, sine = np.cos(turn)[:, None], np.sin(turn)[:, None]
    x, y = (points[:, upper, :2] - hips).transpose(2, 0, 1)
    points[:, upper, :2] = np.stack([x * cosine - y * sine, x * sine + y * cosine], axis=2) + hips
    notes = analysed(replace(followed, points=points)).report.recording.notes
    assert any("no steady running" in note for note in notes) is said


def test_a_figure_that_stands_on_its_head_is_refused() -> None:
    followed = filmed()
    points = followed.points.copy()
    points[:, :, 1] = HEIGHT - points[:, :, 1]
    assert "it is a drawing, or nobody" in refusal(replace(followed, points=points))


def test_the_face_lies_in_its_disc() -> None:
    followed = filmed()
    x, y, radius = followed.faces().T
    nose = followed.point("nose")
    assert np.all(np.hypot(nose[:, 0] - x, nose[:, 1] - y) < radius)
    assert np.isnan(lost(followed, 3, 5).faces()[3:5]).all()
