"""Two sessions: what is better, what is worse, and what only changed."""

from functools import cache

import msgspec
import pytest

from restride.explain.gait_text import comparison_text
from restride.gait.analysis import analyse
from restride.gait.compare import compare, speeds_differ
from restride.gait.findings import find
from restride.gait.patterns import find_patterns
from restride.knowledge.load import load
from restride.model.gait import Change, GaitReport, Metric
from restride.model.words import Side
from tests.gait.runner import run

FACTS = load()


@cache
def analysed() -> GaitReport:
    return analyse(run(120), FACTS, speed_m_s=2.5)


def metric(value: float, name: str = "knee_flexion_contact", error: float = 2.0, plane: str = "sagittal") -> Metric:
    return Metric(
        id=name, name=name, side=Side.LEFT, value=value, unit="deg", plane=plane, n_strides=10,  # type: ignore[arg-type]
        error=error, smallest_change=3.0, grade="good", variable=name,
    )  # fmt: skip


def session(*metrics: Metric, speed_m_s: float | None = 2.5, **recording: object) -> GaitReport:
    return msgspec.structs.replace(
        analysed(),
        recording=msgspec.structs.replace(analysed().recording, speed_m_s=speed_m_s, **recording),
        metrics=metrics, findings=find(metrics, speed_m_s, FACTS), patterns=find_patterns(metrics, speed_m_s, FACTS),
    )  # fmt: skip


def change(before: GaitReport, after: GaitReport) -> Change:
    return compare(before, after, FACTS).changes[0]


# The knee bends by 11 degrees at contact, SD 4.7, at 2.5 m/s: usual from 1.6 to 20.4; the smallest real change is 3.
@pytest.mark.parametrize(
    ("before", "after", "verdict", "words"),
    [
        (-10.0, -7.0, "no_real_change", "Within the smallest"),
        (-10.0, -6.9, "better", "Towards what is usual (from 1.6)"),
        (-6.9, -10.0, "worse", "Away from what is usual"),
        (-1.0, 20.0, "better", "Towards"),
        (-1.0, 21.0, "changed", "past what is usual on the other side"),
        (5.0, 15.0, "changed", "Usual before and now"),
        (1.0, 5.0, "changed", "its error decides"),
    ],
)
def test_a_change_has_a_sign_only_beside_a_finding(before: float, after: float, verdict: str, words: str) -> None:
    found = change(session(metric(before)), session(metric(after)))
    assert found.verdict == verdict
    assert words in found.because


def test_a_number_without_a_direction_only_changes() -> None:
    found = change(session(metric(4.0, "foot_inclination")), session(metric(14.0, "foot_inclination")))
    assert found.verdict == "changed"
    assert found.because == "No better side is known."
    assert "Changed: Usual before and now." in comparison_text(
        compare(session(metric(4.0)), session(metric(14.0)), FACTS)
    )


def test_a_number_of_a_pattern_speaks_for_or_against_it() -> None:
    straight, over = metric(-5.0), metric(12.0, "tibia_angle_contact")
    assert any(one.id == "overstriding" for one in session(over, straight).patterns)
    less = change(session(over, straight), session(metric(6.0, "tibia_angle_contact"), straight))
    assert (less.verdict, less.because) == ("better", "Speaks less for overstriding.")
    alone = change(session(over), session(metric(6.0, "tibia_angle_contact")))
    assert alone.verdict == "changed"


@pytest.mark.parametrize(("speed", "differ"), [(2.374, True), (2.376, False), (2.624, False), (2.626, True)])
def test_speeds_differ_from_a_twentieth(speed: float, differ: bool) -> None:
    here, there = session(metric(1.0)).recording, session(metric(1.0), speed_m_s=speed).recording
    assert speeds_differ(here, there, FACTS) is differ
    warned = any(
        "speeds differ" in one for one in compare(session(metric(1.0)), session(speed_m_s=speed), FACTS).warnings
    )
    assert warned is differ


# Step width is 100 mm at 2.5 m/s and 90 at 3.5, SD 20: usual from 60 and from 50.
def test_each_session_is_held_against_its_own_speed() -> None:
    def wide(value: float, speed: float) -> GaitReport:
        return session(
            msgspec.structs.replace(metric(value, "step_width", 0.002), smallest_change=0.008), speed_m_s=speed
        )

    same = change(wide(0.030, 2.5), wide(0.020, 3.5))
    assert (same.verdict, "changes with the speed" in same.because) == ("changed", True)
    assert change(wide(0.030, 2.5), wide(0.020, 2.5)).verdict == "worse"
    assert change(wide(0.030, 2.5), wide(0.030, 3.5)).verdict == "no_real_change"
    assert change(wide(0.030, 2.5), wide(0.045, 3.5)).verdict == "better"
    alone = change(wide(0.030, 2.5), wide(0.045, 6.0))
    assert (alone.verdict, "speed's doing" in alone.because) == ("changed", True)


@pytest.mark.parametrize("other", [{"origin": "video"}, {"pose_model": "full"}])
def test_another_method_widens_the_smallest_change_to_both_errors(other: dict[str, object]) -> None:
    before, near, far = metric(-10.0, error=4.0), metric(-6.0, error=3.0), metric(-4.9, error=3.0)
    assert change(session(before), session(near)).verdict == "better"
    found = compare(session(before), session(near, **other), FACTS)
    assert [one.verdict for one in found.changes] == ["no_real_change"]
    assert found.changes[0].smallest_change == pytest.approx(5.0)
    assert "different ways" in found.warnings[-1]
    assert change(session(before), session(far, **other)).verdict == "better"


def test_of_another_view_only_times_are_compared() -> None:
    rear = {"view": "rear"}
    assert change(session(metric(-10.0)), session(metric(5.0), **rear)).verdict == "not_comparable"
    times = metric(240.0, "contact_time", plane="time"), metric(260.0, "contact_time", plane="time")
    assert change(session(times[0]), session(times[1], **rear)).verdict == "changed"


def test_walking_is_not_held_against_running() -> None:
    found = change(session(metric(-10.0)), session(metric(5.0), locomotion="walking"))
    assert (found.verdict, found.because) == ("not_comparable", "Running before, walking now.")
