"""Every format reads back what was written; every broken file gets one sentence."""

import json
import struct
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest

from restride.adapters.force import read_force
from restride.adapters.force.reading import events_of, force_contacts
from restride.adapters.gait_recordings import analyse_recording
from restride.adapters.imu.reading import read_imu
from restride.adapters.mocap import read_mocap
from restride.adapters.mocap.c3d import C3d, C3dEvent, read_c3d
from restride.adapters.mocap.c3d_write import write_c3d
from restride.adapters.mocap.marker_sets import map_markers
from restride.adapters.mocap.tables import Mot, Trc, read_mot, read_trc, write_mot, write_trc
from restride.gait.method import method_of
from restride.knowledge.load import load
from restride.model.errors import PlainError
from restride.model.words import Side
from tests.gait.runner import run, truth

FACTS = load()
METHOD = method_of(FACTS)
LABELS = {
    "hip": "HJC", "knee": "KJC", "ankle": "AJC", "heel": "HEE", "toe": "TOE", "shoulder": "SHO",
}  # fmt: skip


def labelled(track, factor: float = 1000.0) -> tuple[tuple[str, ...], np.ndarray]:
    pairs = [
        (f"{side[0].upper()}{LABELS[point]}", track.points[f"{point}_{side}"])
        for point in LABELS
        for side in ("left", "right")
    ]
    return tuple(name for name, _ in pairs), np.stack([xyz for _, xyz in pairs], axis=1) * factor


def written_c3d(path: Path, factor: float = 1000.0, unit: str = "mm") -> Path:
    track = run(120)
    labels, points = labelled(track, factor)
    # Laboratories have z up: (x, y, z) of ours is their (y, z, x).
    write_c3d(path, C3d(labels, points[:, :, [2, 0, 1]], 120.0, unit))
    return path


def test_c3d_in_and_out_is_unchanged_in_meaning(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    points = rng.normal(0, 500, (50, 4, 3)).astype(np.float32).astype(np.float64)
    points[10:14, 2] = np.nan
    analog = rng.normal(0, 300, (50 * 5, 3)).astype(np.float32).astype(np.float64)
    events = (C3dEvent("Foot Strike", "Left", 0.12), C3dEvent("Foot Off", "Left", 0.36))
    file = C3d(("A", "B", "C", "D"), points, 100.0, "mm", ("Fx1", "Fy1", "Fz1"), analog, ("N",) * 3, 500.0, events)
    write_c3d(tmp_path / "a.c3d", file)
    back = read_c3d(tmp_path / "a.c3d")
    assert back.labels == file.labels
    assert back.unit == "mm"
    np.testing.assert_allclose(back.points, points)
    np.testing.assert_allclose(back.analog, analog)
    assert back.analog_rate_hz == 500.0
    assert [(e.label, e.context) for e in back.events] == [("Foot Strike", "Left"), ("Foot Off", "Left")]
    assert [e.time_s for e in back.events] == pytest.approx([0.12, 0.36], abs=1e-6)


@pytest.mark.parametrize(("factor", "unit"), [(1000, "mm"), (100, "cm"), (1, "m"), (1, "mm"), (100, "")])
def test_lengths_come_out_in_metres_whatever_the_unit_or_its_name(tmp_path: Path, factor: float, unit: str) -> None:
    track = read_mocap(written_c3d(tmp_path / "a.c3d", factor, unit), METHOD)
    expected = run(120).points["hip_left"]
    assert np.abs(track.points["hip_left"] - expected).max() < 1e-4
    assert bool(track.notes) == (unit == "mm" and factor == 1)


def test_trc_and_mot_read_back(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    points = rng.normal(0, 1, (20, 3, 3))
    points[5, 1] = points[7, 2] = np.nan
    trc = Trc(("A", "B", "C"), points, np.arange(20) / 60, 60.0, "m")
    write_trc(tmp_path / "a.trc", trc)
    back = read_trc(tmp_path / "a.trc")
    assert back.labels == trc.labels
    # OpenSim counts the cells of a row and drops an empty last one; trc_plot drops a last name without its three cells.
    head, rows = (lines := (tmp_path / "a.trc").read_text().splitlines())[3], lines[6:]
    assert head == "Frame#\tTime\tA\t\t\tB\t\t\tC\t\t\t"
    assert {len([cell for cell in row.split("\t") if cell]) for row in rows} == {2 + 3 * 3}
    np.testing.assert_allclose(back.points, points, atol=1e-6)
    np.testing.assert_allclose(back.time_s, trc.time_s, atol=1e-6)
    mot = Mot(("knee_angle_l", "hip_flexion_l"), rng.normal(0, 30, (20, 2)), np.arange(20) / 60, {})
    write_mot(tmp_path / "a.mot", mot)
    again = read_mot(tmp_path / "a.mot")
    assert again.columns == mot.columns
    np.testing.assert_allclose(again.values, mot.values, atol=1e-6)


def test_openpose_folder_is_followed_and_measured_without_a_scale(tmp_path: Path) -> None:
    track = run(60, treadmill=True)
    order = {12: "hip_left", 13: "knee_left", 14: "ankle_left", 21: "heel_left", 19: "toe_left", 5: "shoulder_left"}
    order |= {
        9: "hip_right",
        10: "knee_right",
        11: "ankle_right",
        24: "heel_right",
        22: "toe_right",
        2: "shoulder_right",
    }
    for frame in range(track.frames):
        person = np.zeros((25, 3))
        for index, name in order.items():
            x, y, _ = track.points[name][frame]
            person[index] = (600 + 300 * x, 800 - 300 * y, 0.9)
        document = {"people": [{"pose_keypoints_2d": person.ravel().tolist()}]}
        (tmp_path / f"clip_{frame:06d}_keypoints.json").write_text(json.dumps(document))
    report = analyse_recording(tmp_path, FACTS, rate_hz=60).report
    assert report.recording.view == "side"
    assert report.recording.near_side is Side.RIGHT
    cadence = report.metric("cadence")
    assert cadence is not None
    assert cadence.value == pytest.approx(60 / truth().step_s, rel=0.01)
    assert report.metric("vertical_oscillation", Side.RIGHT) is None
    assert any("no scale" in one.because for one in report.not_measured if one.id == "vertical_oscillation")
    assert not any(metric.id.endswith("_asymmetry") for metric in report.metrics)
    far = report.metric("knee_flexion_peak", Side.LEFT)
    assert far is not None
    assert far.grade == "poor"


BROKEN = {
    "empty.c3d": (b"", "is empty"),
    "text.c3d": (b"hello" * 400, "is no C3D file"),
    "other.trc": (b"Frame#\tTime\n", "is no TRC file"),
    "head.trc": (b"PathFileType\n", "ends before its first frame"),
    "words.bvh": (b"HIERARCHY ROOT hip { OFFSET 0 0 0 }", "has no part MOTION"),
    "back.bvh": (
        b"HIERARCHY ROOT hip { OFFSET 0 0 0 CHANNELS -3 } MOTION Frames: 2 Frame Time: 0.01 0 0",
        "-3 channels",
    ),
    "more.bvh": (
        b"HIERARCHY ROOT hip { CHANNELS 1 Xposition } MOTION Frames: 2 Frame Time: 0.01 0 0 0",
        "holds 3 numbers",
    ),
    "clip.xyz": (b"?", "is no recording that is read here"),
    "angles.mot": (b"x\nendheader\ntime knee_angle_r\n0 1\n0.1 2\n0.2 3\n", "joint angles, no positions and no force"),
    "force.csv": (b"1\n2\n3\n", "too few rows for one step"),
    "names.csv": (b"time,force\n0,a\n1,b\n", "no rows of numbers"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_gets_one_sentence(tmp_path: Path, name: str) -> None:
    content, says = BROKEN[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(PlainError, match=says) as refused:
        analyse_recording(path, FACTS, rate_hz=100)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"people": []}', "nobody in any frame"),
        ("[" * 100_000, "no OpenPose key-point file"),
        (json.dumps({"people": [{"pose_keypoints_2d": [1e308, 1e308, 1] * 25}]}), "nobody in any frame"),
    ],
    ids=["nobody", "nested", "far away"],
)
def test_odd_key_points_get_one_sentence(tmp_path: Path, content: str, says: str) -> None:
    for frame in range(12):
        (tmp_path / f"{frame:03d}.json").write_text(content)
    with pytest.raises(PlainError, match=says):
        analyse_recording(tmp_path, FACTS, rate_hz=60)


def test_a_force_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    clip = tmp_path / "run.trc"
    clip.write_bytes(b"PathFileType\n")
    with pytest.raises(PlainError, match=r"^force\.mot is not there"):
        analyse_recording(clip, FACTS, force=tmp_path / "force.mot")


def test_a_c3d_cut_short_is_refused_at_every_length(tmp_path: Path) -> None:
    whole = written_c3d(tmp_path / "a.c3d").read_bytes()
    short = tmp_path / "short.c3d"
    for length in (0, 1, 100, 511, 512, 700, 1024, 1500, len(whole) // 2, len(whole) - 1):
        short.write_bytes(whole[:length])
        with pytest.raises(PlainError):
            analyse_recording(short, FACTS)


def test_a_c3d_without_points_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.c3d"
    write_c3d(path, C3d((), np.zeros((10, 0, 3)), 100.0, "mm", ("Fz1",), np.ones((50, 1)), ("N",), 500.0))
    with pytest.raises(PlainError, match="holds no points"):
        analyse_recording(path, FACTS)


def test_a_c3d_of_the_largest_header_numbers_allocates_nothing(tmp_path: Path) -> None:
    raw = bytearray(written_c3d(tmp_path / "a.c3d").read_bytes())
    struct.pack_into("<HH", raw, 6, 1, 65000)
    (tmp_path / "b.c3d").write_bytes(raw)
    with pytest.raises(PlainError, match="it is cut short"):
        analyse_recording(tmp_path / "b.c3d", FACTS)


def test_markers_that_are_all_zero_are_said(tmp_path: Path) -> None:
    labels, points = labelled(run(120))
    write_trc(tmp_path / "a.trc", Trc(labels, np.zeros_like(points), np.arange(len(points)) / 120, 120.0, "mm"))
    with pytest.raises(PlainError, match="zero or missing in every frame"):
        analyse_recording(tmp_path / "a.trc", FACTS)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_points_of_one_film_are_no_recording_in_space(tmp_path: Path, axis: int) -> None:
    labels, points = labelled(run(120, seconds=1))
    points[:, :, axis] = 0
    write_trc(tmp_path / "a.trc", Trc(labels, points, np.arange(len(points)) / 120, 120.0, "mm"))
    with pytest.raises(PlainError, match="lie in one plane, as those of a film do"):
        analyse_recording(tmp_path / "a.trc", FACTS)


def test_trunk_and_feet_that_are_never_seen_together_are_said(tmp_path: Path) -> None:
    labels, points = labelled(run(120, seconds=1))
    feet = [label[1:] in ("AJC", "HEE", "TOE") for label in labels]
    points[:60, feet] = points[60:, np.logical_not(feet)] = np.nan
    write_trc(tmp_path / "a.trc", Trc(labels, points, np.arange(len(points)) / 120, 120.0, "mm"))
    with pytest.raises(PlainError, match="no frame of the recording has a point of the trunk and one of the feet"):
        analyse_recording(tmp_path / "a.trc", FACTS)


def test_a_burst_of_missing_frames_is_handled(tmp_path: Path) -> None:
    labels, points = labelled(run(120))
    points[300:330] = np.nan
    write_trc(tmp_path / "a.trc", Trc(labels, points, np.arange(len(points)) / 120, 120.0, "mm"))
    report = analyse_recording(tmp_path / "a.trc", FACTS).report
    assert len(report.strides) >= 18
    assert not any(301 / 120 < event.time_s < 329 / 120 for event in report.events)
    assert all(np.isfinite(metric.value) for metric in report.metrics)


def test_an_unknown_marker_set_lists_what_is_there_and_what_is_needed() -> None:
    with pytest.raises(PlainError, match=r"not recognised among M1, M2.*Needed are hips"):
        map_markers(["M1", "M2"])


def test_a_leg_that_ends_nowhere_is_a_marker_set_that_is_not_known() -> None:
    labels = [f"{side}.{one}" for side in "RL" for one in ("ASIS", "Toe.Tip", "Toe.Lat", "Ferse")]
    labels += [
        f"{side}.{part}.{at}" for side in "RL" for part in ("Thigh", "Shank") for at in ("Upper", "Front", "Rear")
    ]
    with pytest.raises(PlainError, match=r"heels and ankles not recognised among .*R\.Ferse"):
        map_markers([*labels, "V.Sacral"])
    heels = {"R.Ferse": "heel_right", "L.Ferse": "heel_left"}
    assert map_markers([*labels, "V.Sacral"], heels).points["heel_left"] == ("L.Ferse",)


@pytest.mark.parametrize(
    ("own", "said"),
    [({"Fersen": "heel_right"}, "its labels are RHJC, "), ({"RHEE": "heel"}, "points are ankle_left, ")],
)
def test_a_wrong_mapping_names_what_there_is(own: dict[str, str], said: str) -> None:
    with pytest.raises(PlainError, match=said):
        map_markers(["RHJC", "LHJC", "RKNE", "LKNE", "RANK", "LANK", "RHEE", "LHEE"], own)


def test_a_mapping_goes_before_the_synonyms() -> None:
    labels = ["RHJC", "LHJC", "RKNE", "LKNE", "RANK", "LANK", "RHEE", "LHEE", "foo"]
    assert map_markers(labels, {"foo": "knee_right"}).points["knee_right"] == ("foo",)


@pytest.mark.parametrize(
    ("label", "point"),
    [
        ("Subject:RKNE", "knee_right"),
        ("L.Heel", "heel_left"),
        ("r_shoulder_study", None),
        ("LLMAL", "ankle_left"),
        ("V.Sacral", "sacrum"),
        ("RightFoot", "ankle_right"),
        ("lfemur", "hip_left"),
    ],
)
def test_labels_of_common_sets_are_read(label: str, point: str | None) -> None:
    base = ["RHJC", "LHJC", "RKJC", "LKJC", "RAJC", "LAJC"]
    mapped = map_markers([*base, label])
    if point is None:
        assert label in mapped.unused
    else:
        # Where a better name is there it stays; alone, this one is taken.
        rest = [one for one in base if bare_point(one) != point]
        assert map_markers([*rest, label]).points[point] == (label,)


def bare_point(label: str) -> str:
    stem = {"HJC": "hip", "KJC": "knee", "AJC": "ankle"}[label[1:]]
    return f"{stem}_{'left' if label[0] == 'L' else 'right'}"


def drifting_force(drift_n: float = 120.0, rate_hz: float = 300.0) -> tuple[np.ndarray, np.ndarray, float]:
    """Half sines of 2.4 body weights, 0.25 s on and 0.11 s off, over a drift."""
    time = np.arange(0, 20, 1 / rate_hz)
    since = np.mod(time - 0.1, 0.36)
    on = (since < 0.25) & (time > 0.1)
    force = np.where(on, 2.4 * 700 * np.sin(np.pi * np.clip(since / 0.25, 0, 1)), 0.0)
    half = 0.25 / np.pi * np.arcsin(20 / (2.4 * 700))
    return time, force + drift_n * (time / 20 + 0.2 * np.sin(0.7 * time)), 0.25 - 2 * half


@pytest.mark.parametrize("drift_n", [0.0, 60.0, 200.0])
def test_contact_time_survives_drift(tmp_path: Path, drift_n: float) -> None:
    time, force, contact_s = drifting_force(drift_n)
    lines = ["time,force", *(f"{t:.6f},{f:.4f}" for t, f in zip(time, force, strict=True))]
    (tmp_path / "f.csv").write_text("\n".join(lines))
    found, _ = force_contacts(read_force(tmp_path / "f.csv"), METHOD.events)
    times = np.array([one.toe_off_s - one.strike_s for one in found[0]])
    assert len(times) > 45
    assert np.abs(times - contact_s).max() < 0.003


@pytest.mark.parametrize(("missing", "refused"), [(0.19, False), (0.2, False), (0.21, True)])
def test_force_with_too_many_gaps_is_refused(tmp_path: Path, missing: float, refused: bool) -> None:
    time, force, _ = drifting_force()
    gaps = set(np.linspace(0, len(force) - 1, round(missing * len(force)), dtype=int).tolist())
    lines = [f"{t:.6f},{'nan' if i in gaps else round(f, 4)}" for i, (t, f) in enumerate(zip(time, force, strict=True))]
    (tmp_path / "f.csv").write_text("\n".join(["time,force", *lines]))
    with pytest.raises(PlainError, match=r"21 % of the force in f\.csv is missing") if refused else nullcontext():
        force_contacts(read_force(tmp_path / "f.csv"), METHOD.events)


def test_force_without_sides_alternates_from_the_foot_that_is_named(tmp_path: Path) -> None:
    time, force, _ = drifting_force()
    lines = ["time,force", *(f"{t:.6f},{f:.4f}" for t, f in zip(time, force, strict=True))]
    (tmp_path / "f.csv").write_text("\n".join(lines))
    events, notes = events_of(read_force(tmp_path / "f.csv"), METHOD.events, first=Side.RIGHT)
    strikes = [event.side for event in events if event.kind == "strike"]
    assert strikes[:3] == [Side.RIGHT, Side.LEFT, Side.RIGHT]
    assert notes == ()
    _, notes = events_of(read_force(tmp_path / "f.csv"), METHOD.events)
    assert any("may be exchanged" in note for note in notes)


@pytest.mark.parametrize(
    ("head", "axes"),
    [
        ("time,Acc_X,Acc_Y,Acc_Z,Gyro_X", (1, 2, 3)),
        ("t_ms,time,ax [g],ay [g],az [g]", (2, 3, 4)),
        ("time,x (m/s^2),y (m/s^2),z (m/s^2),heart", (1, 2, 3)),
        ("time,ax,heart,x,y", None),
    ],
)
def test_the_axes_of_a_sensor_are_found_by_their_names(tmp_path: Path, head: str, axes: tuple[int, ...] | None) -> None:
    cells = dict(zip(axes or (), ("0.6", "0.64", "0.48"), strict=False))
    columns = range(head.count(",") + 1)
    rows = [
        ",".join(cells.get(column, f"{0.01 * at:.2f}" if column < 2 else "50") for column in columns)
        for at in range(60)
    ]
    (tmp_path / "s.csv").write_text("\n".join([head, *rows]))
    with pytest.raises(PlainError, match="no column of acceleration") if axes is None else nullcontext():
        assert read_imu(tmp_path / "s.csv").acceleration_g[0] == pytest.approx([0.6, 0.64, 0.48])


def test_a_sensor_on_the_sacrum_times_the_feet(tmp_path: Path) -> None:
    rate, contact, step = 200.0, 0.25, 0.36
    time = np.arange(0, 15, 1 / rate)
    since = np.mod(time, step)
    up = np.where(since < contact, step / contact * np.pi / 2 * np.sin(np.pi * np.clip(since / contact, 0, 1)), 0.0)
    rows = ["time_s,acc_x,acc_y,acc_z", *(f"{t:.4f},0.05,{9.81 * a:.5f},0.02" for t, a in zip(time, up, strict=True))]
    (tmp_path / "imu.csv").write_text("\n".join(rows))
    report = analyse_recording(tmp_path / "imu.csv", FACTS, sensor="sacrum").report
    cadence, contact_time = report.metric("cadence"), report.metric("contact_time")
    assert cadence is not None
    assert contact_time is not None
    assert cadence.value == pytest.approx(60 / step, rel=0.005)
    assert abs(contact_time.value - 1000 * contact) < contact_time.error
    assert {one.id for one in report.not_measured} >= {"knee_flexion_peak", "pelvic_drop"}
    shank = analyse_recording(tmp_path / "imu.csv", FACTS, sensor="shank_left").report
    assert shank.metric("contact_time") is None


def test_points_in_pixels_have_no_length(tmp_path: Path) -> None:
    labels, points = labelled(run(120), 600.0)
    write_trc(tmp_path / "a.trc", Trc(labels, points, np.arange(len(points)) / 120, 120.0, "px"))
    with pytest.raises(PlainError, match="points in pixels, which have no length"):
        read_mocap(tmp_path / "a.trc", METHOD)


@pytest.mark.parametrize(("frames", "says"), [(1, "only 1 frame;"), (11, "only 11 frames"), (12, "do not take turns")])
def test_a_few_frames_are_no_recording(tmp_path: Path, frames: int, says: str) -> None:
    labels, points = labelled(run(120))
    write_trc(tmp_path / "a.trc", Trc(labels, points[:frames], np.arange(frames) / 120, 120.0, "mm"))
    with pytest.raises(PlainError, match=says):
        analyse_recording(tmp_path / "a.trc", FACTS)


@pytest.mark.parametrize(("said_hz", "says"), [(30.0, r"about 4\.\d times too slow"), (240.0, r"1\.\d times too fast")])
def test_a_clock_that_runs_wrong_is_told_with_the_rate_that_fits(tmp_path: Path, said_hz: float, says: str) -> None:
    labels, points = labelled(run(120))
    write_trc(tmp_path / "a.trc", Trc(labels, points, np.arange(len(points)) / said_hz, said_hz, "mm"))
    with pytest.raises(PlainError, match=says) as refused:
        analyse_recording(tmp_path / "a.trc", FACTS)
    near = float(str(refused.value).rsplit("near ", 1)[1].rstrip("."))
    assert near == pytest.approx(120, rel=0.25)


@pytest.mark.parametrize(
    ("shift_s", "says"),
    [(0.0, None), (0.36, "exchanged"), (0.18, "a heel of a.trc is on the"), (60.0, "No contact of")],
)
def test_the_heels_say_whose_force_it_is(tmp_path: Path, shift_s: float, says: str | None) -> None:
    """A step later it is the other foot's, half a step later nobody's, a minute later another trial's."""
    chosen = truth()
    labels, points = labelled(run(120, chosen=chosen))
    write_trc(tmp_path / "a.trc", Trc(labels, points, np.arange(len(points)) / 120, 120.0, "mm"))
    time = np.arange(0, 8, 1 / 500)
    columns = [
        sum(
            np.where(abs(time - at - chosen.contact_s / 2) < chosen.contact_s / 2, 1500.0, 0.0)
            for at in chosen.strikes[s]
        )
        for s in (Side.LEFT, Side.RIGHT)
    ]
    names = ("l_ground_force_vy", "r_ground_force_vy")
    write_mot(tmp_path / "f.mot", Mot(names, np.stack(columns, axis=1), time + shift_s, {}))
    if says is None or says == "exchanged":
        report = analyse_recording(tmp_path / "a.trc", FACTS, force=tmp_path / "f.mot").report
        assert any("exchanged" in note for note in report.recording.notes) == (says is not None)
    else:
        with pytest.raises(PlainError, match=says):
            analyse_recording(tmp_path / "a.trc", FACTS, force=tmp_path / "f.mot")
