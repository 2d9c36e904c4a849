"""Drawn exercises as files of their own, kept by browsers for good: the address holds a hash of the content.

A picture that moves stands inline in its page, where it follows theme, print and reduced motion and can be paused.
Lists show many still ones; as files they are loaded when they come into view and never sent twice.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from restride.figure import draw, has_figure
from restride.figure.svg import Kind
from restride.model.words import Side

FOR_GOOD = "public, max-age=31536000, immutable"
SIDES = (Side.LEFT.value, Side.RIGHT.value)
KINDS = ("still", "strip", "pair", "animated")


@require_GET
def picture(request: HttpRequest, digest: str, item_id: str, side: str, kind: str) -> HttpResponse:
    """One picture. An address with an old hash leads to the present one; nothing in it is about a person."""
    if side not in SIDES or kind not in KINDS or not has_figure(item_id, cast(Kind, kind)):
        raise Http404
    content, present = _drawn(item_id, side, kind)
    if digest != present:
        response = redirect(picture_address(item_id, side, kind))
        response.headers["Cache-Control"] = "no-cache"
        return response
    tag = f'"{present}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": FOR_GOOD})
    return HttpResponse(
        content, content_type="image/svg+xml; charset=utf-8", headers={"ETag": tag, "Cache-Control": FOR_GOOD}
    )


def picture_address(item_id: str, side: str, kind: str) -> str:
    """Return the address of a picture as it is drawn now.

    Raises
    ------
    FigureError
        Nothing is drawn for this id.
    """
    return reverse("picture", args=[_drawn(item_id, side, kind)[1], item_id, side, kind])


@lru_cache(maxsize=1024)
def _drawn(item_id: str, side: str, kind: str) -> tuple[bytes, str]:
    content = draw(item_id, side, cast(Kind, kind), theme="auto").encode()
    return content, hashlib.sha256(content).hexdigest()[:16]
