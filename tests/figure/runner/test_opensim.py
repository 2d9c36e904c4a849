"""Joint angles under OpenSim's names drive the drawn runner, and come back from it."""

import numpy as np
import pytest

from restride.adapters.films.opensim import joint_angles_of, read_joint_angles
from restride.adapters.mocap.tables import Mot, read_mot, write_mot
from restride.cli import main
from restride.figure.runner import drawn_motion
from restride.figure.runner.turning import about_x, about_y, about_z, applied, flexion_first
from restride.gait.method import method_of
from restride.knowledge.load import load
from restride.model.errors import PlainError
from tests.gait.real import real

FACTS = load()
TIMES = np.arange(0, 3.5, 1 / 120)
BODY = ("neck", "hip_left", "knee_right", "ankle_left", "heel_right", "elbow_left", "wrist_right")


@pytest.fixture(scope="module")
def drawn():
    return drawn_motion("run", 3.2)


@pytest.fixture(scope="module")
def table(drawn):
    return joint_angles_of(drawn, TIMES, method_of(FACTS).joints)


def changed(table: Mot, **columns) -> Mot:
    values = np.stack([columns.get(name, table.column(name)) for name in table.columns], axis=1)
    return Mot(table.columns, values, table.time_s, table.header)


def apart(motion, drawn) -> float:
    """The largest distance of a joint from where it was drawn, both seen from the pelvis. [m]."""
    mine, wanted = (one.stance(TIMES[6:-6]).at for one in (motion, drawn))
    return max(
        float(np.linalg.norm((mine[name] - mine["pelvis"]) - (wanted[name] - wanted["pelvis"]), axis=1).max())
        for name in BODY
    )


def test_the_drawn_runner_comes_back_from_its_own_joint_angles(tmp_path, drawn, table):
    write_mot(tmp_path / "drawn.mot", table)
    motion = read_joint_angles(tmp_path / "drawn.mot", FACTS)
    assert apart(motion, drawn) < 0.006
    assert motion.anatomy.stature == pytest.approx(drawn.anatomy.stature, rel=0.003)
    assert motion.speed_m_s == pytest.approx(3.2, rel=0.02)
    strikes = [one.strike_s for one in drawn.contacts_until(3.5)]
    assert len(motion.contacts) >= 8
    assert all(min(abs(one.strike_s - at) for at in strikes) < 0.02 for one in motion.contacts)


def test_other_models_and_other_axes_are_the_same_movement(tmp_path, drawn, table):
    """Knee bent counted as minus, radians, OpenSim 4's long names, a laboratory whose x is not forward, no arms."""
    yaw = np.full(len(TIMES), 70.0)
    origin = np.stack([table.column(f"pelvis_t{axis}") for axis in "xyz"], axis=1)
    # Rotation is the last of the pelvis' turns, so a turn of the whole runner changes tilt and list too.
    pelvis = about_z(table.column("pelvis_tilt")) @ about_x(table.column("pelvis_list"))
    pelvis = about_y(yaw) @ pelvis @ about_y(table.column("pelvis_rotation"))
    new = dict(zip(("pelvis_tilt", "pelvis_list", "pelvis_rotation"), flexion_first(pelvis), strict=True))
    new |= dict(zip(("pelvis_tx", "pelvis_ty", "pelvis_tz"), applied(about_y(yaw), origin).T, strict=True))
    new |= {f"knee_angle_{side}": -table.column(f"knee_angle_{side}") for side in "lr"}
    turned = changed(table, **new)
    lines = ["motion", "inDegrees=no", "endheader"]
    names = [f"/jointset/joint/{name}/value" for name in turned.columns]
    lines.append("\t".join(["time", *names, "/jointset/joint/hip_flexion_r/speed"]))
    lengths = np.array([name.startswith("pelvis_t") and name[-1] in "xyz" for name in turned.columns])
    values = np.where(lengths, turned.values, np.radians(turned.values))
    lines += ["\t".join(f"{one:.9f}" for one in (time, *row, 0)) for time, row in zip(TIMES, values, strict=True)]
    (tmp_path / "turned.sto").write_text("\n".join(lines))
    assert apart(read_joint_angles(tmp_path / "turned.sto", FACTS), drawn) < 0.006


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda t: Mot(t.columns[3:], t.values[:, 3:], t.time_s, {}), "no column 'pelvis_tilt'"),
        (lambda t: changed(t, hip_flexion_l=np.where(TIMES > 1, np.nan, 0)), "has gaps in its joint angles"),
        (lambda t: Mot(t.columns, np.repeat(t.values[:1], len(TIMES), axis=0), t.time_s, {}), "cannot be drawn as"),
    ],
)
def test_what_cannot_be_drawn_gets_one_sentence(tmp_path, table, change, sentence):
    write_mot(tmp_path / "a.mot", change(table))
    with pytest.raises(PlainError, match=sentence):
        read_joint_angles(tmp_path / "a.mot", FACTS)


@pytest.mark.parametrize(
    ("file", "speed", "contacts"),
    [
        ("dorn2012/dorn_run0350cms_ik.mot", 3.53, 8),
        ("hamner2010/hamner_subject02_running_ik.mot", 3.95, 28),
    ],
)
def test_a_real_runners_joint_angles_are_drawn(tmp_path, file, speed, contacts):
    path = real("mocap", *file.split("/"))
    motion, known = read_joint_angles(path, FACTS), read_mot(path)
    assert motion.speed_m_s == pytest.approx(speed, rel=0.03)
    assert len(motion.contacts) == contacts
    assert 1.65 < motion.anatomy.stature < 1.9
    for side in ("left", "right"):
        np.testing.assert_allclose(motion.angles[f"knee_flexion_{side}"], np.abs(known.column(f"knee_angle_{side[0]}")))
    # The feet stand: of the ball's way over the ground in mid-contact little is left.
    for one in motion.contacts[:6]:
        times = np.linspace(one.strike_s + 0.06, one.toe_off_s - 0.08, 5)
        ball = motion.stance(times).at[f"ball_{one.side}"]
        assert np.ptp(ball[:, 0] + motion.speed_m_s * times) < 0.02
        assert np.abs(ball[:, 1]).max() < 0.04
    words = ["figure", "runner", "--of", str(path), "--out", str(tmp_path / "clip.mp4"), "--view", "rear"]
    assert main([*words, "--seconds", "0.1", "--fps", "30", "--size", "64x96"]) == 0
    assert (tmp_path / "clip_joints.mot").is_file()
