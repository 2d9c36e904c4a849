"""The film of the drawn runner: what is in it, that it can be read again, and what is known about it."""

import errno
import itertools
import json

import numpy as np
import pytest

from restride.adapters.films.runner import write_runner
from restride.adapters.films.writing import FilmError, write_film
from restride.adapters.mocap.tables import read_mot, read_trc
from restride.cli import main
from restride.figure import FigureError
from restride.figure.runner import Film, Shot, drawn_motion, truth_of

av = pytest.importorskip("av")
SMALL = (96, 128)


def film(**changes):
    wanted = {"size": SMALL, "seconds": 0.1, "rate_hz": 60.0} | changes
    return Film(drawn_motion("run", 3.0), Shot(**wanted))


def read(path):
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return stream.average_rate, [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]


def test_a_film_reads_back_with_its_pictures_rate_and_size(tmp_path):
    made = film(seconds=0.2, rate_hz=50.0)
    written = write_runner(tmp_path / "clip.mp4", made)
    rate, pictures = read(written[0])
    assert float(rate) == 50.0
    assert len(pictures) == 10
    assert pictures[0].shape == (SMALL[1], SMALL[0], 3)
    drawn = list(made.pictures())
    assert np.abs(pictures[4].astype(float) - drawn[4]).mean() < 6


def test_the_same_seed_gives_the_same_pictures_and_another_does_not():
    one, same, other = (list(film(noise=6, seed=seed).pictures()) for seed in (3, 3, 4))
    assert all(np.array_equal(a, b) for a, b in zip(one, same, strict=True))
    assert not np.array_equal(one[0], other[0])


@pytest.mark.parametrize("scene", ["treadmill", "track", "plain"])
@pytest.mark.parametrize("view", ["left", "right", "rear", "front"])
def test_the_runner_is_where_the_truth_says(view, scene):
    """Around the drawn joints the picture differs from the empty scene; far from the runner it does not."""
    made = film(view=view, scene=scene, rails="none", size=(192, 256), seconds=0.02)
    picture = next(made.pictures()).astype(float)
    empty = made._scenery.at(0.0, [])
    truth = truth_of(made)
    for name in ("knee_left", "knee_right", "ankle_right", "head"):
        x, y = (int(v) for v in truth.points_px[name][0])
        assert np.abs(picture - empty)[y - 2 : y + 3, x - 2 : x + 3].max() > 12, (name, x, y)
    assert np.abs(picture - empty)[:20, :20].max() < 1.5


def test_left_and_right_views_are_mirror_images_of_running():
    """Half a stride later the view from the left shows what the view from the right showed."""
    right, left = (film(view=view, scene="plain", size=(192, 256)) for view in ("right", "left"))
    a = truth_of(right).points_px["knee_right"][0]
    stance = left.motion.stance(np.array([left.motion.length_s / 2]))
    b = left.places(stance, np.zeros(1))["knee_left"][0]
    assert a[0] == pytest.approx(192 - b[0], abs=0.05)
    assert a[1] == pytest.approx(b[1], abs=0.05)


def test_a_rail_hides_what_is_behind_it():
    bare, railed = (film(rails=rails, size=(192, 256), seconds=0.02) for rails in ("none", "long"))
    truth = truth_of(bare)
    x = int(truth.points_px["pelvis"][0, 0])
    a, b = (next(one.pictures()).astype(int) for one in (bare, railed))
    column = np.abs(a - b)[:, x - 6 : x + 6].max(axis=(1, 2))
    assert (column > 25).sum() > 2


def test_noise_blur_shutter_and_tilt_each_change_the_picture():
    plain = next(film().pictures()).astype(int)
    for change in ({"noise": 10.0}, {"blur_px": 1.5}, {"shutter": 1.0}, {"roll_deg": 8.0}, {"look": "dark"}):
        assert np.abs(next(film(**change).pictures()).astype(int) - plain).mean() > 0.2, change


def test_events_fall_within_the_film_and_follow_each_other():
    made = film(seconds=2.0)
    events = truth_of(made).events
    assert all(0 <= event.time_s <= 2.0 for event in events)
    for side in ("left", "right"):
        kinds = [event.kind for event in events if event.side == side]
        assert all(a != b for a, b in itertools.pairwise(kinds))
    strikes = [event.time_s for event in events if event.kind == "strike"]
    assert 60 / np.diff(strikes) == pytest.approx(172.0, abs=1e-6)


def test_slow_motion_stretches_the_film_and_not_the_running():
    made = film(slow=4.0, rate_hz=120.0, seconds=1.0)
    truth = truth_of(made)
    assert made.shot.played_hz == 30.0
    assert truth.film_s == pytest.approx(4 * truth.time_s)
    assert truth.events[1].film_s == pytest.approx(4 * truth.events[1].time_s)


@pytest.mark.parametrize("part", ["write_film", "write_trc"])
def test_a_full_disk_leaves_no_part_of_a_film(part, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "clip.mp4").write_bytes(b"of yesterday")
    monkeypatch.setattr(f"restride.adapters.films.runner.{part}", full)
    with pytest.raises(OSError, match="No space"):
        write_runner(tmp_path / "clip.mp4", film())
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"of yesterday"]


def test_beside_the_film_stand_its_angles_points_and_events(tmp_path):
    made = film(seconds=1.0, rate_hz=30.0)
    written = {path.name: path for path in write_runner(tmp_path / "clip.mp4", made)}
    rows = (tmp_path / "clip_angles.csv").read_text().splitlines()
    assert len(rows) == 31
    knee = rows[0].split(",").index("knee_flexion_right_deg")
    truth = truth_of(made)
    assert float(rows[8].split(",")[knee]) == pytest.approx(truth.planar_deg["knee_flexion_right"][7], abs=1e-4)
    mot = read_mot(written["clip_joints.mot"])
    assert mot.column("knee_angle_r") == pytest.approx(truth.joint_deg["knee_flexion_right"], abs=1e-5)
    trc = read_trc(written["clip_points.trc"])
    assert trc.points[:, trc.labels.index("toe_left")] == pytest.approx(truth.points_m["toe_left"], abs=1e-5)
    told = json.loads(written["clip_events.json"].read_text())
    assert told["cadence_spm"] == pytest.approx(172.0)
    assert told["contact_s"] == pytest.approx(0.244)


def test_planar_angles_are_those_of_the_chain_where_nothing_leaves_the_plane():
    motion = drawn_motion("run", 3.0, step_width_m=0.175, toe_out=0.0, pelvis_drop=0.0, stature_m=1.75)
    still = motion.stance(np.array([0.1]))
    assert still.at["hip_right"][0, 2] - still.at["hip_left"][0, 2] == pytest.approx(0.175, abs=2e-3)
    made = Film(motion, Shot(size=SMALL, seconds=0.2))
    truth = truth_of(made)
    assert truth.planar_deg["knee_flexion_right"] == pytest.approx(truth.joint_deg["knee_flexion_right"], abs=0.8)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"rate_hz": 4.9}, "5 to 1000"),
        ({"seconds": 0.0}, "at most 600"),
        ({"seconds": 601.0}, "at most 600"),
        ({"shutter": 1.1}, "shutter"),
        ({"slow": 0.5}, "Slow motion"),
        ({"view": "top"}, "no view"),
        ({"size": (95, 128)}, "even numbers"),
        ({"size": (62, 128)}, "even numbers"),
        ({"scene": "moon"}, "no scene"),
        ({"rails": "gold"}, "no rails"),
        ({"look": "invisible"}, "no look"),
        ({"distance_m": 1.0}, "1.5 to 100"),
        ({"fills": 0.99}, "0.05 to 0.95"),
        ({"yaw_deg": float("nan")}, "-180 to 180"),
        ({"roll_deg": 180.1}, "-180 to 180"),
        ({"seed": -1}, "0 or more"),
    ],
)
def test_what_no_camera_does_is_refused_in_a_sentence(asked, says):
    with pytest.raises(FigureError, match=says):
        film(**asked)


def test_nothing_is_left_behind_where_a_film_cannot_be_written(tmp_path):
    with pytest.raises(FilmError, match="no video file"):
        write_runner(tmp_path / "clip.gif", film())
    with pytest.raises(FilmError, match="is not there"):
        write_runner(tmp_path / "no" / "clip.mp4", film())

    def breaks():
        yield np.zeros((64, 64, 3), np.uint8)
        raise RuntimeError("the lamp went out")

    with pytest.raises(RuntimeError):
        write_film(tmp_path / "half.mp4", breaks(), (64, 64), 30.0)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_film_and_names_the_files(tmp_path, capsys):
    out = tmp_path / "clip.mp4"
    words = [
        "figure",
        "runner",
        "--out",
        str(out),
        "--seconds",
        "0.1",
        "--fps",
        "30",
        "--size",
        "96x128",
        "--view",
        "rear",
    ]
    assert main(words) == 0
    assert str(out) in capsys.readouterr().out
    assert len(read(out)[1]) == 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--size", "big"], "no picture size"),
        (["--movement", "swim"], "no movement"),
        (["--speed", "40"], "choose a speed between"),
        (["--contact", "900"], "no flight"),
    ],
)
def test_the_command_refuses_in_a_sentence(tmp_path, capsys, words, says):
    assert main(["figure", "runner", "--out", str(tmp_path / "clip.mp4"), *words]) == 2
    assert says in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
