"""Walking: Zeni's rule between the frames, and intervals that hold what it is off by."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from restride.figure.runner import Film, Shot, drawn_motion, truth_of
from restride.gait.analysis import analyse
from restride.gait.track import POINTS, Track
from restride.knowledge.load import load
from restride.model.gait import GaitReport

FACTS = load()


@cache
def walked(speed_m_s: float) -> tuple[GaitReport, list[tuple[str, float, float]]]:
    """The report of a drawn walker's own points, 30 a second, and of each event its kind, error and half-width [s]."""
    truth = truth_of(Film(drawn_motion("walk", speed_m_s), Shot(rate_hz=30.0, seconds=5.0)))
    track = Track(truth.time_s, {name: at for name, at in truth.points_m.items() if name in POINTS})
    report = analyse(track, FACTS, speed_m_s=speed_m_s)
    rows = []
    for event in report.events:
        same = [one.time_s for one in truth.events if one.kind == event.kind and one.side == event.side.value]
        nearest = min(same, key=lambda time: abs(time - event.time_s))
        # What the recording cuts has no truth beside it.
        if abs(nearest - event.time_s) < 0.2 and 0.2 < event.time_s < 4.8:
            rows.append((event.kind, event.time_s - nearest, event.half_width_s))
    return report, rows


@pytest.mark.parametrize("speed_m_s", [0.9, 1.9])
def test_the_intervals_of_walking_hold_the_events_of_the_drawn_walker(speed_m_s: float) -> None:
    report, rows = walked(speed_m_s)
    assert report.recording.locomotion == "walking"
    assert {kind for kind, _, _ in rows} == {"strike", "toe_off"}
    assert all(abs(error) < half for _, error, half in rows)


def test_frames_a_thirtieth_of_a_second_apart_do_not_round_the_events_of_walking() -> None:
    _, rows = walked(1.9)
    for wanted in ("strike", "toe_off"):
        errors = [error for kind, error, _ in rows if kind == wanted]
        assert len(errors) >= 7
        # Rounded to frames, they would wander by a third of a frame, 10 ms.
        assert np.std(errors) < 0.002
