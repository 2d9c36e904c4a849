"""The runner's page of recorded runs: add files, see them, take them out, say what no file knows."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from restride.site.accounts.access import SignedInRequest, runner_page
from restride.site.bodies import takes_files
from restride.site.comeback.actions import RunSaid, log_run
from restride.site.diary.actions import EntryRefused
from restride.site.episodes.models import RunnerRecord
from restride.site.episodes.queries import open_episode, own_record
from restride.site.runs import actions
from restride.site.runs.forms import ChangeForm
from restride.site.runs.matching import Offer, offer_for, offers_of
from restride.site.runs.models import CalendarFeed, RecordedRun, TrainingChange, Upload
from restride.site.runs.reading import MOST_BYTES
from restride.site.runs.views import answer_change, answer_upload, lists_of


@runner_page
@require_GET
def my_runs(request: SignedInRequest) -> HttpResponse:
    """Show my recorded runs and what can be done with them."""
    record = own_record(request.user)
    context = {
        "place": "me",
        "record": record,
        "upload": Upload.objects.filter(record=record, made_by=request.user).first(),
        "form": ChangeForm(),
        "feed": CalendarFeed.objects.filter(record=record).first(),
        "offers": _offers(record),
        **lists_of(record),
    }
    return render(request, "runs/my_runs.html", context)


@takes_files(MOST_BYTES)
@runner_page
@require_POST
def upload(request: SignedInRequest) -> HttpResponse:
    """Read my activity files."""
    record = own_record(request.user)
    return answer_upload(request, record, reverse("my_runs"), lambda: "#offers" if _offers(record) else "#files")


@runner_page
@require_POST
def change(request: SignedInRequest) -> HttpResponse:
    """Keep what no file knows."""
    return answer_change(request, own_record(request.user), reverse("my_runs"))


@runner_page
@require_POST
def remove_change(request: SignedInRequest, change_id: int) -> HttpResponse:
    """Take an entered change back."""
    rows = TrainingChange.objects.filter(record=own_record(request.user)).select_related("record")
    actions.remove_change(change=get_object_or_404(rows, pk=change_id), by=request.user)
    messages.success(request, "Taken back")
    return redirect(f"{reverse('my_runs')}#changes")


@runner_page
@require_POST
def delete(request: SignedInRequest, run_id: int) -> HttpResponse:
    """Take one activity out."""
    rows = RecordedRun.objects.filter(record=own_record(request.user)).select_related("file", "record")
    actions.delete_run(run=get_object_or_404(rows, pk=run_id), by=request.user)
    messages.success(request, "Deleted")
    return redirect("my_runs")


@runner_page
@require_POST
def delete_all(request: SignedInRequest) -> HttpResponse:
    """Take everything recorded out."""
    count = actions.delete_all(record=own_record(request.user), by=request.user)
    messages.success(request, f"{count} deleted")
    return redirect("my_runs")


@runner_page
@require_POST
def log(request: SignedInRequest, run_id: int) -> HttpResponse:
    """Take a recorded run into the log as it was run; how it felt is asked afterwards."""
    record = own_record(request.user)
    episode = open_episode(record)
    row = get_object_or_404(RecordedRun.objects.filter(record=record), pk=run_id)
    offer = offer_for(episode, row) if episode else None
    if episode is None or offer is None:
        messages.error(request, "This run is in your log already, or no run was planned for its day.")
        return redirect("my_runs")
    said = RunSaid(
        # One id for one recorded run: pressed twice, it is logged once.
        client_id=uuid.uuid5(record.pk, f"recorded run {row.run_id}"),
        said_at=timezone.now(),
        day=offer.found.run.day,
        started_at=offer.found.run.local,
        ran=tuple((piece.repeats, piece.run_s, piece.walk_s) for piece in offer.pieces),
        running_s=None if offer.pieces else offer.found.running_s,
        distance_m=None if offer.found.run.distance_m is None else round(offer.found.run.distance_m),
        planned_s=offer.planned.running_s,
        imported_run=row.run_id,
    )
    try:
        log_run(episode=episode, said=said, by=request.user)
        messages.success(request, "In your log. How did it feel?")
    except EntryRefused as problem:
        messages.error(request, str(problem))
        return redirect("my_runs")
    return redirect("runner_today")


def _offers(record: RunnerRecord) -> list[Offer]:
    episode = open_episode(record)
    return offers_of(episode, timezone.localdate()) if episode else []
