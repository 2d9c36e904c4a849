"""Activity files on the site: read in a limited child, kept once, named when refused, taken out again."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from restride.site.accounts.models import User
from restride.site.diary.export import everything
from restride.site.episodes.models import AuditEntry, CaseVersion
from restride.site.evaluations.actions import evaluate_anew, save_and_evaluate
from restride.site.runs import actions, queries, reading
from restride.site.runs.models import RecordedRun, RunFile, TrainingChange, Upload
from tests.activities.encoder import rich_fit, run_fit, seconds
from tests.site.cast import Cast

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User | None], Client]
START = seconds("2026-01-05T06:00:00+00:00")
ONSET = date(2026, 4, 12)
CASE: dict[str, Any] = {
    "complaints": [{"site": "shin_inner", "side": "left", "began_on": str(ONSET), "features": {"pain_running": "yes"}}],
    "visit_on": "2026-05-01",
}


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def history_zip(spike: int = 45) -> bytes:
    """Fifty runs of 7 km every other day up to the onset; one of them 16 km."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number in range(50):
            run = run_fit(START + 2 * 86_400 * number, 5400 if number == spike else 2400, offset_s=3600)
            archive.writestr(f"activities/{number:02d}.fit", run)
    return packed.getvalue()


def result(cast: Cast, by: User | None = None) -> dict[str, dict[str, Any]]:
    kept = Upload.objects.get(record=cast.record, made_by=by or cast.runner)
    return {line["name"]: line for line in kept.lines}


def test_a_runner_adds_files_and_every_one_is_graded(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.runner)
    files = [sent("morning.fit", run_fit(START, 2400)), sent("page.fit", b"<!DOCTYPE html><html></html>")]
    answer = client.post(reverse("my_runs_add"), {"files": files}, follow=True)
    assert answer.status_code == 200
    found = result(cast)
    assert found["morning.fit"]["grade"] == "OK"
    assert found["page.fit"]["grade"] == "REJECTED"
    page = answer.content.decode()
    assert "It is a web page" in page
    assert "Not read" in page
    assert "1 read, 1 not read" in page
    assert RecordedRun.objects.get().day == date(2026, 1, 5)


def test_the_same_files_twice_add_nothing(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.runner)
    for _ in range(2):
        client.post(reverse("my_runs_add"), {"files": [sent("strava.zip", history_zip())]})
    assert RecordedRun.objects.count() == 50
    assert {line["grade"] for line in result(cast).values()} == {"KNOWN"}
    assert AuditEntry.objects.filter(deed="runs.uploaded").count() == 1


def test_the_therapist_sending_what_the_runner_sent_adds_nothing(cast: Cast, signed_in: SignedIn) -> None:
    signed_in(cast.runner).post(reverse("my_runs_add"), {"files": [sent("a.fit", run_fit(START, 2400))]})
    address = reverse("record_runs_add", args=[cast.record.pk])
    signed_in(cast.therapist).post(address, {"files": [sent("b.fit", run_fit(START, 2400))]})
    assert RecordedRun.objects.count() == 1
    assert result(cast, cast.therapist)["b.fit"]["grade"] == "KNOWN"


def test_positions_and_files_are_not_kept(cast: Cast, signed_in: SignedIn, settings: Any) -> None:
    signed_in(cast.runner).post(reverse("my_runs_add"), {"files": [sent("a.fit", rich_fit(START, 1200))]})
    body = RecordedRun.objects.get().body
    assert "positions" not in json.loads(body)
    assert json.loads(body)["distance_m"] > 1000
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file() and "runs" in str(path)]


def test_a_reader_that_ends_costs_only_the_file_that_ended_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = reading._child

    def ends(paths: list[Path], today: date, zone: str | None) -> Any:
        return None if any(path.read_bytes() == b"kill" for path in paths) else real(paths, today, zone)

    monkeypatch.setattr(reading, "_child", ends)
    actions.upload(record=cast.record, files=[sent("a.fit", run_fit(START, 2400)), sent("k", b"kill")], by=cast.runner)
    assert result(cast)["a.fit"]["grade"] == "OK"
    assert "more memory or time" in result(cast)["k"]["says"]


def test_the_child_is_limited() -> None:
    """What asks for more memory than allowed ends in the child, with a sentence here."""
    import subprocess
    import sys

    program = "from restride.site.runs.child import limit; limit(); bytearray(3 << 30)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "MemoryError" in done.stderr


@pytest.mark.parametrize(
    ("files", "words"),
    [([], "No file was chosen"), ([sent("a.fit", b"x")] * 401, "401 files at once are too many")],
)
def test_what_is_not_even_read_is_one_sentence(files: list[Any], words: str, cast: Cast) -> None:
    with pytest.raises(reading.UploadRefused, match=words):
        actions.upload(record=cast.record, files=files, by=cast.runner)


def test_too_many_bytes_are_refused_before_reading(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 2_000_000)
    with pytest.raises(reading.UploadRefused, match="That is 2 MB, and one upload may have"):
        actions.upload(record=cast.record, files=[sent("a.fit", b"x" * 2_000_001)], by=cast.runner)


def test_a_script_gets_the_sentence_or_the_way_on(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.runner)
    refused = client.post(reverse("my_runs_add"), {}, HTTP_ACCEPT="application/json")
    assert refused.status_code == 422
    assert "No file was chosen" in refused.json()["why"]
    kept = client.post(
        reverse("my_runs_add"), {"files": sent("a.fit", run_fit(START, 600))}, HTTP_ACCEPT="application/json"
    )
    assert kept.json() == {"go": "/me/runs/#files"}


def test_names_of_files_are_only_words(cast: Cast, signed_in: SignedIn) -> None:
    name = "../../etc/<script>alert(1)</script>.fit"
    actions.upload(record=cast.record, files=[sent(name, run_fit(START, 600))], by=cast.runner)
    page = signed_in(cast.runner).get(reverse("my_runs")).content.decode()
    assert "<script>alert" not in page
    assert RunFile.objects.get().name == "script>.fit"


def test_a_runner_deletes_one_or_all_and_it_is_audited(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.runner)
    client.post(reverse("my_runs_add"), {"files": [sent("h.zip", history_zip())]})
    first = RecordedRun.objects.order_by("day")[0]
    client.post(reverse("my_run_delete", args=[first.pk]))
    assert RecordedRun.objects.count() == 49
    assert RunFile.objects.count() == 49
    client.post(reverse("my_runs_delete_all"))
    assert not RecordedRun.objects.exists()
    assert not RunFile.objects.exists()
    said = list(AuditEntry.objects.filter(deed="runs.deleted").order_by("pk").values_list("summary", flat=True))
    assert said == ["Activity of 2026-01-05 deleted", "All 49 activities deleted"]


def test_nobody_deletes_the_runs_of_another(cast: Cast, signed_in: SignedIn) -> None:
    actions.upload(record=cast.record, files=[sent("a.fit", run_fit(START, 600))], by=cast.runner)
    run = RecordedRun.objects.get()
    assert signed_in(cast.other_runner).post(reverse("my_run_delete", args=[run.pk])).status_code == 404
    elsewhere = reverse("record_run_delete", args=[cast.other_record.pk, run.pk])
    assert signed_in(cast.therapist).post(elsewhere).status_code == 404
    assert RecordedRun.objects.exists()


def test_a_runner_takes_the_records_away_with_everything_else(cast: Cast) -> None:
    actions.upload(record=cast.record, files=[sent("a.fit", run_fit(START, 600))], by=cast.runner)
    actions.enter_change(record=cast.record, what="shoes", on=date(2026, 1, 2), says="blue", by=cast.runner)
    copy = everything(cast.record)
    assert len(copy["recorded_runs"]) == 1
    assert copy["training_changes"][0]["says"] == "blue"


# --- the evaluation -------------------------------------------------------------------------------------------------


def test_new_runs_ask_for_a_new_evaluation_which_then_knows_them(cast: Cast, signed_in: SignedIn) -> None:
    save_and_evaluate(episode=cast.episode, document=CASE, by=cast.therapist, reason="Visit")
    client = signed_in(cast.therapist)
    page = reverse("evaluation", args=[cast.record.pk])
    assert "Recorded runs change what is known" not in client.get(page).content.decode()
    actions.upload(record=cast.record, files=[sent("h.zip", history_zip())], by=cast.runner)
    asked = client.get(page).content.decode()
    assert "Recorded runs change what is known" in asked
    assert "on 5 April 2026 a run of 16.2 km, 2.25 times" in asked
    client.post(reverse("evaluate_again", args=[cast.record.pk]))
    after = client.get(page).content.decode()
    assert "Recorded runs change what is known" not in after
    assert "One run much longer than any of the month before" in after
    newest = CaseVersion.objects.filter(episode=cast.episode).order_by("-number").first()
    assert newest is not None
    assert newest.reason == "Runs recorded since taken in"
    assert newest.document["complaints"] == CASE["complaints"]
    assert any(one["finding"] == "longest_run_spike" for one in newest.document["runs"]["found"])


def test_evaluating_again_without_news_makes_no_new_version(cast: Cast) -> None:
    actions.upload(record=cast.record, files=[sent("h.zip", history_zip())], by=cast.runner)
    save_and_evaluate(episode=cast.episode, document=CASE, by=cast.therapist, reason="Visit")
    version = CaseVersion.objects.get()
    evaluate_anew(version=version, by=cast.therapist)
    assert CaseVersion.objects.count() == 1


def test_deleted_runs_are_said_to_be_gone(cast: Cast) -> None:
    actions.upload(record=cast.record, files=[sent("h.zip", history_zip())], by=cast.runner)
    save_and_evaluate(episode=cast.episode, document=CASE, by=cast.therapist, reason="Visit")
    actions.delete_all(record=cast.record, by=cast.runner)
    news = queries.news_for(CaseVersion.objects.get(), ONSET, cast.record)
    assert news.gone
    assert not news.new


def test_weeks_that_were_told_are_reckoned_from_the_day_they_were_told(cast: Cast) -> None:
    document = {"complaints": [{"site": "shin_inner", "weeks": 5}]}
    from django.utils import timezone

    version = save_and_evaluate(episode=cast.episode, document=document, by=cast.therapist, reason="Visit").case_version
    CaseVersion.objects.filter(pk=version.pk)
    later = timezone.localdate() + timedelta(days=20)
    assert queries.told_on(cast.episode, document, later) == timezone.localdate(version.made_at)
    changed = {"complaints": [{"site": "shin_inner", "weeks": 8}]}
    assert queries.told_on(cast.episode, changed, later) == later


def test_a_change_the_runner_enters_is_dated_and_can_be_taken_back(cast: Cast, signed_in: SignedIn) -> None:
    save_and_evaluate(episode=cast.episode, document=CASE, by=cast.therapist, reason="Visit")
    client = signed_in(cast.runner)
    client.post(reverse("my_runs_change"), {"what": "shoes", "on": "2026-04-01", "says": "lighter ones"})
    news = queries.news_for(CaseVersion.objects.get(), ONSET, cast.record)
    assert any("lighter ones, entered for 1 April 2026" in says for says in news.new)
    client.post(reverse("my_runs_change_remove", args=[TrainingChange.objects.get().pk]))
    assert not queries.news_for(CaseVersion.objects.get(), ONSET, cast.record)


def test_a_change_of_tomorrow_is_refused(cast: Cast, signed_in: SignedIn) -> None:
    from django.utils import timezone

    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = signed_in(cast.runner).post(
        reverse("my_runs_change"), {"what": "shoes", "on": tomorrow, "says": ""}, follow=True
    )
    assert "This day is still to come" in answer.content.decode()
    assert not TrainingChange.objects.exists()


# --- the therapist's page -------------------------------------------------------------------------------------------


def test_the_history_page_says_what_was_unusual_with_pictures_and_tables(cast: Cast, signed_in: SignedIn) -> None:
    save_and_evaluate(episode=cast.episode, document=CASE, by=cast.therapist, reason="Visit")
    actions.upload(record=cast.record, files=[sent("h.zip", history_zip())], by=cast.runner)
    page = signed_in(cast.therapist).get(reverse("record_runs", args=[cast.record.pk])).content.decode()
    assert "on 5 April 2026 a run of 16.2 km, 2.25 times" in page
    assert page.count('<svg xmlns="http://www.w3.org/2000/svg" class="chart"') == 4
    assert page.count("it began</text>") == 3
    assert page.count("The numbers") == 4
    assert "The evaluation does not know these runs yet" in page
    assert "No chance of injury" in page


def test_a_record_without_runs_says_what_would_stand_here(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in(cast.therapist).get(reverse("record_runs", args=[cast.record.pk])).content.decode()
    assert "Nothing recorded yet" in page
