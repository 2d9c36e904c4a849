"""What the runner says of a run on the way back, and the page that says stop."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from restride.site.accounts.access import SignedInRequest, runner_page
from restride.site.comeback.actions import log_run
from restride.site.comeback.queries import verdict_on
from restride.site.diary.actions import EntryRefused
from restride.site.diary.answers import refused, stored
from restride.site.diary.run import run_card
from restride.site.diary.run_form import RunForm
from restride.site.diary.standing import calls, standing_of
from restride.site.diary.stops import stops_of
from restride.site.episodes.models import Episode
from restride.site.episodes.queries import open_episode, own_record


@runner_page
@require_POST
def log(request: SignedInRequest) -> HttpResponse:
    """Keep a run, a correction of one, or how one felt later."""
    episode = get_object_or_404(Episode, pk=getattr(open_episode(own_record(request.user)), "pk", None))
    form = RunForm(request.POST)
    if not form.is_valid():
        return refused(request, form)
    try:
        kept = log_run(episode=episode, said=form.said(), by=request.user)
    except EntryRefused as problem:
        return refused(request, form, str(problem))
    return stored(request, "#run", red=_is_red(episode, kept.log.day))


@runner_page
@require_GET
def stopped(request: SignedInRequest) -> HttpResponse:
    """Say what to do after an answer that means stop."""
    record = own_record(request.user)
    standing = standing_of(open_episode(record))
    today = timezone.localdate()
    stops = stops_of(standing, today)
    if not stops or standing.episode is None:
        return redirect("runner_today")
    context: dict[str, Any] = {
        "place": "today",
        "record": record,
        "stops": stops,
        "running": any(stop.running for stop in stops),
        "card": run_card(standing.episode, today),
        "back": reverse("runner_today"),
        **calls(standing),
    }
    return render(request, "diary/stopped.html", context)


def _is_red(episode: Episode, day: date) -> bool:
    verdict = verdict_on(episode, day, timezone.localdate())
    return verdict is not None and verdict.colour == "red"
