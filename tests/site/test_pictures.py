"""Drawn exercises as files: the address changes with the content, and a browser keeps them for good."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from restride.site.clinical_library.pictures import FOR_GOOD, picture_address

pytestmark = pytest.mark.django_db


def test_a_picture_is_kept_for_good_and_known_by_its_tag(client: Client) -> None:
    address = picture_address("side_plank", "right", "still")
    first = client.get(address)
    assert first.status_code == 200
    assert first.headers["Content-Type"].startswith("image/svg+xml")
    assert first.headers["Cache-Control"] == FOR_GOOD
    assert "Set-Cookie" not in first.headers
    assert first.content.startswith(b"<svg")
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == FOR_GOOD


def test_sides_and_kinds_have_their_own_address() -> None:
    kinds = [picture_address("squat", side, kind) for side in ("left", "right") for kind in ("still", "strip", "pair")]
    assert len({address.split("/")[2] for address in kinds}) == len(kinds)


def test_an_old_address_leads_to_the_present_picture_and_is_not_kept(client: Client) -> None:
    old = reverse("picture", args=["0123456789abcdef", "squat", "left", "still"])
    answer = client.get(old)
    assert answer.status_code == 302
    assert answer.headers["Location"] == picture_address("squat", "left", "still")
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("item", "side", "kind"),
    [
        ("moonwalk", "left", "still"),
        ("squat", "up", "still"),
        ("squat", "left", "film"),
        ("ankle_pumps", "left", "pair"),
    ],
)
def test_what_is_not_drawn_is_not_there(client: Client, item: str, side: str, kind: str) -> None:
    assert client.get(reverse("picture", args=["0123456789abcdef", item, side, kind])).status_code == 404


def test_a_picture_follows_the_dark_and_carries_its_words(client: Client) -> None:
    text = client.get(picture_address("side_plank", "left", "still")).content.decode()
    assert "@media(prefers-color-scheme:dark){.f-near{fill:#" in text
    assert re.search(r"<title>[^<]+\.</title><desc>[^<]*left side", text)
    assert "script" not in text
