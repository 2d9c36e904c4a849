"""Every file of poses keeps the laws of the body, the floor and the page."""

from __future__ import annotations

import gzip
import re
from xml.etree import ElementTree

import pytest

from restride import figure
from restride.figure.checks import problems

IDS = figure.figure_ids()
KINDS = ("animated", "still", "strip")
#: The sign of a hold lies over the picture and is never mirrored.
WATCH = re.compile(r'<g transform="[^"]*"><path class="f-hold".*</g></g>(?=</svg>)')
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("item", IDS)
def test_limits_contacts_floor_balance_and_loop_hold(item: str) -> None:
    assert list(problems(figure._scene(item))) == []


@pytest.mark.parametrize("item", IDS)
def test_a_figure_weighs_at_most_four_kilobytes_zipped(item: str) -> None:
    kinds = (*KINDS, "pair") if figure.has_figure(item, "pair") else KINDS
    for kind in kinds:
        assert len(gzip.compress(figure.draw(item, "right", kind).encode())) <= 4096


@pytest.mark.parametrize("item", IDS)
def test_a_figure_has_words_for_a_screen_reader_and_no_style_or_script(item: str) -> None:
    for kind in KINDS:
        text = figure.draw(item, "left", kind)
        root = ElementTree.fromstring(text)
        assert root.get("role") == "img"
        title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert title.text
        assert title.text.endswith(".")
        assert desc is not None
        assert desc.text
        drawing = re.sub(r"<(title|desc)>.*?</\1>", "", text)
        assert "style" not in drawing
        assert "script" not in drawing


@pytest.mark.parametrize("item", IDS)
def test_left_is_the_mirror_image_of_right(item: str) -> None:
    one, other = (WATCH.sub("", figure.draw(item, side, "still")) for side in ("right", "left"))
    plain, flipped = sorted((one, other), key=lambda text: "matrix(-1" in text)
    head = re.match(r'.*?viewBox="([^"]*)".*?</desc>', flipped)
    assert head is not None
    x, _, width, _ = (float(word) for word in head[1].split())
    turned = re.sub(r"<desc>.*</desc>", "", flipped)
    group = re.search(r'<g transform="matrix\(-1 0 0 1 (\S+) 0\)">(.*)</g></svg>', turned)
    assert group is not None
    # Mirrored about the middle of the picture, and nothing else differs.
    assert float(group[1]) == pytest.approx(2 * x + width, abs=0.11)
    assert group[2] == re.sub(r"^.*?</desc>|</svg>$", "", plain)
