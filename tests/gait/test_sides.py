"""Left and right exchanged in the names of a recording are noticed, and nothing else is taken for it."""

import re
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from restride.adapters.gait_recordings import analyse_recording
from restride.adapters.mocap import read_mocap
from restride.gait.analysis import analyse
from restride.gait.method import method_of
from restride.gait.sides import check_sides
from restride.gait.track import SIDES, Track, TrackError, sided
from restride.knowledge.load import load
from restride.model.errors import PlainError
from tests.gait.real import real
from tests.gait.runner import run

FACTS = load()
RULES = method_of(FACTS).track
EVERY = ("hip", "knee", "ankle", "heel", "toe", "shoulder")


def exchanged(track: Track, *stems: str) -> Track:
    points = dict(track.points)
    for stem in stems:
        left, right = (sided(stem, side) for side in SIDES)
        points[left], points[right] = points[right], points[left]
    return track.with_points(points)


def standing() -> Track:
    """The runner in one pose, feet apart."""
    track = run(60, seconds=1)
    points = {name: np.repeat(xyz[:1], 60, axis=0) * (1, 1, 2) for name, xyz in track.points.items()}
    for name in points:
        points[name][:, 0] -= points["hip_left"][0, 0] if "left" in name else points["hip_right"][0, 0]
    return track.with_points(points)


@pytest.mark.parametrize(
    ("stems", "said"),
    [
        (EVERY, "are exchanged: as its hips are named, feet and knees would face backwards"),
        (("hip",), "exchanged at the hip, "),
        (("knee",), "exchanged at the knee, "),
        (("ankle",), "exchanged at the ankle, "),
        (("knee", "ankle"), "exchanged at the knee and the ankle, "),
        (("knee", "ankle", "heel", "toe"), "exchanged at the knee and the ankle and the heel and the toe, "),
        (("heel",), "exchanged at the heel, "),
        (("toe",), "exchanged at the toe, "),
        (("shoulder",), "exchanged at the shoulder, "),
    ],
)
@pytest.mark.parametrize("make", [run, standing])
def test_exchanged_names_are_said_and_where(make, stems: tuple[str, ...], said: str) -> None:  # type: ignore[no-untyped-def]
    check_sides(make(), RULES)
    with pytest.raises(TrackError, match=said) as refused:
        check_sides(exchanged(make(), *stems), RULES)
    assert str(refused.value).endswith("; exchange these names in the file, or give a mapping that does.")


def test_an_exchanged_recording_is_not_analysed() -> None:
    with pytest.raises(TrackError, match="Left and right of closed form are exchanged"):
        analyse(exchanged(run(), *EVERY), FACTS)


@pytest.mark.parametrize(("times", "refused"), [(0.9, False), (1.1, True)])
def test_a_bone_that_changes_its_length_bears_a_wrong_name(times: float, refused: bool) -> None:
    track = run(60)
    # Of a triangle from −1 to 1 four fifths lie between the tenth and the ninetieth centile.
    triangle = np.abs(np.linspace(-4, 4, track.frames) % 4 - 2) - 1
    share = times * RULES.bone_change * triangle[:, None] / 1.6
    hip, knee = track.points["hip_left"], track.points["knee_left"]
    longer = track.with_points({**track.points, "hip_left": knee + (hip - knee) * (1 + share)})
    said = pytest.raises(TrackError, match="The left thigh of closed form changes its length by 2")
    with said if refused else nullcontext():
        check_sides(longer, RULES)


def backwards(track: Track) -> Track:
    return track.with_points({name: xyz[::-1] for name, xyz in track.points.items()})


def sideways(track: Track) -> Track:
    way = 1.5 * track.time_s[:, None] * np.array([0.0, 0.0, 1.0])
    return track.with_points({name: xyz + way for name, xyz in track.points.items()})


def circling(track: Track) -> Track:
    angle = 2 * np.pi * track.time_s / track.time_s[-1]
    cos, sin = np.cos(angle), np.sin(angle)
    points = {n: np.stack([cos * p[:, 0] - sin * p[:, 2], p[:, 1], sin * p[:, 0] + cos * p[:, 2]], axis=1)
              for n, p in track.points.items()}  # fmt: skip
    return track.with_points(points)


def noisy(track: Track) -> Track:
    return run(noise_m=0.01)


def crossing_over(track: Track) -> Track:
    """Each foot lands 6 cm beyond the middle line."""
    shift = {"left": 0.12, "right": -0.12}
    return track.with_points(
        {name: xyz + np.array([0, 0, shift.get(name.rsplit("_", 1)[-1], 0)]) * name.startswith(("ankle", "heel", "toe"))
         for name, xyz in track.points.items()}
    )  # fmt: skip


def without_feet(track: Track) -> Track:
    return track.with_points({name: xyz for name, xyz in track.points.items() if not name.startswith(("heel", "toe"))})


def half_unseen(track: Track) -> Track:
    hidden = np.arange(track.frames) % 3 > 0
    return track.with_points({name: np.where(hidden[:, None], np.nan, xyz) for name, xyz in track.points.items()})


@pytest.mark.parametrize("as_seen", [backwards, sideways, circling, noisy, crossing_over, without_feet, half_unseen])
def test_who_runs_another_way_is_not_taken_for_exchanged(as_seen) -> None:  # type: ignore[no-untyped-def]
    check_sides(as_seen(run()), RULES)


@pytest.mark.parametrize("depth_m", [0.0, 0.005])
def test_one_plane_has_no_sides(depth_m: float) -> None:
    rng, track = np.random.default_rng(1), exchanged(run(), *EVERY)
    flat = {name: xyz * (1, 1, 0) + depth_m * rng.normal(size=xyz.shape) for name, xyz in track.points.items()}
    check_sides(track.with_points(flat), RULES)
    check_sides(replace(track, view="side"), RULES)


def test_hips_and_heels_alone_tell_no_way_to_face() -> None:
    track = exchanged(run(), *EVERY)
    kept = {name: xyz for name, xyz in track.points.items() if name.startswith(("hip", "heel"))}
    check_sides(track.with_points(kept), RULES)


@pytest.mark.parametrize(
    "path",
    [
        "dorn2012/JA1Static05.c3d",
        "dorn2012/dorn_run0500cms.trc",
        "hamner2010/hamner_subject02_running.trc",
        "cmu/02_03.amc",
    ],
)
def test_real_recordings_are_the_way_they_are_named(path: str) -> None:
    check_sides(read_mocap(real("mocap", *path.split("/")), method_of(FACTS), rate_hz=120), RULES)


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (r"[RL]\.", "feet and knees would face backwards"),
        (r"[RL]\.Thigh", "exchanged at the markers of the thigh, which"),
        (r"[RL]\.Shank", "exchanged at the markers of the shank, which"),
        (r"[RL]\.(Thigh|Shank)", "exchanged at the markers of the thigh and the shank, which"),
        # Feet run so near the middle that only what hangs on them tells.
        (r"[RL]\.(Heel|Midfoot|Toe)", "exchanged at the ankle and the heel and the toe"),
    ],
)
def test_exchanged_labels_of_a_real_file_are_said(tmp_path: Path, labels: str, said: str) -> None:
    lines = real("mocap", "hamner2010", "hamner_subject02_running.trc").read_text().split("\n")
    other = {"L": "R", "R": "L"}
    lines[3] = "\t".join(other[one[0]] + one[1:] if re.match(labels, one) else one for one in lines[3].split("\t"))
    (tmp_path / "run.trc").write_text("\n".join(lines))
    with pytest.raises(PlainError, match=said):
        analyse_recording(tmp_path / "run.trc", FACTS)
