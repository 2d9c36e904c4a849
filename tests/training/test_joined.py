"""Recorded runs in a case: what they show reaches the causes, what was said stays, a disagreement is shown."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

import restride
from restride.cli import main
from restride.knowledge.case_reader import CaseError, convert_case
from restride.knowledge.schemas import schema_of
from restride.model.case import Case
from restride.model.evaluation import CauseFinding, Evaluation
from restride.model.words import State
from restride.training.history import History
from restride.training.joined import with_history
from restride.training.report import RunsDocument
from tests.activities.encoder import run_fit, seconds
from tests.training.made import facts, history_of, made_run

ONSET = date(2026, 4, 12)
VISIT = date(2026, 5, 1)


def usual(weeks: int = 14, **last: float) -> History:
    """Four runs of 8 km a week up to the onset; ``spike_km`` replaces one of the last week."""
    days = [ONSET - timedelta(days=7 * week + day) for week in range(weeks) for day in (0, 2, 4, 5)]
    spike = ONSET - timedelta(days=5)
    runs = [made_run(day, 1000 * last.get("spike_km", 8.0) if day == spike else 8000.0) for day in days]
    return history_of(*runs)


def case_of(**more: Any) -> Case:
    complaint = {"site": "shin_inner", "began_on": str(ONSET), "features": {"pain_running": "yes"}}
    return convert_case({"complaints": [complaint], "visit_on": str(VISIT), **more}, facts())


def evaluated(case: Case, history: History) -> Evaluation:
    return restride.evaluate(with_history(case, history, facts(), VISIT), today=VISIT, facts=facts())


def spike_cause(evaluation: Evaluation) -> CauseFinding:
    return next(one for one in evaluation.causes if one.cause == "single_run_spike")


def test_a_spike_of_the_records_is_a_likely_cause_in_its_own_words() -> None:
    evaluation = evaluated(case_of(), usual(spike_km=14.0))
    cause = spike_cause(evaluation)
    assert cause.kind == "likely"
    assert any("on 7 April 2026 a run of 14.0 km, 1.75 times" in reason.says for reason in cause.because)
    finding = next(one for one in evaluation.findings if one.what == "longest_run_spike")
    assert finding.origin.startswith("runs[")
    assert (finding.on, finding.weeks_before_onset, finding.about) == (date(2026, 4, 7), 0.7, 0)


def test_usual_records_speak_against_it() -> None:
    evaluation = evaluated(case_of(), usual())
    assert not any(one.cause == "single_run_spike" and one.findings for one in evaluation.causes)
    finding = next(one for one in evaluation.findings if one.what == "longest_run_spike")
    assert finding.state is State.ABSENT


def test_a_runner_who_says_nothing_changed_is_shown_against_the_records() -> None:
    evaluation = evaluated(case_of(routine={"no_changes": True}), usual(spike_km=14.0))
    cause = spike_cause(evaluation)
    assert cause.kind == "possible"
    assert any("Runner and records disagree: the runner says it was not so." in one.says for one in cause.because)
    finding = next(one for one in evaluation.findings if one.what == "longest_run_spike" and one.state is State.UNKNOWN)
    assert "disagree" in (finding.says or "")


def test_a_change_the_records_do_not_show_is_shown_too() -> None:
    """The watch may have stayed at home: the runner's word is not overwritten."""
    routine = {"changes": [{"what": "longest_run", "direction": "up", "percent": 50, "weeks_before_onset": 1}]}
    cause = spike_cause(evaluated(case_of(routine=routine), usual()))
    assert cause.kind == "possible"
    assert any("the runner says it was so" in one.says for one in cause.because)


def test_agreement_needs_no_remark() -> None:
    routine = {"changes": [{"what": "longest_run", "direction": "up", "percent": 75, "weeks_before_onset": 1}]}
    cause = spike_cause(evaluated(case_of(routine=routine), usual(spike_km=14.0)))
    assert cause.kind == "likely"
    assert not any("disagree" in one.says for one in cause.because)


def test_each_complaint_is_dated_against_its_own_onset() -> None:
    later = {"site": "achilles_mid", "side": "left", "began_on": "2026-08-20"}
    both = convert_case(
        {"complaints": [{"site": "shin_inner", "began_on": str(ONSET)}, later], "visit_on": "2026-09-01"}, facts()
    )
    found = with_history(both, usual(spike_km=14.0), facts(), VISIT).runs.found
    assert {one.about for one in found if one.state == "present"} == {0}


def test_usual_weeks_fill_only_what_nobody_said() -> None:
    joined = with_history(case_of(routine={"longest_run": "21 km"}), usual(spike_km=14.0), facts(), VISIT)
    assert joined.runs.filled == {
        "runs_per_week": "4.0", "weekly_distance_before": "32.0 km", "usual_pace": "3.12 m/s",
    }  # fmt: skip
    routine = joined.routine
    assert routine.longest_run is not None
    assert routine.longest_run.value == 21
    assert routine.runs_per_week == 4.0
    assert routine.weekly_distance_before is not None
    assert routine.weekly_distance_before.value == pytest.approx(32, abs=0.5)
    again = with_history(joined, usual(spike_km=14.0), facts(), VISIT)
    assert again == joined
    emptied = with_history(joined, history_of(), facts(), VISIT)
    assert emptied.routine.runs_per_week is None
    corrected = msgspec.structs.replace(joined, routine=msgspec.structs.replace(joined.routine, runs_per_week=2.0))
    assert with_history(corrected, usual(), facts(), VISIT).routine.runs_per_week == 2.0


def test_an_onset_reckoned_from_weeks_says_so() -> None:
    complaint = {"site": "shin_inner", "weeks": (VISIT - ONSET).days / 7}
    case = convert_case({"complaints": [complaint], "visit_on": str(VISIT)}, facts())
    found = with_history(case, usual(spike_km=14.0), facts(), VISIT).runs.found
    assert any("reckoned from the weeks" in one.says for one in found)
    assert with_history(case_of(), usual(), facts(), VISIT).runs.found[0].says.count("reckoned") == 0


@pytest.mark.parametrize("file", ["/etc/passwd", "../other/strava.zip", "C:\\runs.zip"])
def test_files_lie_beside_the_case(file: str) -> None:
    with pytest.raises(CaseError, match="does not lie beside the case file"):
        case_of(runs={"files": [file]})


def test_a_finding_about_no_complaint_is_refused() -> None:
    with pytest.raises(CaseError, match="about complaint 1, and there is one"):
        case_of(runs={"found": [{"finding": "volume_increase", "state": "present", "about": 1, "says": "more"}]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "runs").mkdir()
    start = seconds("2026-01-05T06:00:00+00:00")
    for number in range(50):
        file = tmp_path / "runs" / f"{number:02d}.fit"
        file.write_bytes(run_fit(start + 2 * 86_400 * number, 2400 if number != 45 else 5400, offset_s=3600))
    text = "complaints:\n  - site: shin_inner\n    began_on: 2026-04-12\nvisit_on: 2026-05-01\n"
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_with_runs_is_evaluated_with_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", str(folder)]) == 0
    first = capsys.readouterr().out
    assert "recorded: In the four weeks before it began: on 5 April 2026 a run of 16.2 km" in " ".join(first.split())
    main(["evaluate", str(folder), "--json"])
    once = capsys.readouterr().out
    main(["evaluate", str(folder), "--json"])
    assert capsys.readouterr().out == once
    assert any(one["origin"].startswith("runs[") for one in json.loads(once)["findings"])


def test_a_case_names_its_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = folder / "case.yaml"
    named.write_text(named.read_text(encoding="utf-8") + "runs:\n  files: [runs/45.fit, nowhere.zip]\n", "utf-8")
    assert main(["evaluate", str(named)]) == 2
    assert "nowhere.zip does not exist" in capsys.readouterr().err


def test_files_none_of_which_can_be_used_are_one_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "page.fit").write_bytes(b"<!DOCTYPE html><html></html>")
    named = folder / "case.yaml"
    named.write_text(named.read_text(encoding="utf-8") + "runs:\n  files: [page.fit]\n", encoding="utf-8")
    assert main(["evaluate", str(named)]) == 2
    err = capsys.readouterr().err
    assert "none of the run files of the case can be used (page.fit: It is a web page" in err
    assert len(err.splitlines()) == 1


def test_the_runs_document_keeps_its_published_schema(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["runs", str(folder), "--json", "--today", "2026-11-21", "--change", "shoes=2026-04-01:light ones"])
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, schema_of(RunsDocument))
    assert "shoes_changed" in {one["finding"] for one in document["report"]["errors"]}
    main(["schema", "runs"])
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(schema_of(RunsDocument)))


def test_the_front_door_reads_and_joins(folder: Path) -> None:
    history = restride.read_runs(folder / "runs", today=VISIT)
    joined = restride.with_runs(restride.read_case(folder), history, today=VISIT)
    assert len(history.runs) == 50
    assert {one.finding for one in joined.runs.found if one.state == "present"} >= {"longest_run_spike"}


def test_pain_of_the_diary_is_drawn_over_the_load(folder: Path) -> None:
    case = (folder / "case.yaml").read_text(encoding="utf-8")
    diary = "diary:\n  - on: 2026-03-02\n    kind: run\n    pain: {during: 2, right_after: 3}\n"
    (folder / "case.yaml").write_text(case + diary, encoding="utf-8")
    main(["runs", str(folder), "--charts", str(folder / "pictures"), "--today", "2026-11-21"])
    assert "Worst pain 3 of 10" in (folder / "pictures" / "pain_and_load.svg").read_text(encoding="utf-8")
