"""Who is followed among several people: the one who is clearly larger, the one pointed at, or nobody."""

from __future__ import annotations

import numpy as np
import pytest

from restride.adapters.video.choice import Sighting, choose, contenders, one_runs
from restride.adapters.video.clip import Clip, SeveralError, VideoError
from restride.adapters.video.method import video_method
from restride.knowledge.load import load

LIMITS = video_method(load())
CLIP = Clip("run", 1280, 720, 0, "h264", "mov", np.arange(300) / 30)
BIG, SMALL, RIVAL = [640, 300, 500, 0, 0.9], [100, 300, 200, 0, 0.9], [1000, 320, 400, 0, 0.9]


def seen(*people: list[float], frame: int = 0) -> Sighting:
    """People of x, y, size, turn, how surely a leg is seen, and feet apart, 0 where it is left out."""
    rows = [[*one, 0.0][:6] for one in people]
    return Sighting(frame, np.array(rows, dtype=np.float64).reshape(-1, 6))


def test_nobody_is_refused() -> None:
    with pytest.raises(VideoError, match=r"Nobody was found in run\.mp4"):
        choose("run.mp4", CLIP, [seen(), seen(frame=50)], LIMITS, None)


def test_a_person_without_legs_is_refused_before_anybody_is_followed() -> None:
    with pytest.raises(VideoError, match="Hardly a whole leg"):
        choose("run.mp4", CLIP, [seen([*BIG[:4], 0.29], frame=k) for k in range(4)], LIMITS, None)
    one_look = [seen([*BIG[:4], 0.1]), seen([*BIG[:4], 0.31], frame=5)]
    assert choose("run.mp4", CLIP, one_look, LIMITS, None).people == 1


@pytest.mark.parametrize(("shades", "refused"), [(1.9, True), (2.99, True), (3.01, False)])
def test_lines_on_paper_are_a_drawing(shades: float, refused: bool) -> None:
    looks = [Sighting(k, np.array([BIG]), shades) for k in range(4)]
    if refused:
        with pytest.raises(VideoError, match="it is a drawing"):
            choose("run.mp4", CLIP, looks, LIMITS, None)
    else:
        assert choose("run.mp4", CLIP, looks, LIMITS, None).people == 1


@pytest.mark.parametrize(
    ("soft", "hard", "said"),
    [(0.20, 0.20, True), (0.22, 0.22, False), (0.10, 0.065, True), (0.10, 0.063, False), (0.0, 0.0, False)],
)
def test_even_colours_with_hard_edges_are_said_to_be_painted(soft: float, hard: float, said: bool) -> None:
    looks = [Sighting(k, np.array([BIG]), 30.0, soft, hard) for k in range(4)]
    for pointed_at in (None, (640.0, 300.0)):
        assert any("painted" in note for note in choose("run.mp4", CLIP, looks, LIMITS, pointed_at).notes) is said


def test_one_person_is_followed_from_the_first_frame() -> None:
    choice = choose("run.mp4", CLIP, [seen(), seen(BIG, frame=50)], LIMITS, None)
    assert (choice.start, choice.first, choice.expected) == (0, None, [[50, 640, 300, 500]])


def test_somebody_small_in_the_background_is_no_rival() -> None:
    choice = choose("run.mp4", CLIP, [seen(BIG, SMALL, frame=k) for k in range(4)], LIMITS, None)
    assert choice.people == 2
    assert all(row[3] == 500 for row in choice.expected)


def test_somebody_who_walks_past_once_is_no_rival() -> None:
    sightings = [seen(BIG, RIVAL, frame=0), *(seen(BIG, frame=k) for k in range(1, 6))]
    assert choose("run.mp4", CLIP, sightings, LIMITS, None).first is None


def test_two_of_like_size_are_refused_with_their_places() -> None:
    with pytest.raises(SeveralError, match=r"640,300 and 1000,320; .* name the place of the one to follow\.$"):
        choose("run.mp4", CLIP, [seen(BIG, RIVAL, frame=k) for k in range(4)], LIMITS, None)


def test_the_one_pointed_at_is_followed() -> None:
    choice = choose("run.mp4", CLIP, [seen(), seen(BIG, RIVAL, frame=20)], LIMITS, (1010, 400))
    assert (choice.start, choice.first) == (20, [1000, 320, 400, 0])


def test_pointing_at_nobody_names_who_is_there() -> None:
    with pytest.raises(VideoError, match="640,300; 100,300"):
        choose("run.mp4", CLIP, [seen(BIG, SMALL)], LIMITS, (1200, 700))


def test_pointing_outside_the_picture() -> None:
    with pytest.raises(VideoError, match="outside the picture"):
        choose("run.mp4", CLIP, [seen(BIG)], LIMITS, (1300, 10))


def test_only_people_with_a_leg_and_not_far_away_contend() -> None:
    far, cut_off = [200, 100, 120, 0, 0.9], [900, 300, 520, 0, 0.1]
    assert contenders([seen(BIG, far), seen(BIG, cut_off, frame=9)], LIMITS) is None
    both = contenders([seen(BIG), seen(BIG, SMALL, far, cut_off, frame=20)], LIMITS)
    assert both is not None
    assert both.frame == 20
    assert both.people[:, 0].tolist() == [640, 100]


@pytest.mark.parametrize(("size", "taken"), [(239, True), (241, False)])
def test_the_largest_of_those_who_run_is_taken_where_it_is_clear(size: float, taken: bool) -> None:
    runner, second = [640, 300, 400, 0, 0.9], [1000, 320, size, 0, 0.9]
    looks = [seen([200, 300, 600, 0, 0.9], runner, second, frame=k) for k in range(4)]
    moving = seen(runner, second)
    if taken:
        choice = choose("run.mp4", CLIP, looks, LIMITS, None, moving)
        assert all(row[1] == 640 for row in choice.expected)
        assert {row[1] for row in choice.others} == {200, 1000}
    else:
        with pytest.raises(VideoError, match="who run, around 640,300 and 1000,320"):
            choose("run.mp4", CLIP, looks, LIMITS, None, moving)


def test_a_runner_who_comes_through_is_expected_where_nobody_stands() -> None:
    stander = [300, 300, 500, 0, 0.9]
    looks = [seen(stander, [x, 310, 300, 0, 0.9], frame=k) for k, x in enumerate((700, 900, 1100))]
    choice = choose("run.mp4", CLIP, looks, LIMITS, None, seen([700, 310, 300, 0, 0.9]))
    assert [row[1] for row in choice.expected] == [700, 900, 1100]
    assert {row[1] for row in choice.others} == {300}


def test_nobody_moves_and_the_old_rule_holds() -> None:
    with pytest.raises(VideoError, match="2 people of like size, around"):
        choose("run.mp4", CLIP, [seen(BIG, RIVAL, frame=k) for k in range(4)], LIMITS, None, seen())


@pytest.mark.parametrize(("together", "chosen"), [(1, 640), (2, 640), (3, 200)])
def test_who_is_seen_in_fewer_than_a_third_of_the_looks_passes_by(together: int, chosen: int) -> None:
    """Of eight looks, the first so many show somebody larger, nearer the camera, who runs too."""
    runner, passer = [640, 300, 300, 0, 0.9], [200, 300, 600, 0, 0.9]
    looks = [seen(passer, runner, frame=k) if k < together else seen(runner, frame=k) for k in range(8)]
    choice = choose("run.mp4", CLIP, looks, LIMITS, None, seen(passer, runner))
    assert {row[1] for row in choice.expected} == {chosen}
    if chosen == 640:
        assert not choice.notes


def test_where_everybody_comes_and_goes_the_largest_who_runs_is_taken() -> None:
    first, second = [640, 300, 400, 0, 0.9], [200, 300, 200, 0, 0.9]
    looks = [seen(frame=0), seen(first, second, frame=1), *(seen(frame=k) for k in range(2, 9))]
    with_others = [one if len(one.people) else seen([1200, 300, 60, 0, 0.9], frame=one.frame) for one in looks]
    choice = choose("run.mp4", CLIP, with_others, LIMITS, None, seen(first, second, frame=1))
    assert [row[1] for row in choice.expected] == [640]


def test_a_runner_who_shrinks_is_the_same_from_look_to_look() -> None:
    looks = [seen([300 + 20 * k, 300, 640 / 1.5**k, 0, 0.9], frame=k) for k in range(5)]
    looks[2] = seen(looks[2].people[0].tolist(), [900, 300, 200, 0, 0.9], frame=2)
    choice = choose("run.mp4", CLIP, looks, LIMITS, None, looks[2])
    assert [row[1] for row in choice.expected] == [300, 320, 340, 360, 380]
    assert [row[0] for row in choice.others] == [2]


@pytest.mark.parametrize(
    ("change", "enough"),
    [
        ({}, True),
        ({"spread": 0.021}, True),
        ({"spread": 0.019}, False),
        ({"moved": 160}, True),
        ({"moved": 190}, False),
        ({"leg": 0.29}, False),
        ({"second": True}, False),
    ],
)
def test_few_looks_are_enough_for_one_who_runs_on_the_spot(change: dict[str, float], enough: bool) -> None:
    spread, moved, leg = (change.get(name, usual) for name, usual in (("spread", 0.1), ("moved", 0), ("leg", 0.9)))
    looks = [seen([640 + moved * (k == 3), 300, 500, 0, leg, spread * (-1) ** k], frame=k) for k in range(4)]
    if "second" in change:
        looks[1] = seen(BIG, SMALL, frame=1)
    assert one_runs(looks, LIMITS) is enough
    assert not one_runs([*looks, seen(frame=9)], LIMITS)
