"""Several recordings as one session: takes, the best number of each, legs from two sides, changes by role and day."""

import json
from datetime import date
from functools import cache
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from restride.adapters.documents.folder import write_together
from restride.adapters.gait_exports import export_files
from restride.adapters.gait_report.session import session_html
from restride.adapters.gait_sessions import folders_of, read_session_file
from restride.cli import main
from restride.explain.session_words import session_text
from restride.gait.analysis import analyse, analyse_gait
from restride.gait.session import SessionError, session_of
from restride.knowledge.load import load
from restride.knowledge.schemas import json_schema
from restride.model.errors import PlainError
from restride.model.gait import GaitReport, Metric
from restride.model.gait_session import GaitSession, SessionClip
from restride.model.published import document_json
from restride.model.words import Side
from tests.gait.runner import run, truth

FACTS = load()


@cache
def report(step_s: float = 0.38, speed: float = 2.8) -> GaitReport:
    return analyse(run(120, chosen=truth(step_s, speed, 8.0), seconds=8.0), FACTS)


def clip(role: str = "usual", step_s: float = 0.38, *, name: str, says: str | None = None, **recording) -> SessionClip:  # type: ignore[no-untyped-def]
    one = report(step_s)
    named = msgspec.structs.replace(one.recording, name=name, **recording)
    return SessionClip(role=role, says=says, report=msgspec.structs.replace(one, recording=named))  # type: ignore[arg-type]


def from_side(side: Side, knee: float, *, speed: float | None = 2.8, error: float = 2.0, name: str) -> SessionClip:
    """A side view that measured one knee."""
    both = report().metric("knee_flexion_contact", side)
    assert both is not None
    metric = msgspec.structs.replace(both, value=knee, error=error, smallest_change=3.0)
    one = clip(name=name, view="side", near_side=side, speed_m_s=speed)
    changed = msgspec.structs.replace(one.report, metrics=(metric,))
    return msgspec.structs.replace(one, report=changed)


def legs(*clips: SessionClip) -> tuple[tuple[Metric, ...], str | None]:
    [take] = session_of(clips, FACTS).takes
    return take.legs, take.legs_because


def test_two_sides_at_one_speed_give_the_legs_with_both_errors_whole() -> None:
    found, says = legs(from_side(Side.LEFT, 20.0, name="l.mp4"), from_side(Side.RIGHT, 14.0, error=1.5, name="r.mp4"))
    [pair] = found
    assert (pair.id, pair.value, pair.grade) == ("knee_flexion_contact_asymmetry", 6.0, "usable")
    assert pair.error == pytest.approx(2.5)
    assert pair.smallest_change == pytest.approx(18**0.5)
    assert says is not None
    assert "l.mp4" in says


@pytest.mark.parametrize(
    ("speeds", "words"),
    [((2.8, None), "not known"), ((2.8, 2.8 * 1.051), "different speeds"), ((2.8, 2.8 * 1.049), "two views")],
)
def test_legs_at_other_speeds_are_not_compared(speeds: tuple[float, float | None], words: str) -> None:
    found, says = legs(
        from_side(Side.LEFT, 20.0, speed=speeds[0], name="l.mp4"),
        from_side(Side.RIGHT, 14.0, speed=speeds[1], name="r.mp4"),
    )
    assert says is not None
    assert words in says
    assert bool(found) == (words == "two views")


def test_one_side_says_nothing_of_the_other_leg() -> None:
    found, says = legs(from_side(Side.LEFT, 20.0, name="l.mp4"))
    assert found == ()
    assert says is not None
    assert "Only the left leg" in says


def test_each_number_comes_from_the_recording_that_measured_it_best() -> None:
    good = from_side(Side.LEFT, 20.0, error=1.0, name="near.mp4")
    poor = from_side(Side.LEFT, 25.0, error=0.5, name="far.mp4")
    [metric] = poor.report.metrics
    low = msgspec.structs.replace(metric, grade="poor")
    poor = msgspec.structs.replace(poor, report=msgspec.structs.replace(poor.report, metrics=(low,)))
    for clips in ((good, poor), (poor, good)):
        [take] = session_of(clips, FACTS).takes
        assert [one.clip for one in take.metrics] == ["near.mp4"], "a grade stands above a small error"


def test_a_cue_is_held_against_the_usual_run_and_a_day_against_an_earlier_one() -> None:
    earlier = session_of([clip(name="old.trc", step_s=0.42)], FACTS, on=date(2026, 10, 3))
    now = [clip("cue", 0.35, name="cue.trc"), clip(name="usual.trc")]
    session = session_of(now, FACTS, on=date(2026, 11, 20), earlier=earlier)
    assert [(one.kind, one.before, one.after, one.earlier_on) for one in session.changes] == [
        ("within", "usual", "cue", None), ("since", "usual", "usual", date(2026, 10, 3)),
    ]  # fmt: skip
    within = {(one.id, one.side): one for one in session.changes[0].comparison.changes}
    rate = within["cadence", Side.BOTH]
    assert rate.difference == pytest.approx(60 / 0.35 - 60 / 0.38, abs=0.5)
    assert rate.verdict != "no_real_change"
    text = document_json(session)
    jsonschema.validate(json.loads(text), json_schema("gait_session", FACTS))
    assert document_json(msgspec.json.decode(text, type=GaitSession)) == text
    words = session_text(session)
    assert "With or after a cue, against as usual" in words
    assert "As usual, since 3 October 2026" in words
    page = session_html(session)
    assert "As usual, since 3 October 2026" in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_what_was_filmed_from_another_place_is_not_compared_and_said() -> None:
    session = session_of(
        [clip(name="side.mp4", view="side", near_side=Side.LEFT), clip("barefoot", name="rear.mp4", view="rear",
                                                                       locomotion="running", step_s=0.36)],
        FACTS,
    )  # fmt: skip
    assert session.changes == ()
    [why] = session.not_compared
    assert why.startswith("The barefoot run and the usual run were not recorded in the same way")


def test_nothing_and_the_same_recording_twice_are_no_session() -> None:
    with pytest.raises(SessionError, match="at least one"):
        session_of([], FACTS)
    with pytest.raises(SessionError, match=r"b\.trc holds the same run as a\.trc"):
        session_of([clip(name="a.trc"), clip("cue", name="b.trc")], FACTS)
    with pytest.raises(SessionError, match=r"a\.trc holds the same run as a\.trc"):
        session_of([clip(name="a.trc")] * 2, FACTS)


@settings(max_examples=30, deadline=None)
@given(st.floats(5, 40), st.floats(5, 40), st.floats(0.1, 10), st.floats(0.1, 10))
def test_swapping_the_legs_turns_the_sign_and_nothing_else(a: float, b: float, ea: float, eb: float) -> None:
    one, _ = legs(from_side(Side.LEFT, a, error=ea, name="l"), from_side(Side.RIGHT, b, error=eb, name="r"))
    two, _ = legs(from_side(Side.LEFT, b, error=eb, name="l"), from_side(Side.RIGHT, a, error=ea, name="r"))
    assert one[0].value == pytest.approx(-two[0].value)
    assert one[0].error == pytest.approx(two[0].error)
    assert one[0].error >= max(ea, eb)


def test_the_command_writes_one_report_for_the_session_and_one_for_each_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, step_s in (("before", 0.40), ("after", 0.36)):
        found, gait = analyse_gait(run(120, chosen=truth(step_s, 2.8, 8.0), seconds=8.0), FACTS, speed_m_s=2.8)
        write_together(tmp_path / name, export_files(found, gait), ())
        (tmp_path / name / "points.trc").rename(tmp_path / f"{name}.trc")
    lines = ["on: 2026-11-20", "clips:", "  - {file: before.trc, speed_m_s: 2.8}", "  - {file: after.trc, role: cue}"]
    (tmp_path / "s.yaml").write_text("\n".join(lines))
    monkeypatch.chdir(tmp_path)
    assert main(["gait", "s.yaml", "--out", "out"]) == 0
    assert "With or after a cue, against as usual" in capsys.readouterr().out
    assert {one.name for one in Path("out").iterdir()} == {
        "session.html", "session.pdf", "session.json", "before", "after"
    }  # fmt: skip
    said = " ".join(page.extract_text() for page in PdfReader("out/session.pdf").pages)
    for words in (
        "With or after a cue, against as usual",
        "before.trc",
        "Side by side",
        "Step rate",
        "20 November 2026",
    ):
        assert words in said
    document = json.loads(Path("out/session.json").read_text())
    assert [one["report"]["recording"]["name"] for one in document["clips"]] == ["before.trc", "after.trc"]
    assert main(["gait", "before.trc", "after.trc", "--roles", "usual"]) == 2
    assert "name one for each" in capsys.readouterr().err
    assert main(["gait", "after.trc", "--speed", "2.8", "--earlier", "out/session.json", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"][0]["earlier_on"] == "2026-11-20"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("clips: []", "clips: 0 entries, and at least 1 must be there"),
        ("- a", "is no session"),
        ("clips: [{file: ../x.mp4}]", "does not lie beside"),
        ("clips: [{file: /etc/x.mp4}]", "does not lie beside"),
        ("clips: [{file: x.mp4, role: asleep}]", "'asleep' is not one of barefoot, cue"),
        ("schema: restride/gait_session/1", "is a report"),
        (
            "{schema: 3, clips: [{file: x.mp4}]}",
            "the session: 'schema' is not a known field.*fields are on, clips",
        ),
        ("clips: [{file: x.mp4, rolle: cue}]", r"clips\[0\]: 'rolle' .*; did you mean 'role'"),
        ("clips: [{file: x.mp4, speed_m_s: 30}]", "30 is above 12"),
    ],
)
def test_a_wrong_file_of_a_session_gets_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "s.yaml").write_text(text)
    with pytest.raises(PlainError, match=words) as refused:
        read_session_file(tmp_path / "s.yaml")
    assert "\n" not in str(refused.value)


def test_recordings_of_one_name_get_folders_of_their_own() -> None:
    assert folders_of([Path("a/run.mp4"), Path("b/run.mp4"), Path("run.trc")]) == ["run", "run-2", "run-3"]


def test_a_poor_number_says_so_beside_the_others() -> None:
    one = clip(name="a.mp4")
    metrics = tuple(
        msgspec.structs.replace(metric, grade="poor") if metric.id == "cadence" else metric
        for metric in one.report.metrics
    )
    poor = msgspec.structs.replace(one, report=msgspec.structs.replace(one.report, metrics=metrics))
    for clips, said in (([one], 0), ([poor], 1)):
        session = session_of(clips, FACTS)
        [line] = [line for line in session_text(session).splitlines() if line.startswith("  Step rate")]
        assert line.count("(poor)") == said
        assert session_html(session).count(">Poor</span>") == said
