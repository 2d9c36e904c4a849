"""Which of several runners is meant: said on the page as the refusal names it, handed to the analysis as a pixel."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.test import Client
from django.urls import reverse

from restride.adapters.video.analysis import VideoOptions
from restride.adapters.video.clip import SeveralError
from restride.site.accounts.models import User
from restride.site.recordings import child
from restride.site.recordings.child import OF_A_CLIP, Said
from restride.site.recordings.forms import OptionsForm, initial_of
from restride.site.recordings.models import Recording, State
from restride.site.recordings.page import people_in
from restride.site.recordings.worker import Worker
from tests.site.cast import Cast
from tests.site.recordings.uploads import added


@pytest.mark.parametrize("said", ["640,300", " 640 , 300 "])
def test_a_place_goes_to_the_analysis_and_comes_back(said: str) -> None:
    form = OptionsForm({"follow": said})
    assert form.is_valid()
    options = form.options()
    assert options == {"follow": [640.0, 300.0]}
    assert VideoOptions(**options).follow == [640.0, 300.0]
    assert options.keys() <= OF_A_CLIP
    assert initial_of(options)["follow"] == "640,300"


def refusal(*people: tuple[float, float]) -> SeveralError:
    """What the choice among people of like size answers."""
    return SeveralError("run.mp4", "people of like size", people)


@pytest.mark.django_db
def test_the_one_to_follow_is_chosen_with_a_button(
    cast: Cast,
    signed_in: Callable[[User | None], Client],
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    row = added(cast, height_m=1.72)
    asked = refusal((640, 300), (200, 310))
    monkeypatch.setattr(Worker, "_watch", lambda *_: Said(refused=str(asked), people=asked.places))
    Worker().work_once()
    client, at = signed_in(cast.therapist), [cast.record.pk, row.pk]
    page = client.get(reverse("recording", args=at)).content.decode()
    left, right = page.index("on the left</button>"), page.index("on the right</button>")
    assert 'value="200,310"' in page[:left]
    assert 'value="640,300"' in page[left:right]
    wrong = client.post(reverse("recording_follow", args=at), {"place": "1,1"}, follow=True).content.decode()
    assert "not among those in question" in wrong
    client.post(reverse("recording_follow", args=at), {"place": "640,300"})
    row.refresh_from_db()
    assert (row.state, row.options) == (State.QUEUED, {"height_m": 1.72, "follow": [640.0, 300.0]})
    assert row.people == []


def test_more_than_two_are_counted_from_the_left() -> None:
    row = Recording(state=State.FAILED, people=refusal((640, 300), (200, 310), (420, 290)).places)
    assert people_in(row) == [
        ("200,310", "number 1 from the left"), ("420,290", "number 2 from the left"),
        ("640,300", "number 3 from the left"),
    ]  # fmt: skip
    assert people_in(Recording(state=State.QUEUED, people=row.people)) == []


def test_the_child_says_whom_it_could_not_choose_among(monkeypatch: pytest.MonkeyPatch, capfdbinary: Any) -> None:
    def several(*_: Any) -> None:
        raise refusal((640, 300), (200, 310))

    monkeypatch.setattr(child, "analyse", several)
    monkeypatch.setattr(child, "_limit", lambda: None)
    monkeypatch.setattr(child, "_end_with_the_worker", lambda: None)
    job = msgspec.json.encode(child.Job(source="", out="", name="run.mp4", recorded_on=date(2026, 11, 20)))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(job + b"\n")))
    monkeypatch.setattr("sys.stdout", sys.stdout)  # put back after the child set it
    child.main()
    said = msgspec.json.decode(capfdbinary.readouterr().out, type=Said)
    assert said.people == ((640, 300), (200, 310))
    assert "around 640,300 and 200,310;" in said.refused


@pytest.mark.parametrize("said", ["640", "left one", "-3,9", "1,2,3"])
def test_what_is_no_place_is_said_so(said: str) -> None:
    form = OptionsForm({"follow": said})
    assert form.errors["follow"] == ["Write the place as two numbers with a comma between, for example 640,300."]
