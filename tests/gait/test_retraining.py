"""One cue, only when warranted; targets from the runner's own rate; recordings named by a case reach its causes."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import restride
from restride.adapters.case_recordings import case_with_recordings
from restride.adapters.documents.folder import write_together
from restride.adapters.gait_exports import export_files
from restride.cli import main
from restride.explain.retraining_plan import Chosen, dose_of
from restride.explain.retraining_text import retraining_text
from restride.gait.analysis import analyse, analyse_gait
from restride.gait.joined import with_reports
from restride.gait.retraining import RetrainingError, retraining
from restride.knowledge.case_reader import CaseError, read_case
from restride.knowledge.load import load
from restride.knowledge.schemas import json_schema
from restride.model.gait import GaitReport
from restride.model.retraining import Retraining
from restride.model.words import State
from tests.gait.runner import run, truth

FACTS = load()
TODAY = date(2026, 11, 21)
KNEECAP = """
id: kneecap
visit_on: 2026-11-21
runner: {age_years: 29}
complaints:
  - {site: knee_front, weeks: 12, features: {pain_stairs_down: yes, pain_squatting: yes, pain_sitting_long: yes}}
"""
SHIN = """
id: shin
complaints:
  - site: shin_inner
    weeks: 3
    features: {pain_focal_point: yes, night_pain: yes, pain_walking: yes}
"""


def slow(seconds: float = 12.0, step_s: float = 0.42) -> GaitReport:
    """A runner with long, slow steps."""
    return analyse(run(120, chosen=truth(step_s, 2.8, seconds), seconds=seconds), FACTS)


def proposed(text: str | None, *reports: GaitReport) -> Retraining:
    if text is None:
        return retraining(reports, FACTS)
    case = with_reports(read_case(text, FACTS), reports[:1])
    return retraining(reports, FACTS, restride.evaluate(case, today=TODAY, facts=FACTS))


def met(proposal: Retraining) -> dict[str, str]:
    return {one.id: one.met for one in proposal.checks}


def test_symptoms_a_tissue_and_a_repeat_make_it_ready() -> None:
    proposal = proposed(KNEECAP, slow(), slow(11))
    assert proposal.verdict == "ready"
    assert "nothing_forbids" not in met(proposal)
    assert met(proposal) == {
        "symptoms": "yes", "loads_the_tissue": "yes", "tissue_allows": "yes", "persists": "yes", "agrees": "unknown",
    }  # fmt: skip
    assert proposal.cue is not None
    assert proposal.cue.item == "metronome_run"
    assert (proposal.cue.evidence or "").startswith(f"{FACTS.conditions['pfp'].name}: ")
    said = retraining_text(proposal, FACTS)
    assert "Ready, if the runner agrees." in said
    assert "(142.9 steps/min ± 0.2)" in said, "a number has its unit"


def test_a_therapist_may_choose_another_of_the_cues_that_answer_and_no_other() -> None:
    first = proposed(KNEECAP, slow(), slow(11))
    schema = json_schema("retraining", FACTS)
    jsonschema.validate(json.loads(msgspec.json.encode(first)), schema)
    assert first.cue is not None
    other = first.others[0]
    case = with_reports(read_case(KNEECAP, FACTS), [slow()])
    evaluation = restride.evaluate(case, today=TODAY, facts=FACTS)
    second = retraining((slow(), slow(11)), FACTS, evaluation, cue=other.item)
    assert second.cue is not None
    assert second.cue.item == other.item
    assert first.cue.item in {one.item for one in second.others}
    with pytest.raises(RetrainingError, match="answers no finding"):
        retraining((slow(), slow(11)), FACTS, evaluation, cue="glute_bridge")


def test_one_recording_or_the_same_twice_is_no_repeat() -> None:
    for reports in ((slow(),), (slow(), slow())):
        proposal = proposed(KNEECAP, *reports)
        assert proposal.verdict == "not_yet"
        assert met(proposal)["persists"] == "unknown"


def test_a_run_of_retraining_is_one_run_whatever_bouts_the_cue_has_in_the_library() -> None:
    dose = dose_of(Chosen(proposed(KNEECAP, slow(), slow(11)), None, None, ""))
    assert (dose["minutes"], dose["sets"], dose["repetitions"]) == ((15.0, 30.0), None, None)


def test_what_is_not_there_again_is_not_changed() -> None:
    proposal = proposed(KNEECAP, slow(), slow(11, 0.36))
    assert proposal.verdict == "no"
    assert met(proposal)["persists"] == "no"
    assert proposal.sessions == ()
    assert "metronome" not in retraining_text(proposal, FACTS)


def test_without_a_case_nobody_knows_of_symptoms() -> None:
    proposal = proposed(None, slow(), slow(11))
    assert proposal.verdict == "not_yet"
    assert met(proposal)["symptoms"] == "unknown"


def test_no_complaint_no_change() -> None:
    assert proposed("{id: well, purpose: prevention}", slow(), slow(11)).verdict == "no"


def test_no_cue_while_bone_is_suspected() -> None:
    proposal = proposed(SHIN, slow(), slow(11))
    # A finding stands out and a cue would answer it: that it is forbidden is not the same as nothing to change.
    assert proposal.verdict == "no"
    assert met(proposal)["nothing_forbids"] == "no"
    assert "pain on ordinary walking" in retraining_text(proposal, FACTS)
    assert proposal.sessions == ()


def test_no_cue_while_any_bone_stress_injury_is_possible() -> None:
    reports = (slow(), slow(11))
    case = with_reports(read_case(KNEECAP, FACTS), reports[:1])
    found = restride.evaluate(case, today=TODAY, facts=FACTS)
    assert not found.triage.impact_locked
    locked = replace(found, triage=replace(found.triage, impact_locked=True))
    proposal = retraining(reports, FACTS, locked)
    assert (proposal.verdict, met(proposal)["tissue_allows"], proposal.sessions) == ("no", "no", ())
    assert "a bone stress injury is possible" in retraining_text(proposal, FACTS)


def test_nothing_out_of_the_usual_nothing_to_change() -> None:
    proposal = proposed(KNEECAP, slow(step_s=0.36))
    assert proposal.verdict == "nothing_to_change"
    assert proposal.cue is None


def test_dose_is_eight_sessions_with_feedback_that_fades() -> None:
    sessions = proposed(KNEECAP, slow(), slow(11)).sessions
    assert [one.number for one in sessions] == list(range(1, 9))
    assert [one.week for one in sessions] == [1] * 4 + [2] * 4
    assert (sessions[0].run_min, sessions[-1].run_min) == (15, 30)
    assert [one.feedback_min for one in sessions[:4]] == [one.run_min for one in sessions[:4]]
    shares = [one.feedback_min / one.run_min for one in sessions[3:]]
    assert shares == sorted(shares, reverse=True)
    assert sessions[-1].feedback_min == 0


@settings(max_examples=20, deadline=None)
@given(st.floats(0.385, 0.43))
def test_targets_are_the_runners_own_and_never_above_ten_percent(step_s: float) -> None:
    proposal = proposed(KNEECAP, slow(8, step_s))
    own = proposal.own_steps_per_min
    if proposal.verdict == "nothing_to_change" or own is None:
        return
    percents = [one.above_own_percent for one in proposal.cadence]
    assert percents == [5, 7.5, 10]
    for one in proposal.cadence:
        assert own < one.steps_per_min <= own * (1 + one.above_own_percent / 100) + 1e-6
        assert one.steps_per_min == 2 * one.strides_per_min


def test_the_forefoot_is_never_proposed() -> None:
    for text in (KNEECAP, None):
        proposal = proposed(text, slow(), slow(11))
        assert proposal.cue is not None
        assert proposal.cue.item != "forefoot_shift"
        assert not any("orefoot" in other.name for other in proposal.others)


@pytest.fixture(scope="module")
def case_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("case")
    analysed = analyse_gait(run(120, chosen=truth(0.42, 2.8, 12.0), seconds=12.0), FACTS)
    write_together(folder, export_files(*analysed), ())
    (folder / "case.yaml").write_text(f"{KNEECAP}recordings:\n  - {{file: points.trc, on: 2026-11-20}}\n")
    return folder


def test_a_recording_of_the_case_becomes_a_cause_with_symptoms(case_folder: Path) -> None:
    case = read_case((case_folder / "case.yaml").read_text(), FACTS)
    joined = case_with_recordings(case, case_folder, FACTS)
    assert len(joined.reports) == 1
    assert any(one.finding == "low_step_rate" and one.seen_by == "camera" for one in joined.case.movement)
    assert with_reports(joined.case, joined.reports) == joined.case
    causes = {one.cause: one.kind for one in restride.evaluate(joined.case, today=TODAY, facts=FACTS).causes}
    before = {one.cause: one.kind for one in restride.evaluate(case, today=TODAY, facts=FACTS).causes}
    assert causes["long_steps"] in ("likely", "possible")
    assert before.get("long_steps") in (None, "not_known")


def test_what_somebody_entered_stands_above_a_report() -> None:
    text = f"{KNEECAP}movement:\n  - {{finding: low_step_rate, side: both, answer: no, seen_by: camera}}\n"
    case = read_case(text, FACTS)
    report = slow()
    assert any(one.finding == "low_step_rate" and one.state is State.PRESENT for one in report.findings)
    after = with_reports(case, [report])
    assert [one.answer.value for one in after.movement if one.finding == "low_step_rate"] == ["no"]


def test_a_recording_above_the_case_is_refused() -> None:
    with pytest.raises(CaseError, match="does not lie beside the case file"):
        read_case(f"{KNEECAP}recordings:\n  - {{file: ../run.trc}}\n", FACTS)


def test_commands_read_the_recordings(case_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(case_folder)]) == 0
    assert "Long steps, landing far ahead" in capsys.readouterr().out
    trc = str(case_folder / "points.trc")
    assert main(["gait", trc, "--retraining", "--case", str(case_folder)]) == 0
    assert "seen again on a repeat: One recording" in capsys.readouterr().out
    assert main(["gait", trc, "--case", str(case_folder)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
