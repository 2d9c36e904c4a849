"""Movement tests against the drawn runner, whose angles and repetitions are known, in space and filmed."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import msgspec
import numpy as np
import pytest

import restride
from restride.adapters.case_recordings import case_with_recordings
from restride.adapters.mocap.tables import Trc, write_trc
from restride.cli import main
from restride.explain.movement_text import movement_text
from restride.figure.runner.movements import drawn_motion
from restride.figure.runner.truth import planar_angles
from restride.gait.joined import with_movements
from restride.gait.movement_tests import EXAM, MOVEMENTS, analyse_movement
from restride.gait.repetitions import cut_ends, flights, turns
from restride.gait.track import Floats, Track, TrackError
from restride.knowledge.case_reader import read_case
from restride.knowledge.load import load
from restride.knowledge.schemas import json_schema
from restride.model.movement import MovementName, MovementReport
from restride.model.words import Side

FACTS = load()
POINTS = ("hip", "knee", "ankle", "heel", "toe", "shoulder")
SECONDS = 16.5


def places(name: str, rate_hz: float = 60.0, seconds: float = SECONDS) -> tuple[Floats, dict[str, Floats]]:
    time = np.arange(0, seconds, 1 / rate_hz)
    at = drawn_motion(name).stance(time).at
    return time, {key: at[key] for key in at if key.rsplit("_", 1)[0] in POINTS or key == "head"}


def filmed(name: str, *, noise_px: float = 2.0, seed: int = 1, rate_hz: float = 60.0) -> Track:
    """From the right, orthographic, the runner about 600 px tall."""
    time, points = places(name, rate_hz)
    rng = np.random.default_rng(seed)
    flat = {
        key: np.column_stack([343 * xyz[:, :2] + rng.normal(0, noise_px, (len(time), 2)), np.zeros(len(time))])
        for key, xyz in points.items()
    }
    return Track(time, flat, unit="px", view="side", origin="video", name=f"{name}.mp4")


def in_space(name: str) -> Track:
    return Track(*places(name), name=name)


def measured(name: MovementName, track: Track) -> MovementReport:
    return analyse_movement(track, name, FACTS)


@pytest.mark.parametrize("name", ["single_leg_squat", "step_down", "heel_raise", "lunge"])
@pytest.mark.parametrize("make", [in_space, filmed])
def test_every_repetition_is_found_on_the_right_leg(name: MovementName, make) -> None:  # type: ignore[no-untyped-def]
    report = measured(name, make(name))
    true = drawn_motion(name).repetitions_until(SECONDS)
    assert report.side is Side.RIGHT
    assert len(report.repetitions) == len(true)
    for one, wanted in zip(report.repetitions, true, strict=True):
        assert wanted.start_s < one.turn_s < wanted.end_s
        assert one.start_s < one.turn_s < one.end_s


@pytest.mark.parametrize("name", ["single_leg_squat", "step_down"])
@pytest.mark.parametrize("make", [in_space, filmed])
def test_angles_at_the_lowest_point_hold_the_truth(name: MovementName, make) -> None:  # type: ignore[no-untyped-def]
    report = measured(name, make(name))
    stance = drawn_motion(name).stance(np.arange(0, SECONDS, 1 / 60))
    truth = planar_angles(stance)
    for number, angle in (("knee_flexion_peak", "knee_flexion_right"), ("hip_flexion", "hip_flexion_right")):
        found = report.number(number)
        assert found is not None
        assert abs(found.value - truth[angle].max()) < min(found.error, 2.0)


def test_quality_stays_the_therapists() -> None:
    report = measured("single_leg_squat", filmed("single_leg_squat"))
    assert report.exam == ()
    assert "quality" in {one.id for one in report.not_measured}
    assert report.number("pelvic_drop") is None


def test_heel_height_needs_a_scale_and_is_right_with_one() -> None:
    _, points = places("heel_raise")
    rise = float(np.ptp(points["heel_right"][:, 1]) * 1000)
    with_scale = analyse_movement(filmed("heel_raise"), "heel_raise", FACTS, metres_per_unit=1 / 343)
    height = with_scale.number("height")
    assert height is not None
    assert height.unit == "mm"
    assert abs(height.value - rise) < height.error
    without = measured("heel_raise", filmed("heel_raise"))
    assert without.number("height").unit == "leg_length"  # type: ignore[union-attr]
    assert "height_mm" in {one.id for one in without.not_measured}


def test_fatigue_is_seen_and_low_raises_do_not_count() -> None:
    time, points = places("heel_raise", seconds=22.0)
    # Height falls from the first raise to half at the end.
    kept = np.interp(time, [0, 8, 22], [1, 1, 0.4])[:, None]
    for key in ("heel_right",):
        rest = points[key][0]
        points[key] = rest + (points[key] - rest) * kept
    report = measured("heel_raise", Track(time, points, name="tired"))
    lost, count = report.number("height_lost"), report.number("count")
    assert lost is not None
    assert count is not None
    assert 30 < lost.value < 65
    assert count.value < len(report.repetitions)
    # The raises lose height slowly, so some lie near the limit: they are the error, and are named.
    best = np.sort([one.size for one in report.repetitions])[-3:].mean()
    near = [one for one in report.repetitions if 0.6 < one.size / best < 0.8]
    assert near
    assert count.error == len(near)
    assert all(f"at {one.turn_s:.1f} s" in " ".join(count.reasons) for one in near)
    assert report.exam[0].value == f"{count.value:.0f} repetitions"
    fresh = measured("heel_raise", in_space("heel_raise")).number("height_lost")
    assert fresh is not None
    assert abs(fresh.value) < 1


def test_a_heel_that_dips_where_the_foot_is_set_down_loses_no_lunge() -> None:
    track = in_space("lunge")
    clean = measured("lunge", track)
    heel = f"heel_{clean.side.value}"
    dipping = track.points[heel].copy()
    dipping[np.arange(len(dipping)) % 60 < 9, 1] -= 0.03  # twice what a heel may be up, for 0.15 s of each second
    dipped = measured("lunge", track.with_points({**track.points, heel: dipping}))
    assert len(dipped.repetitions) == len(clean.repetitions)


def test_lunge_gives_the_shin_with_the_heel_down_alone() -> None:
    report = measured("lunge", in_space("lunge"))
    stance = drawn_motion("lunge").stance(np.arange(0, SECONDS, 1 / 60))
    lean = -planar_angles(stance)["shank_right"]
    bend = planar_angles(stance)["knee_flexion_right"]
    angle = report.number("shin_angle")
    assert angle is not None
    assert abs(angle.value - lean[np.argmax(bend)]) < 1.0
    # In swing the shin leans further, with the foot in the air.
    assert angle.value < lean.max() - 3
    assert report.exam[0].test == "wblt_angle"


@pytest.mark.parametrize("make", [in_space, filmed])
def test_hops_are_counted(make) -> None:  # type: ignore[no-untyped-def]
    report = measured("hop", make("hop"))
    motion = drawn_motion("hop")
    flight, contact = report.number("flight_time"), motion.contacts[0]
    assert len(report.repetitions) in (29, 30, 31)
    assert flight is not None
    true = 1000 * (motion.length_s - (contact.toe_off_s - contact.strike_s))
    assert abs(flight.value - true) < min(flight.error, 25)
    contact_time = report.number("contact_time")
    assert contact_time is not None
    assert flight.value + contact_time.value == pytest.approx(1000 * motion.length_s, rel=0.02)
    rate = report.number("hop_rate")
    assert rate is not None
    assert rate.value == pytest.approx(60 / motion.length_s, rel=0.02)
    count, true_hops = report.number("count"), SECONDS / motion.length_s
    assert count is not None
    assert abs(count.value - true_hops) <= count.error + 1


def hopper(way_m: float = 1.2) -> Track:
    """One who stands, hops forward once on the right leg, and stands."""
    time = np.arange(0, 5, 1 / 120)
    air = np.clip((time - 2.0) / 0.4, 0, 1)
    forward, up = way_m * air, 0.6 * 4 * air * (1 - air) * 0.35
    stand = {"hip": 0.9, "knee": 0.5, "ankle": 0.1, "heel": 0.03, "toe": 0.02, "shoulder": 1.4}
    points = {}
    for name, high in stand.items():
        for side, across in (("left", -0.1), ("right", 0.1)):
            ahead = {"heel": -0.05, "toe": 0.18}.get(name, 0.0)
            lift = 0.3 if side == "left" and name in ("ankle", "heel", "toe") else 0.0
            points[f"{name}_{side}"] = np.stack([forward + ahead, high + up + lift, np.full_like(time, across)], axis=1)
    return Track(time, points, name="hop for distance")


@pytest.mark.parametrize("way_m", [0.6, 1.2, 1.8])
def test_hop_distance_is_toe_to_heel(way_m: float) -> None:
    report = analyse_movement(hopper(way_m), "hop_distance", FACTS)
    distance = report.number("distance")
    assert distance is not None
    # The heel lands behind where the toe left by the length of the foot.
    assert abs(distance.value - (way_m - 0.23)) < distance.error
    assert report.exam[0].test == "slhop_dist"
    assert report.exam[0].value.endswith(" cm")


def test_three_hops_are_not_one() -> None:
    with pytest.raises(TrackError, match="No repetition"):
        analyse_movement(hopper(), "triple_hop", FACTS)


def test_a_distance_needs_a_scale() -> None:
    with pytest.raises(TrackError, match="height"):
        analyse_movement(filmed("hop"), "hop_distance", FACTS)


def test_somebody_who_stands_makes_no_repetition() -> None:
    time, points = places("heel_raise")
    still = {key: np.repeat(xyz[:1], len(time), axis=0) for key, xyz in points.items()}
    for name in MOVEMENTS:
        with pytest.raises(TrackError):
            measured(name, Track(time, still, name="still"))


@pytest.mark.parametrize(("height", "found"), [(9.9, 0), (10.1, 3), (30.0, 3)])
def test_a_rise_below_the_least_is_none(height: float, found: int) -> None:
    time = np.arange(0, 9, 0.02)
    values = height * (1 - np.cos(2 * np.pi * time / 3)) / 2
    assert len(turns(values, time, least=10.0, share=0.4)) == found


@pytest.mark.parametrize(
    ("from_s", "to_s", "whole", "cut"),
    [
        (0.0, 9.0, 3, ()),
        (1.4, 9.0, 2, ("beginning",)),
        (1.6, 9.0, 2, ("beginning",)),
        (0.0, 7.4, 2, ("end",)),
        (0.0, 6.4, 2, ()),
        (1.5, 7.5, 1, ("beginning", "end")),
    ],
)
def test_a_repetition_that_an_end_of_the_recording_cuts_is_said(
    from_s: float, to_s: float, whole: int, cut: tuple[str, ...]
) -> None:
    time = np.arange(from_s, to_s, 0.02)
    values = 30.0 * (1 - np.cos(2 * np.pi * time / 3)) / 2
    found = turns(values, time, least=10.0, share=0.4)
    assert len(found) == whole
    assert cut_ends(values, time, found, least=10.0, share=0.4) == cut


def test_a_count_without_doubt_says_why_and_one_that_was_cut_is_in_its_error() -> None:
    track = in_space("heel_raise")
    report = measured("heel_raise", track)
    cut = report.number("count")
    assert cut is not None
    assert (cut.value, cut.error) == (7, 1)
    assert "under way at the end" in " ".join(cut.reasons)
    kept = track.time_s <= report.repetitions[-1].end_s
    whole = Track(track.time_s[kept], {name: at[kept] for name, at in track.points.items()}, name="whole")
    count = measured("heel_raise", whole).number("count")
    assert count is not None
    assert (count.value, count.error) == (7, 0)
    assert "None was near the limit" in count.reasons[-1]


def test_a_cut_flight_is_none() -> None:
    time = np.arange(0, 2, 0.01)
    height = np.where((time > 0.9) & (time < 1.3), 0.2, 0.0) + np.where(time > 1.8, 0.2, 0.0)
    found = flights(height, time, np.array([1.1, 1.95]), level=0.02, shortest_s=0.06)
    assert len(found) == 1
    assert found[0].seconds == pytest.approx(0.4, abs=0.04)


def test_a_report_fits_its_schema_and_reads_back() -> None:
    text = msgspec.json.encode(measured("heel_raise", in_space("heel_raise")))
    jsonschema.validate(json.loads(text), json_schema("movement", FACTS))
    assert msgspec.json.encode(msgspec.json.decode(text, type=MovementReport)) == text


def test_every_entry_is_a_test_of_the_knowledge_in_its_unit() -> None:
    for test, _, _, unit in EXAM.values():
        assert unit == FACTS.tests[test].units[0]


def test_numbers_join_the_examination_once_and_below_what_was_entered() -> None:
    report = measured("heel_raise", in_space("heel_raise"))
    case = read_case("{complaints: [{site: achilles_mid, side: right}]}", FACTS)
    after = with_movements(case, [report, report])
    assert [(one.test, one.side, one.value.text) for one in after.exam if one.value] == [
        ("heel_raise", Side.RIGHT, "7 repetitions")
    ]
    assert with_movements(after, [report]) == after
    text = "{complaints: [{site: achilles_mid}], exam: [{test: heel_raise, side: right, value: 21 repetitions}]}"
    entered = read_case(text, FACTS)
    assert with_movements(entered, [report]) == entered
    evaluation = restride.evaluate(after, today=date(2026, 11, 21), facts=FACTS)
    assert any(one.test == "heel_raise" for one in evaluation.impairments)


def test_a_later_recording_takes_the_place_of_an_earlier_and_of_a_hand_only_when_it_is_said() -> None:
    report = msgspec.structs.replace(measured("heel_raise", in_space("heel_raise")), name="later.mp4")
    text = """{complaints: [{site: achilles_mid}], exam: [
      {test: heel_raise, side: right, value: 30 repetitions, seen_by: camera, error: 2 repetitions},
      {test: heel_raise, side: left, value: 21 repetitions}]}"""
    [right] = [one for one in with_movements(read_case(text, FACTS), [report], of_day="20 May").exam if one.error]
    assert right.value is not None
    assert (right.value.text, right.recording) == ("7 repetitions", "later.mp4 of 20 May")
    both = read_case("{complaints: [{site: achilles_mid}], exam: [{test: heel_raise, side: both, "
                     "value: 21 repetitions}]}", FACTS)  # fmt: skip
    assert with_movements(both, [report]) == both
    said = with_movements(both, [report], over_hand={("heel_raise", Side.RIGHT)}).exam
    assert {one.side: (one.seen_by, one.value.value) for one in said if one.value} == {
        Side.LEFT: ("hand", 21), Side.RIGHT: ("camera", 7),
    }  # fmt: skip


@pytest.mark.parametrize(("error", "verdict"), [("4 repetitions", "impaired"), ("20 repetitions", "within_error")])
def test_the_error_of_a_recording_decides_where_it_is_the_larger(error: str, verdict: str) -> None:
    text = f"""{{complaints: [{{site: achilles_mid, side: right}}], exam: [
      {{test: heel_raise, side: left, value: 30 repetitions}},
      {{test: heel_raise, side: right, value: 12 repetitions, seen_by: camera, error: {error}}}]}}"""
    evaluation = restride.evaluate(read_case(text, FACTS), today=date(2026, 11, 21), facts=FACTS)
    [right] = [one for one in evaluation.impairments if one.side is Side.RIGHT]
    assert right.verdict == verdict
    assert any("an error of its own" in reason.says for reason in right.because)


@pytest.mark.parametrize(("rate_hz", "grade"), [(30, "usable"), (60, "good")])
def test_times_of_a_hop_are_graded_by_the_frames_that_show_them(rate_hz: float, grade: str) -> None:
    time, points = places("hop", rate_hz=rate_hz)
    report = measured("hop", Track(time, points, name="hop"))
    graded = {one.id: one.grade for one in report.numbers}
    assert {graded[name] for name in ("flight_time", "contact_time", "hop_height")} == {grade}
    assert graded["count"] == "good"


def test_the_command_and_the_case_read_a_recording(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    time, points = places("heel_raise")
    labels = tuple(points)
    rows = np.stack([points[one] for one in labels], axis=1)
    write_trc(tmp_path / "raise.trc", Trc(labels=labels, points=rows, time_s=time, rate_hz=60.0, unit="m"))
    command = ["gait", str(tmp_path / "raise.trc"), "--movement", "heel_raise", "--side", "right"]
    assert main([*command, "--out", str(tmp_path / "out")]) == 0
    assert {one.name for one in (tmp_path / "out").iterdir()} == {"report.html", "report.json", "repetitions.csv"}
    assert "For the examination: Single-leg heel raises to fatigue, right: 7 repetitions" in capsys.readouterr().out
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["movement"] == "heel_raise"
    assert main([*command, "--retraining"]) == 2
    (tmp_path / "case.yaml").write_text(
        "complaints: [{site: achilles_mid}]\nrecordings: [{file: raise.trc, movement: heel_raise, side: right}]\n"
    )
    case = read_case((tmp_path / "case.yaml").read_text(), FACTS)
    joined = case_with_recordings(case, tmp_path, FACTS)
    assert joined.case.exam[0].test == "heel_raise"
    assert "7 repetitions" in movement_text(joined.tests[0], FACTS)
