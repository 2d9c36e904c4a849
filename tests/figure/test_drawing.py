"""Drawing: what can be asked for, what is refused, and what the words say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from restride import figure
from restride.figure import FigureError, draw, has_figure
from restride.figure.pose import read_pose_file
from restride.figure.theme import CLASSES
from restride.figure.timeline import scene
from restride.knowledge.load import load

GOOD = """id: mine
shows: A person stands and bends one knee.
poses:
  start: {}
  end: {hip: [30, 0], knee: [60, 0]}
contacts: {foot.far: [0, 0]}
anchor: foot.far
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_item_proposed_for_home_has_a_figure() -> None:
    moving = {
        "strength",
        "core",
        "stretch",
        "foam_roll",
        "mobility",
        "balance",
        "plyometric",
        "warm_up",
        "drill",
        "cue",
    }
    wanted = {item.id for item in load().items.values() if item.kind in moving and item.steps}
    assert wanted - set(figure.figure_ids()) == set()


def test_every_figure_belongs_to_something_in_the_knowledge() -> None:
    known = load()
    strangers = [i for i in figure.figure_ids() if i not in known.items and i not in known.tests | known.measures]
    assert strangers == []


def test_an_unknown_id_has_no_figure() -> None:
    assert not has_figure("moonwalk")
    with pytest.raises(FigureError, match="nothing is drawn for 'moonwalk'"):
        draw("moonwalk")


def test_a_pair_needs_a_fault() -> None:
    assert has_figure("squat", "pair")
    assert not has_figure("ankle_pumps", "pair")
    with pytest.raises(FigureError, match="no common fault"):
        draw("ankle_pumps", "right", "pair")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"side": "up"}, "is no side"),
        ({"kind": "film"}, "no kind of figure"),
        ({"theme": "neon"}, "no theme 'neon'"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_sentence(words: dict[str, str], says: str) -> None:
    with pytest.raises(FigureError, match=says):
        draw("squat", **words)  # type: ignore[arg-type]


def test_the_prescribed_tempo_sets_the_loop() -> None:
    # Three seconds down, one at the bottom, two up, and the rest before the next.
    assert 'dur="6.7s"' in draw("squat", "right", "animated", (2.0, 1.0, 3.0))


def test_without_a_tempo_a_loop_lasts_three_to_five_seconds() -> None:
    for item in filter(figure.is_moving, figure.figure_ids()):
        length = re.search(r'dur="([0-9.]+)s"', draw(item))
        assert length is not None, item
        assert 2.99 <= float(length[1]) <= 5.01, item


def test_a_loop_ends_where_it_began() -> None:
    for values in re.findall(r'values="([^"]+)"', draw("squat")):
        first, *_, last = values.split(";")
        assert first == last


def test_motion_has_a_still_twin() -> None:
    text = draw("squat")
    assert text.count('class="f-move"') == text.count('class="f-still"') == 1
    still = text.split('class="f-still"')[1]
    assert "animate" not in still
    assert "animate" not in draw("squat", "right", "still")


def test_a_position_is_still_and_a_movement_moves() -> None:
    assert not figure.is_moving("medial_joint_line_tenderness")
    assert "animate" not in draw("medial_joint_line_tenderness")
    assert draw("medial_joint_line_tenderness", kind="strip") == draw("medial_joint_line_tenderness", kind="still")
    assert figure.is_moving("squat")
    assert "animate" in draw("squat")
    assert not figure.is_moving("moonwalk")


def test_a_hold_has_its_watch_and_words_and_a_repetition_has_none() -> None:
    for item, held in (("wall_squat_iso", True), ("side_plank", True), ("squat", False), ("heel_raise_double", False)):
        assert ('class="f-dial"' in draw(item)) is held, item
        assert ("hold still" in draw(item)) is held, item


def test_the_watch_is_never_mirrored() -> None:
    assert sum("matrix(-1" in draw("side_plank", side) for side in ("right", "left")) == 1
    for side in ("right", "left"):
        before = draw("side_plank", side).split('class="f-dial"')[0]
        assert before.count("<g") - before.count("</g>") == 1, "the watch hangs in its own group only"


def test_the_side_is_said_in_words() -> None:
    assert "left side" in draw("step_down", "left")
    assert "right side" in draw("step_down", "right")
    assert "side." not in re.sub("side by side", "", draw("pogo", "left")).split("<desc>")[1].split("</desc>")[0]


def test_the_style_sheet_knows_every_class() -> None:
    sheet = figure.stylesheet()
    assert [name for name in CLASSES if f".{name}" not in sheet] == []
    drawn = set()
    for item in figure.figure_ids():
        drawn |= set(re.findall(r'class="(f-[a-z]+)"', draw(item)))
    assert drawn - set(CLASSES) - {"f-move"} == set()


def test_a_theme_writes_the_colours_into_the_file() -> None:
    assert 'class="f-near" fill="#2f4b46"' in draw("squat", theme="light")
    assert "#" not in re.sub(r"<(title|desc)>.*?</\1>", "", draw("squat"))


def test_a_good_file_can_be_drawn(tmp_path: Path) -> None:
    assert scene(read_pose_file(_file(tmp_path, GOOD))).poses["end"].angles["knee.near"] == pytest.approx(60.0)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("hip: [30, 0]", "hops: [30, 0]"), r"mine\.yaml, pose 'end': there is no joint 'hops'"),
        (("hip: [30, 0]", "hip: far"), r"mine\.yaml, pose 'end'"),
        (("hip: [30, 0]", "hip: [1, 2, 3]"), r"mine\.yaml, pose 'end': 'hip'"),
        (("shows:", "props: [{kind: sofa}]\nshows:"), "no prop 'sofa'"),
        (("shows:", "base: hammock\nshows:"), "no base posture 'hammock'"),
        (("shows:", "colour: red\nshows:"), r"mine\.yaml: .*colour"),
        (("id: mine", "id: yours"), "its id is 'yours'"),
        (("shows:", "moves: [{to: away}]\nshows:"), "no such pose"),
        (
            ("shows:", "moves: [{to: end}]\nshows:"),
            r"mine\.yaml, pose 'start': no move goes to it, so the loop does not",
        ),
        (
            ("contacts: {foot.far: [0, 0]}", "contacts: {foot.far: [0, 0], hand.near: [300, 10]}"),
            r"pose 'start': the shoulder and elbow \(near\) cannot reach",
        ),
        (("contacts: {foot.far: [0, 0]}", "contacts: {ear.far: [0, 0]}"), "'ear.far' cannot be a contact"),
        (("shows:", "same_as: nobody\nshows:"), "the same as 'nobody'"),
    ],
)
def test_a_bad_file_is_refused_with_file_pose_and_joint(tmp_path: Path, change: tuple[str, str], says: str) -> None:
    assert change[0] in GOOD
    with pytest.raises(FigureError, match=says):
        scene(read_pose_file(_file(tmp_path, GOOD.replace(*change))))
