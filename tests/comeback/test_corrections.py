"""A diary that was corrected says what it would say had it been right from the start; nothing of the mistake stays."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import restride
from restride.explain.comeback_text import observation_words, runner_text, therapist_text
from restride.knowledge.case_reader import convert_case
from tests.comeback.diaries import KNOWLEDGE, day, document, run, walk, way_back, with_diary
from tests.training.made import history_of
from tests.training.test_diary import recorded


def entries(*mornings: float | None, minutes: float = 8) -> list[dict[str, Any]]:
    """A run every other day, each with its morning after; the other mornings are as usual."""
    return [run(day(2 * at), minutes, 1, next_morning=morning, after_24_h=None) for at, morning in enumerate(mornings)]


def after(*diary: dict[str, Any], on: int, **settings: Any) -> Any:
    return way_back(with_diary(document(**settings), *diary), day(on))


@pytest.mark.parametrize(
    ("usual", "morning", "colour", "words"),
    [
        (0, 0, "green", "pain while running 0 of 10, limit 3"),
        (0, 1, "amber", "pain the next morning 1 of 10, from 1 on it means repeat"),
        (0, 2, "red", "pain the next morning 2 of 10, from 2 on it means stop"),
        (2, 2, "green", "pain while running 0 of 10, limit 3"),
        (2, 3, "amber", "pain the next morning 3 of 10, from 3 on it means repeat"),
        (2, 4, "red", "pain the next morning 4 of 10, from 4 on it means stop"),
    ],
)
def test_a_morning_is_held_against_the_usual_one_and_says_from_where(usual, morning, colour, words):
    decision = after(*entries(morning), on=1, usual_morning_pain=usual).decisions[-1]
    assert decision.observation.colour == colour
    assert observation_words(decision.observation) == words


def test_a_red_morning_put_right_leaves_no_red_and_a_green_one_put_right_stops():
    wrong, right = entries(0, 2), entries(0, 0)
    stopped, going = after(*wrong, on=3), after(*right, on=3)
    assert (stopped.mode, going.mode) == ("WALK", "RUN_WALK")
    assert {one.kind for one in stopped.alerts} == {"red"}
    assert not going.alerts
    assert going.level.running_s > stopped.level.running_s
    # Entered in another order, or found only weeks later: the same diary gives the same document.
    assert after(*right[::-1], on=3) == going
    assert after(*wrong[::-1], on=3) == stopped


def test_one_of_two_reds_put_right_lifts_the_pause_and_its_rest_but_not_the_other_red():
    reds = [run(day(0), 8, 1, during=6), walk(day(4)), run(day(6), 4, 1, during=6)]
    assert after(*reds, on=8).mode == "PAUSED"
    first_right = [run(day(0), 8, 1), *reds[1:]]
    put_right = after(*first_right, on=8)
    assert put_right.mode == "WALK"
    assert [one.rules[0] for one in put_right.decisions] == ["green", "walk_green", "red"]
    # A pause that the therapist set stands whatever the diary says.
    paused = after(*first_right, on=8, pauses=[{"by": "T", "on": day(7), "reason": "look first"}])
    assert paused.mode == "PAUSED"


def test_taken_out_a_run_is_gone_but_its_recording_still_counts():
    logs = entries(0, 0)
    gone = after(logs[0], on=3)
    assert gone == after(*entries(0), on=3)
    assert gone.runs_so_far == 1
    assert "1 run so far." in therapist_text(gone, KNOWLEDGE)
    assert all(
        "Flat and easy; no hills and no speed for now." in words
        for words in (therapist_text(gone, KNOWLEDGE), runner_text(gone))
    )
    case = convert_case(with_diary(document(), logs[0]), KNOWLEDGE)
    evaluation = restride.evaluate(case, today=day(3), facts=KNOWLEDGE)
    taken_out = recorded(day(2), *[60.0] * 8)

    def held(history: Any) -> Any:
        return restride.next_step(case, evaluation, today=day(3), facts=KNOWLEDGE, history=history)

    still = held(history_of(taken_out))
    assert still.runs_so_far == 2
    assert still.decisions[-1].observation.colour == "open"
    assert still.next_runs[0].on > held(None).next_runs[0].on
    assert still.next_runs[0].running_s <= held(None).next_runs[0].running_s


@settings(max_examples=max(4, settings().max_examples // 12))
@given(st.lists(st.sampled_from((0, 0, 0, 1, None)), min_size=2, max_size=6), st.integers(0, 5))
def test_a_green_run_taken_out_never_lifts_the_level(mornings, at):
    """The next run may fall on another day, with more room in its week; the level is what the diary has earned."""
    out = at % len(mornings)
    diary, today = entries(*mornings), 2 * len(mornings)
    whole, fewer = (after(*one, on=today).level for one in (diary, [*diary[:out], *diary[out + 1 :]]))
    if mornings[out] == 0:
        assert fewer.running_s <= whole.running_s
        assert fewer.bout_s <= whole.bout_s
