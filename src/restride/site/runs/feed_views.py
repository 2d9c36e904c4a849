"""The calendar at its secret address, the page that makes and stops it, and the next run for the watch."""

from __future__ import annotations

from typing import cast

import msgspec
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from restride.adapters.workouts import ExportError, exports
from restride.comeback import DiaryError, LadderError
from restride.site import tokens
from restride.site.accounts.access import SignedInRequest, runner_page
from restride.site.comeback.queries import course_of
from restride.site.diary.standing import standing_of
from restride.site.episodes.queries import open_episode, own_record
from restride.site.runs import actions
from restride.site.runs.feed import calendar_of
from restride.site.runs.models import CalendarFeed

SECRET_IN_SESSION = "calendar_secret"  # noqa: S105  (the key under which a secret waits for its one page)
#: An address is worked out once in so many seconds, however often it is asked for.
_KEPT_S = 60


@require_GET
def feed(_request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar program; nobody is signed in here, the address is the secret."""
    fingerprint = tokens.fingerprint(secret)
    found = CalendarFeed.objects.filter(fingerprint=fingerprint).select_related("record").first()
    if found is None:
        raise Http404
    today = timezone.localdate()
    key = f"calendar-{fingerprint}-{today}"
    content = cast("bytes | None", cache.get(key))
    if content is None:
        content = calendar_of(found.record, today)
        cache.set(key, content, _KEPT_S)
    if found.last_asked_on != today:
        CalendarFeed.objects.filter(pk=found.pk).update(last_asked_on=today)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, max-age=900"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@runner_page
@require_http_methods(["GET", "POST"])
def my_calendar(request: SignedInRequest) -> HttpResponse:
    """Show whether the calendar is on; make its address, which is shown once."""
    record = own_record(request.user)
    if request.method == "POST":
        request.session[SECRET_IN_SESSION] = actions.open_feed(record=record, by=request.user)
        return redirect("my_calendar")
    secret = request.session.pop(SECRET_IN_SESSION, None)
    address = request.build_absolute_uri(reverse("calendar_feed", args=[secret])) if secret else ""
    context = {
        "place": "me",
        "feed": CalendarFeed.objects.filter(record=record).first(),
        "address": address,
        "subscribe": f"webcal://{address.partition('://')[2]}" if address else "",
        "standing": standing_of(open_episode(record)),
    }
    return render(request, "runs/my_calendar.html", context)


@runner_page
@require_POST
def stop(request: SignedInRequest) -> HttpResponse:
    """Let the address stop at once."""
    actions.close_feed(record=own_record(request.user), by=request.user)
    messages.success(request, "The calendar address has stopped")
    return redirect("my_calendar")


@runner_page
@require_GET
def next_workout(request: SignedInRequest) -> HttpResponse:
    """Hand out the next run as a workout for the watch, read back before it leaves."""
    episode = open_episode(own_record(request.user))
    if episode is None or standing_of(episode).state == "act":
        raise Http404
    try:
        document = course_of(episode, timezone.localdate())
        if document is None or not document.next_runs:
            raise Http404
        files = exports(msgspec.structs.replace(document, case=None, next_runs=document.next_runs[:1]))
    except (DiaryError, LadderError, ExportError) as problem:
        messages.error(request, str(problem))
        return redirect("runner_today")
    name, content = next((name, content) for name, content in files.items() if name.endswith(".fit"))
    response = HttpResponse(content, content_type="application/vnd.ant.fit")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
