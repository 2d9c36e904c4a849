"""Handing out a recording's files to those who may see it, in parts where a player asks for parts."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from restride.site.accounts.access import SignedInRequest, staff_page
from restride.site.evaluations.frame import framed
from restride.site.recordings.models import Recording
from restride.site.recordings.queries import recording_in_care

BLOCK = 1 << 18
RANGE = re.compile(r"^bytes=(\d{0,15})-(\d{0,15})$")
ORIGINAL = "original"
#: What a browser may open in the page's own origin; everything else is a download.
SHOWN = frozenset({".mp4", ".webm", ".mov", ".m4v", ".png", ".jpg", ".pdf"})


@staff_page
@require_GET
def file(request: SignedInRequest, record_id: UUID, recording_id: UUID, name: str) -> HttpResponse:
    """Send the recording itself («original») or one file of its report."""
    here = framed(request, record_id)
    path, shown_name = _path(recording_in_care(request.user, here.episode, recording_id), name)
    return _sent(path, shown_name, request.headers.get("Range", ""))  # type: ignore[return-value]


def _path(recording: Recording, name: str) -> tuple[Path, str]:
    if name == ORIGINAL:
        path, shown = recording.source, recording.name
    else:
        folder = recording.result_folder
        if folder is None or Path(name).name != name or name.startswith("."):
            raise Http404
        path, shown = folder / name, f"{Path(recording.name).stem}-{name}"
    if not path.is_file() or path.is_symlink():
        raise Http404
    return path, shown


def _sent(path: Path, name: str, asked: str) -> HttpResponseBase:
    """Answer a whole file or the asked part of it."""
    size = path.stat().st_size
    part = _part(asked, size)
    if part is None:
        response: HttpResponseBase = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{size}"
        return response
    first, last = part
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    whole = (first, last) == (0, size - 1)
    response = StreamingHttpResponse(
        _blocks(path, first, last), status=200 if whole or not asked else 206, content_type=kind
    )
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Length"] = str(last - first + 1)
    # Already compressed or asked for in parts: the middleware that packs pages must leave it alone.
    response.headers["Content-Encoding"] = "identity"
    if response.status_code == 206:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    header = content_disposition_header(path.suffix.lower() not in SHOWN, name)
    if header:
        response.headers["Content-Disposition"] = header
    return response


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte; the whole file where nothing is asked; nothing where it cannot be met."""
    match = RANGE.match(asked)
    if match is None:
        return 0, size - 1
    start, end = match.groups()
    if start:
        first, last = int(start), min(int(end), size - 1) if end else size - 1
    elif end:
        first, last = max(0, size - int(end)), size - 1
    else:
        return 0, size - 1
    return (first, last) if first <= last else None


def _blocks(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as source:
        source.seek(first)
        left = last - first + 1
        while left > 0 and (block := source.read(min(BLOCK, left))):
            left -= len(block)
            yield block
