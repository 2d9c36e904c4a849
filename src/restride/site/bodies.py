"""How much a page takes, and from whom: a large body is refused before any of it is read or kept.

The forgery check reads the whole form before a page is asked, and files go to the disk meanwhile; without this,
anybody could fill the disk at any address.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from restride.site.accounts.access import admits
from restride.site.pages import too_large

View = TypeVar("View", bound=Callable[..., HttpResponse])
#: What stands around the files of a form: its other fields and the seams between them [bytes].
_AROUND = 1_000_000


def takes_files(most_bytes: int) -> Callable[[View], View]:
    """Mark a view that takes files of up to so many bytes from those whom its door admits."""

    def marked(view: View) -> View:
        view.most_body_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return marked


class BodyLimitMiddleware:
    """Answer 413 where more is announced than the page takes, 403 where it takes it from others only.

    It stands before the forgery check.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the view must be known first."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Refuse what is too large for this view, or for this person."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        size = int(announced) if announced.isdigit() else 0
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if size <= most + _AROUND:
            return None
        if request.user.is_authenticated and hasattr(view, "most_body_bytes"):
            if not admits(view, request.user):
                raise PermissionDenied
            most = view.most_body_bytes
        return too_large(request, size, most) if size > most + _AROUND else None
