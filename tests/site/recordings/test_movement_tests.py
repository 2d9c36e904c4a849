"""Movement tests on the site: added, measured, into the exam with their error, never over a hand unasked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from restride.site.accounts.models import User
from restride.site.episodes.models import CaseVersion
from restride.site.recordings import actions, child
from restride.site.recordings.models import Recording, State
from restride.site.recordings.worker import Worker
from tests.site.cast import Cast
from tests.site.charts import charted
from tests.site.recordings.raises import COUNT, raises_trc
from tests.site.recordings.uploads import added

pytestmark = pytest.mark.django_db
RAISES = [{"test": "heel_raise", "side": "right", "value": "21 repetitions"}]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def client(cast: Cast, signed_in: Callable[[User | None], Client]) -> Client:
    return signed_in(cast.therapist)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's child as a call: what it does is tested here, its process in test_analysis."""

    def watch(self: Worker, taken: Any, out: Path) -> child.Said:
        row = taken.recording
        said: list[child.Said] = []
        job = child.Job(str(row.source), str(out), row.name, row.recorded_on, row.options, row.movement)
        try:
            child.analyse(job, said.append)
        except child.PlainError as refused:
            return child.Said(refused=str(refused))
        return child.Said(percent=100, done=True)

    monkeypatch.setattr(Worker, "_watch", watch)


def at(cast: Cast, route: str, row: Recording) -> str:
    return reverse(route, args=[cast.record.pk, row.pk])


def exam_of(cast: Cast) -> list[dict[str, Any]]:
    version = CaseVersion.objects.filter(episode=cast.episode).order_by("-number").first()
    assert version is not None
    return [one for one in version.document.get("exam", []) if one["test"] == "heel_raise"]


def test_a_test_is_added_measured_and_its_count_enters_the_exam(cast: Cast, client: Client) -> None:
    charted(cast.episode, cast.therapist)
    file = SimpleUploadedFile("raises.trc", raises_trc())
    said = {"recorded_on": "2026-11-20", "shows": "heel_raise", "side": "right", "file": file}
    client.post(reverse("add_recording", args=[cast.record.pk]), said)
    row = Recording.objects.get()
    assert (row.movement, row.options) == ("heel_raise", {"side": "right"})
    Worker().work_once()  # in a process of its own, as it is in life
    page = client.get(at(cast, "recording", row)).content.decode()
    for words in ("Heel raises on one leg, right leg", f"{COUNT} repetitions", "Every repetition", "Use in the exam"):
        assert words in page, words
    assert "Largest: number" in page, "key frames"
    answer = client.post(at(cast, "recording_numbers", row))
    assert answer["Location"] == reverse("exam", args=[cast.record.pk])
    assert exam_of(cast) == [
        {"test": "heel_raise", "side": "right", "value": f"{COUNT} repetitions", "seen_by": "camera",
         "error": "1 repetitions", "recording": "raises.trc of 20 November 2026"},
    ]  # fmt: skip
    assert "In the exam from this recording" in client.get(at(cast, "recording", row)).content.decode()
    # One more is under way where the recording ends.
    assert f"{COUNT} repetitions ± 1, by camera" in client.get(answer["Location"]).content.decode()


def test_a_later_clip_takes_the_place_of_an_earlier_and_a_hand_keeps_its_own(
    cast: Cast, client: Client, in_process: None
) -> None:
    charted(cast.episode, cast.therapist, exam=RAISES)
    row = added(cast, raises_trc(), "early.trc", movement="heel_raise", side="right")
    later = added(cast, raises_trc(9.0), "late.trc", on=date(2026, 11, 21), movement="heel_raise", side="right")
    Worker().work_once()
    Worker().work_once()
    page = client.get(at(cast, "recording", row)).content.decode()
    assert "Measured by hand: 21 repetitions" in page
    page = client.post(at(cast, "recording_numbers", row), follow=True).content.decode()
    assert "tick it to replace it" in page
    assert [one["value"] for one in exam_of(cast)] == ["21 repetitions"]
    client.post(at(cast, "recording_numbers", row), {"over": "heel_raise right"})
    assert [one["value"] for one in exam_of(cast)] == [f"{COUNT} repetitions"]
    assert "from another recording" in client.get(at(cast, "recording", later)).content.decode()
    client.post(at(cast, "recording_numbers", later))
    [only] = exam_of(cast)
    assert (only["recording"], only["seen_by"]) == ("late.trc of 21 November 2026", "camera")


def test_a_value_typed_over_a_camera_is_a_hands_and_one_left_alone_stays_the_cameras(
    cast: Cast, client: Client
) -> None:
    camera = {**RAISES[0], "seen_by": "camera", "error": "1 repetitions", "recording": "a.mp4"}
    charted(cast.episode, cast.therapist, exam=[camera])
    address = reverse("exam_test", args=[cast.record.pk, "heel_raise"])
    client.post(address, {"value_right": "21", "value_left": "25", "unit": "repetitions"})
    seen = {one["side"]: one.get("seen_by", "hand") for one in exam_of(cast)}
    assert seen == {"right": "camera", "left": "hand"}
    client.post(address, {"value_right": "21", "value_left": "25", "unit": "repetitions", "note": "calf tight"})
    [right] = [one for one in exam_of(cast) if one["side"] == "right"]
    assert (right["note"], right["recording"], right["error"]) == ("calf tight", "a.mp4", "1 repetitions")
    assert "calf tight" in client.get(address).content.decode()
    client.post(address, {"value_right": "22", "value_left": "25", "unit": "repetitions"})
    assert {one["side"]: one.get("seen_by", "hand") for one in exam_of(cast)} == {"right": "hand", "left": "hand"}
    assert not any("recording" in one or "error" in one for one in exam_of(cast))


def test_what_cannot_be_measured_says_why(cast: Cast, client: Client, in_process: None) -> None:
    charted(cast.episode, cast.therapist)
    standing = added(cast, raises_trc(), "raises.trc", movement="lunge", side="left")
    squat = added(cast, raises_trc(movement="single_leg_squat"), "squat.trc", movement="single_leg_squat", side="right")
    while Worker().work_once():
        pass
    standing.refresh_from_db()
    assert standing.state == State.FAILED
    assert "lunge" in standing.reason
    page = client.get(at(cast, "recording", squat)).content.decode()
    assert "no number that the exam takes" in page
    with pytest.raises(actions.RecordingRefused, match="by hand"):
        actions.use_numbers(recording=Recording.objects.get(pk=squat.pk), by=cast.therapist)
    with pytest.raises(actions.RecordingRefused, match="not analysed as running"):
        actions.use_findings(recording=Recording.objects.get(pk=squat.pk), by=cast.therapist)


@pytest.mark.parametrize(
    ("name", "said", "sentence"),
    [
        ("belt.csv", {"shows": "heel_raise"}, "shows no movement test"),
        ("hop.mp4", {"shows": "hop_distance"}, "needs a scale"),
        ("hop.mp4", {"shows": "handstand"}, "is not one of the available choices"),
    ],
)
def test_what_a_test_needs_is_said_before_it_is_uploaded(
    client: Client, cast: Cast, name: str, said: dict[str, str], sentence: str
) -> None:
    data = {"recorded_on": "2026-11-20", "file": SimpleUploadedFile(name, b"x"), **said}
    answer = client.post(reverse("add_recording", args=[cast.record.pk]), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Recording.objects.exists()


def test_how_to_film_is_shown_for_running_and_each_test(client: Client) -> None:
    page = client.get(reverse("filming")).content.decode()
    for words in ("From the side", "From above", "Heel raises on one leg", "Lunge to the wall"):
        assert words in page
