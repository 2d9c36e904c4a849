"""One day of the runner's own diary: look at it, put it right."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from restride.site.accounts.access import SignedInRequest, runner_page
from restride.site.diary.actions import OLDEST_DAYS, EntryRefused
from restride.site.diary.corrections import put_right
from restride.site.diary.day_page import diary_day
from restride.site.diary.forms import new_id
from restride.site.episodes.models import Episode
from restride.site.episodes.queries import open_episode, own_record

#: Waits in the session for the page it belongs to: what it changes for the next run is too much for a passing word.
SAID = "diary_said"


@runner_page
@require_http_methods(["GET", "POST"])
def my_day(request: SignedInRequest, day: str) -> HttpResponse:
    """Show what my diary says of a day; keep what I put right."""
    record = own_record(request.user)
    episode = get_object_or_404(Episode, pk=getattr(open_episode(record), "pk", None))
    on = day_in(day)
    if request.method == "POST":
        return answer(request, episode, on, redirect("my_day", day))
    context = {"place": "progress", "record": record, "own": True, **day_context(episode, on, request)}
    return render(request, "diary/my_day.html", context)


def day_in(written: str) -> date:
    """Return the day of an address; a day that is none, or is still to come, has no page."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        raise Http404 from None
    if found > timezone.localdate():
        raise Http404
    return found


def day_context(episode: Episode, day: date, request: SignedInRequest) -> dict[str, Any]:
    """Return what ``diary/_day.html`` shows."""
    today = timezone.localdate()
    return {
        "date": day,
        "said": request.session.pop(SAID, None),
        "shown": diary_day(episode, day, today, request.user),
        "changeable": (today - day).days <= OLDEST_DAYS,
        "oldest_days": OLDEST_DAYS,
        "client_id": new_id,
    }


def answer(request: SignedInRequest, episode: Episode, day: date, back: HttpResponse) -> HttpResponse:
    """Keep what was sent, and say what it changes; or why it was not kept."""
    try:
        said = put_right(episode=episode, day=day, sent=request.POST, by=request.user)
        request.session[SAID] = {"kept": True, "words": said}
    except EntryRefused as problem:
        request.session[SAID] = {"kept": False, "words": str(problem)}
    return back
