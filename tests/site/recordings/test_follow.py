"""Which of several runners is meant: said on the page as the refusal names it, handed to the analysis as a pixel."""

from __future__ import annotations

import pytest

from restride.adapters.video.analysis import VideoOptions
from restride.site.recordings.child import OF_A_CLIP
from restride.site.recordings.forms import OptionsForm, initial_of


@pytest.mark.parametrize("said", ["640,300", " 640 , 300 "])
def test_a_place_goes_to_the_analysis_and_comes_back(said: str) -> None:
    form = OptionsForm({"follow": said})
    assert form.is_valid()
    options = form.options()
    assert options == {"follow": [640.0, 300.0]}
    assert VideoOptions(**options).follow == [640.0, 300.0]
    assert options.keys() <= OF_A_CLIP
    assert initial_of(options)["follow"] == "640,300"


@pytest.mark.parametrize("said", ["640", "left one", "-3,9", "1,2,3"])
def test_what_is_no_place_is_said_so(said: str) -> None:
    form = OptionsForm({"follow": said})
    assert form.errors["follow"] == ["Write the place as two numbers with a comma between, for example 640,300."]
