"""Every file of poses keeps the laws of the body, the floor and the page."""

from __future__ import annotations

import gzip
import re
from xml.etree import ElementTree

import pytest

from restride import figure
from restride.figure.checks import problems
from restride.figure.svg import Kind

IDS = figure.figure_ids()
KINDS: tuple[Kind, ...] = ("animated", "still", "strip")
MOST_BYTES = 4096
#: The sign of a hold lies over the picture and is never mirrored.
WATCH = re.compile(r'<g transform="[^"]*"><path class="f-hold".*</g></g>(?=</svg>)')
SVG = "{http://www.w3.org/2000/svg}"


def test_limits_contacts_floor_balance_and_loop_hold() -> None:
    assert {item: found for item in IDS if (found := list(problems(figure._scene(item))))} == {}


def test_a_figure_weighs_at_most_four_kilobytes_zipped() -> None:
    drawn = {(item, kind): figure.draw(item, "right", kind) for item in IDS for kind in kinds_of(item)}
    assert {one: size for one, text in drawn.items() if (size := len(gzip.compress(text.encode()))) > MOST_BYTES} == {}


def kinds_of(item: str) -> tuple[Kind, ...]:
    return (*KINDS, "pair") if figure.has_figure(item, "pair") else KINDS


def test_a_figure_has_words_for_a_screen_reader_and_no_style_or_script() -> None:
    for item in IDS:
        for kind in KINDS:
            text = figure.draw(item, "left", kind)
            root = ElementTree.fromstring(text)
            assert root.get("role") == "img", item
            title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
            assert title is not None, item
            assert title.text, item
            assert title.text.endswith("."), item
            assert desc is not None, item
            assert desc.text, item
            drawing = re.sub(r"<(title|desc)>.*?</\1>", "", text)
            assert "style" not in drawing, item
            assert "script" not in drawing, item


def test_left_is_the_mirror_image_of_right() -> None:
    for item in IDS:
        one, other = (WATCH.sub("", figure.draw(item, side, "still")) for side in ("right", "left"))
        plain, flipped = sorted((one, other), key=lambda text: "matrix(-1" in text)
        head = re.match(r'.*?viewBox="([^"]*)".*?</desc>', flipped)
        assert head is not None, item
        x, _, width, _ = (float(word) for word in head[1].split())
        turned = re.sub(r"<desc>.*</desc>", "", flipped)
        group = re.search(r'<g transform="matrix\(-1 0 0 1 (\S+) 0\)">(.*)</g></svg>', turned)
        assert group is not None, item
        # Mirrored about the middle of the picture, and nothing else differs.
        assert float(group[1]) == pytest.approx(2 * x + width, abs=0.11), item
        assert group[2] == re.sub(r"^.*?</desc>|</svg>$", "", plain), item
