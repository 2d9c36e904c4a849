"""Pages that belong to no app: the start, errors, the specimen, the manifest, the service worker."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_GET

from restride.site.accounts.access import SignedInRequest, signed_in_page, staff_page
from restride.site.accounts.queries import is_staff
from restride.site.specimen import specimen_context


@signed_in_page
@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    """Send everybody to their own page of today."""
    return redirect("today" if is_staff(request.user) else "runner_today")


@staff_page
@require_GET
def components(request: SignedInRequest) -> HttpResponse:
    """Draw every component, for the eye and for the visual checks."""
    return render(request, "components.html", specimen_context())


@require_GET
def manifest(_request: HttpRequest) -> JsonResponse:
    """Describe the runner's pages to a phone that installs them."""
    icons = [
        {"src": static("icons/restride.svg"), "sizes": "any", "type": "image/svg+xml"},
        {
            "src": static("icons/restride-maskable.svg"),
            "sizes": "any",
            "type": "image/svg+xml",
            "purpose": "maskable",
        },
    ]
    description = {
        "name": "Restride",
        "short_name": "Restride",
        "lang": "en-GB",
        "start_url": "/me/",
        "scope": "/me/",
        "display": "standalone",
        "background_color": "#f5f4ef",
        "theme_color": "#f5f4ef",
        "icons": icons,
    }
    return JsonResponse(description, content_type="application/manifest+json")


@require_GET
def worker(_request: HttpRequest) -> HttpResponse:
    """Serve the service worker from the top, so that it may look after the runner's pages."""
    path = Path(settings.STATICFILES_DIRS[0]) / "js" / "worker.js"
    response = HttpResponse(path.read_bytes(), content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/me/"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _error(request, 400, "That request made no sense", "Go back and try again from the page before.")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _error(
        request,
        403,
        "This page is not for you",
        "You are signed in, but this page belongs to another role. If that is wrong, ask your clinic.",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing there, or nothing that this person may see; the two look the same."""
    return _error(
        request,
        404,
        "Nothing here",
        "The address is wrong, or what was here is not yours to see. Start from your own page.",
    )


def too_large(request: HttpRequest, size: int, most: int) -> HttpResponse:
    """413: more was sent than this page takes."""
    return _error(
        request,
        413,
        "That is too large",
        f"You sent {size / 1e6:,.0f} MB, and this page takes {most / 1e6:,.0f} MB. Nothing was kept. "
        "Send less at once, or ask your clinic: “restride runs” and “restride gait” on its computer read large files.",
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """429: tried too often from one place; the sign-in asks for it by the name ``handler429``."""
    return _error(
        request,
        429,
        "Too many tries",
        "Somebody tried too often from where you are. Wait five minutes, then try again.",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, because a form was too old or came from elsewhere."""
    return _error(
        request,
        403,
        "This form is too old",
        "Nothing was saved. Go back, load the page again and send it once more.",
    )


def _error(request: HttpRequest, code: int, heading: str, text: str) -> HttpResponse:
    return render(request, "error.html", {"code": code, "heading": heading, "text": text}, status=code)
