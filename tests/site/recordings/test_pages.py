"""The movement tab: add, look, stop, correct, use, remove."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from restride.model.recordings import HeightM, RateHz, SlowMotion, SpeedMS, limits
from restride.site.accounts.models import User
from restride.site.episodes.models import CaseVersion
from restride.site.recordings import actions, lease
from restride.site.recordings.forms import OptionsForm, RecordingForm
from restride.site.recordings.models import Recording, State
from restride.site.recordings.worker import Worker
from tests.site.cast import Cast
from tests.site.charts import charted
from tests.site.recordings.forces import force_csv
from tests.site.recordings.uploads import added

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def client(cast: Cast, signed_in: Callable[[User | None], Client]) -> Client:
    return signed_in(cast.therapist)


def at(cast: Cast, route: str, row: Recording | None = None, *more: str) -> str:
    return reverse(route, args=[cast.record.pk, *([row.pk] if row else []), *more])


def sent(client: Client, cast: Cast, file: SimpleUploadedFile | None, **said: str) -> Any:
    data: dict[str, Any] = {"recorded_on": "2026-11-20", **said}
    if file is not None:
        data["file"] = file
    return client.post(at(cast, "add_recording"), data)


def test_a_recording_is_added_analysed_and_shown(client: Client, cast: Cast) -> None:
    file = SimpleUploadedFile("belt.csv", force_csv())
    answer = sent(client, cast, file, condition="Own shoes", speed_km_h="10.8")
    row = Recording.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, at(cast, "recording", row))
    assert row.options == {"speed_m_s": 3.0}
    assert "Waiting for its turn" in client.get(at(cast, "recording", row)).content.decode()
    Worker().work_once()
    page = client.get(at(cast, "recording", row)).content.decode()
    assert "Own shoes" in page
    assert "Analysed" in page
    assert "Own shoes" in client.get(at(cast, "movement")).content.decode()


@pytest.mark.parametrize(
    ("file", "said", "sentence"),
    [
        (None, {}, "Choose the file of the recording."),
        (SimpleUploadedFile("notes.docx", b"x"), {}, "is no recording that is read here"),
        (SimpleUploadedFile("belt.csv", b""), {}, "is empty"),
        (SimpleUploadedFile("belt.csv", b"x"), {"recorded_on": "2999-01-01"}, "has not come yet"),
        (SimpleUploadedFile("belt.csv", b"x"), {"speed_km_h": "1.07"}, "outside 1.08 to 43.2 km/h"),
        (SimpleUploadedFile("belt.csv", b"x"), {"speed_km_h": "43.3"}, "outside 1.08 to 43.2 km/h"),
        (SimpleUploadedFile("belt.csv", b"x"), {"speed_km_h": "fast"}, "Write a number (km/h), for example 9.5."),
        (SimpleUploadedFile("belt.csv", b"x"), {"height_cm": "1.72"}, "outside 80 to 240 cm; write for example 172."),
    ],
)
def test_what_cannot_be_added_is_said_in_one_sentence(
    client: Client, cast: Cast, file: SimpleUploadedFile | None, said: dict[str, str], sentence: str
) -> None:
    answer = sent(client, cast, file, **said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Recording.objects.exists()


@pytest.mark.parametrize(
    ("field", "kind", "per"),
    [("speed_km_h", SpeedMS, 3.6), ("height_cm", HeightM, 100), ("slow_motion", SlowMotion, 1), ("rate_hz", RateHz, 1)],
)
def test_the_limits_of_a_number_are_those_of_the_files_and_the_command_line(field: str, kind: Any, per: float) -> None:
    for edge in limits(kind):
        form = OptionsForm({field: f"{per * edge:g}"})
        assert form.is_valid(), form.errors
        (said,) = form.options().values()
        assert msgspec.convert(said, kind) == pytest.approx(edge)


def test_the_pages_ask_everything_that_can_be_said_of_a_recording(client: Client, cast: Cast) -> None:
    for address, form in (
        (at(cast, "add_recording"), RecordingForm),
        (at(cast, "recording_again", added(cast)), OptionsForm),
    ):
        page = client.get(address).content.decode()
        assert [name for name in form.base_fields if f'name="{name}"' not in page] == []


def test_the_page_tells_how_far_it_is_and_loads_anew_at_the_end(client: Client, cast: Cast) -> None:
    row = added(cast)
    address, htmx = at(cast, "recording_progress", row), {"HTTP_HX_REQUEST": "true"}
    assert b"every 2s" in client.get(address, **htmx).content
    actions.cancel(recording=row, by=cast.therapist)
    assert client.get(address, **htmx)["HX-Refresh"] == "true"
    stopped = client.get(at(cast, "recording", row)).content.decode()
    assert "every 2s" not in stopped
    assert at(cast, "remove_recording", row) in stopped, "a clip of somebody else need not be analysed to be removed"


def test_stopping_twice_is_said_and_not_done(client: Client, cast: Cast) -> None:
    row = added(cast)
    client.post(at(cast, "recording_do", row, "pause"))
    page = client.post(at(cast, "recording_do", row, "pause"), follow=True).content.decode()
    assert "is not going on any more" in page
    assert client.post(at(cast, "recording_do", row, "explode")).status_code == 404


def test_a_refusal_is_shown_and_can_be_corrected(client: Client, cast: Cast) -> None:
    row = added(cast, b"time,fz\n0,0\n")
    Worker().work_once()
    page = client.get(at(cast, "recording", row)).content.decode()
    assert "Not analysed" in page
    client.post(at(cast, "recording_again", row), {"speed_km_h": "9"})
    row.refresh_from_db()
    assert (row.state, row.options) == (State.QUEUED, {"speed_m_s": 2.5})


def test_the_report_stays_readable_and_in_its_session_while_it_is_analysed_again(client: Client, cast: Cast) -> None:
    charted(cast.episode, cast.therapist)
    row = added(cast, first_foot="left")
    Worker().work_once()
    session = reverse("movement_session", args=[cast.record.pk, row.visit.slug])

    def shown() -> tuple[str, str, str]:
        pages = (at(cast, "recording", row), session, at(cast, "movement"))
        said = [client.get(page).content.decode() for page in pages]
        assert 'id="numbers"' in said[0]
        assert "Side by side" in said[1]
        assert "As a session" in said[2]
        return said[0], said[1], said[2]

    client.post(at(cast, "recording_again", row), {"speed_km_h": "9"})
    assert all("Being analysed again" in page for page in shown())
    refused = client.post(at(cast, "recording_do", row, "use"), follow=True).content.decode()
    assert "is of the analysis before; wait for the new one" in refused
    assert "no finished report" in client.get(at(cast, "recording_retraining", row), follow=True).content.decode()
    client.post(at(cast, "recording_do", row, "pause"))
    paused = shown()[0]
    assert "The report below is of the analysis before." in paused
    assert "every 2s" not in paused
    # A correction that cannot be analysed leaves what was there, and says so.
    client.post(at(cast, "recording_do", row, "start"))
    taken = lease.take(timezone.now())
    assert taken is not None
    lease.refuse(taken, "Nobody runs in it; film somebody who does.")
    assert all("Not analysed again" in page for page in shown())
    assert "Keep the report as it is" in shown()[0]


@pytest.mark.parametrize("reached", [State.QUEUED, State.ANALYSING, State.PAUSED, State.FAILED])
def test_an_analysis_anew_given_up_leaves_the_report_with_its_own_options(
    client: Client, cast: Cast, reached: State
) -> None:
    row = added(cast, first_foot="left")
    first = lease.take(timezone.now())
    assert first is not None
    lease.hand_in(first, timezone.now(), report={"steps": 21}, result="report-first", pipeline="x")
    client.post(at(cast, "recording_again", row), {"speed_km_h": "9"})
    if reached == State.PAUSED:
        client.post(at(cast, "recording_do", row, "pause"))
    elif reached != State.QUEUED:
        second = lease.take(timezone.now())
        assert second is not None
        assert second.recording.options == {"speed_m_s": 2.5}
        if reached == State.FAILED:
            lease.refuse(second, "Two people run in it; name one.", people=[(640, 300), (200, 310)])
    client.post(at(cast, "recording_do", row, "cancel"))
    row.refresh_from_db()
    assert (row.state, row.options, row.report) == (State.DONE, {"first_foot": "left"}, {"steps": 21})
    assert (row.reason, row.people, row.lease_token) == ("", [], None)


def test_findings_enter_the_case_once_for_each_side(cast: Cast, client: Client) -> None:
    charted(cast.episode, cast.therapist, movement=[{"finding": "low_step_rate", "side": "both", "seen_by": "eye"}])
    row = added(cast, first_foot="left")
    Worker().work_once()
    row.refresh_from_db()
    report = row.report
    cadence = next((one for one in report.get("findings", ()) if one["metric"] == "cadence"), None)
    if cadence is None or cadence["state"] == "unknown":
        report["findings"] = [_finding()]
        Recording.objects.filter(pk=row.pk).update(report=report)
    for _ in range(2):
        client.post(at(cast, "recording_do", row, "use"))
    said = CaseVersion.objects.order_by("-number").first()
    assert said is not None
    movement = said.document["movement"]
    assert [one["seen_by"] for one in movement] == ["eye", "camera"], "used twice, it stands there once"
    row.refresh_from_db()
    assert row.used_at is not None


def test_a_recording_without_a_case_or_a_decision_is_not_used(cast: Cast, client: Client) -> None:
    row = added(cast)
    page = client.post(at(cast, "recording_do", row, "use"), follow=True).content.decode()
    assert "There is no case yet" in page
    charted(cast.episode, cast.therapist)
    page = client.post(at(cast, "recording_do", row, "use"), follow=True).content.decode()
    assert "not analysed" in page


def test_a_report_of_an_older_program_is_not_guessed_at(cast: Cast, client: Client) -> None:
    row = added(cast)
    held = lease.take(row.queued_at)
    assert held is not None
    assert lease.hand_in(held, row.queued_at, report={"shape": "old"}, result="report-old", pipeline="0")
    assert "written by an older program" in client.get(at(cast, "recording", row)).content.decode()


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("", 200, 0, -1),
        ("bytes=0-", 206, 0, -1),
        ("bytes=0-0", 206, 0, 0),
        ("bytes=10-19", 206, 10, 19),
        ("bytes=-5", 206, -5, -1),
        ("bytes=10-99999999", 206, 10, -1),
        ("bytes=nonsense", 200, 0, -1),
    ],
)
def test_a_player_gets_the_part_it_asks_for(
    client: Client, cast: Cast, asked: str, status: int, first: int, last: int
) -> None:
    row, content = added(cast), force_csv()
    headers = {"HTTP_RANGE": asked} if asked else {}
    answer = client.get(at(cast, "recording_file", row, "original"), **headers)
    got = b"".join(answer.streaming_content)
    first, last = first % len(content), last % len(content)
    assert got == content[first : last + 1]
    assert int(answer["Content-Length"]) == len(got)
    if asked and first:
        assert answer["Content-Range"] == f"bytes {first}-{last}/{len(content)}"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_part_behind_the_end_and_a_path_out_of_the_folder_are_refused(client: Client, cast: Cast) -> None:
    row = added(cast)
    Worker().work_once()
    assert client.get(at(cast, "recording_file", row, "original"), HTTP_RANGE="bytes=9999999-").status_code == 416
    for name in ("nothing.json", ".hidden", "..", "recording.csv"):
        address = at(cast, "recording_file", row, "original").replace("original", name)
        assert client.get(address).status_code == 404


def test_removing_asks_why(client: Client, cast: Cast) -> None:
    row = added(cast)
    assert b"Say in a few words" in client.post(at(cast, "remove_recording", row), {"reason": ""}).content
    client.post(at(cast, "remove_recording", row), {"reason": "Wrong runner"})
    assert client.get(at(cast, "recording", row)).status_code == 404


def _finding() -> dict[str, Any]:
    return {
        "finding": "low_step_rate",
        "state": "present",
        "side": "both",
        "metric": "cadence",
        "value": 150.0,
        "error": 1.0,
        "unit": "steps_per_min",
        "because": {"rule": "gait_reference_band", "says": "x"},
    }
