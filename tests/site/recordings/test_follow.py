"""Which of several runners is meant: said on the page as the refusal names it, handed to the analysis as a pixel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from restride.adapters.video.analysis import VideoOptions
from restride.adapters.video.choice import Sighting, choose
from restride.adapters.video.clip import Clip, SeveralError
from restride.site.accounts.models import User
from restride.site.recordings.child import OF_A_CLIP
from restride.site.recordings.forms import OptionsForm, initial_of
from restride.site.recordings.models import Recording, State
from restride.site.recordings.page import people_in
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


def refusal(*people: tuple[float, float]) -> str:
    """What the choice among people of like size says."""
    clip = Clip("run", 1280, 720, 0, "h264", "mov", np.arange(300) / 30)
    looks = [Sighting(10 * k, np.array([[x, y, 400.0, 0.0, 0.9] for x, y in people])) for k in range(4)]
    with pytest.raises(SeveralError) as several:
        choose("run.mp4", clip, looks, None)
    return str(several.value)


@pytest.mark.django_db
def test_the_one_to_follow_is_chosen_with_a_button(
    cast: Cast, signed_in: Callable[[User | None], Client], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    row = added(cast, height_m=1.72)
    stopped = Recording.objects.filter(pk=row.pk)
    stopped.update(state=State.FAILED, reason=refusal((640, 300), (200, 310)))
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


def test_more_than_two_are_counted_from_the_left() -> None:
    row = Recording(state=State.FAILED, reason=refusal((640, 300), (200, 310), (420, 290)))
    assert people_in(row) == [
        ("200,310", "number 1 from the left"), ("420,290", "number 2 from the left"),
        ("640,300", "number 3 from the left"),
    ]  # fmt: skip
    assert people_in(Recording(state=State.FAILED, reason="Nobody runs around 640,300 here; film again.")) == []
    assert people_in(Recording(state=State.QUEUED, reason=row.reason)) == []


@pytest.mark.parametrize("said", ["640", "left one", "-3,9", "1,2,3"])
def test_what_is_no_place_is_said_so(said: str) -> None:
    form = OptionsForm({"follow": said})
    assert form.errors["follow"] == ["Write the place as two numbers with a comma between, for example 640,300."]
