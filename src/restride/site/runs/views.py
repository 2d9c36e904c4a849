"""The therapist's pages of what was really run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from restride.site.accounts.access import SignedInRequest, staff_page
from restride.site.bodies import takes_files
from restride.site.episodes.models import Episode, RunnerRecord
from restride.site.evaluations.frame import framed
from restride.site.evaluations.queries import latest_version
from restride.site.runs import actions, queries
from restride.site.runs.forms import ChangeForm, files_of
from restride.site.runs.models import CalendarFeed, RecordedRun, TrainingChange, Upload
from restride.site.runs.reading import MOST_BYTES, TOO_LARGE, UploadRefused
from restride.site.runs.shown import history_page, line_of

RUNS_SHOWN = 30


@staff_page
@require_GET
def runs(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Show the history: what was unusual before it began, the pictures, the files."""
    here = framed(request, record_id)
    context = here.context(
        "record_runs",
        **history_context(here.episode),
        **lists_of(here.record),
        upload=Upload.objects.filter(record=here.record, made_by=request.user).first(),
        form=ChangeForm(),
        feed=CalendarFeed.objects.filter(record=here.record).first(),
    )
    return render(request, "runs/history.html", context)


def history_context(episode: Episode) -> dict[str, Any]:
    """Return what ``runs/_history.html`` shows; other pages of a record include it with this."""
    today = timezone.localdate()
    found = queries.report_of(episode, today)
    version = latest_version(episode)
    context: dict[str, Any] = {"history": history_page(found) if found else None}
    context["onset"] = found.report.onset if found else None
    context["runs_news"] = queries.news_for(version, today, episode.record) if version is not None else None
    return context


def lists_of(record: RunnerRecord) -> dict[str, Any]:
    """Return the newest activities with their rows, the entered changes, and how much may be sent at once."""
    rows = RecordedRun.objects.filter(record=record).select_related("file")
    newest = list(rows.order_by("-day", "-pk")[:RUNS_SHOWN])
    return {
        "lines": [(row.pk, line_of(queries.read_run(row))) for row in newest],
        "in_all": rows.count(),
        "most_bytes": MOST_BYTES,
        "most_mb": round(MOST_BYTES / 1e6),
        "too_large": TOO_LARGE,
        "changes": list(TrainingChange.objects.filter(record=record).order_by("-on", "-pk")),
    }


@takes_files(MOST_BYTES)
@staff_page
@require_POST
def upload(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Read activity files for a runner."""
    here = framed(request, record_id)
    page = reverse("record_runs", args=[here.record.pk])
    return answer_upload(request, here.record, page, lambda: "#files")


def answer_upload(request: SignedInRequest, record: RunnerRecord, page: str, place: Callable[[], str]) -> HttpResponse:
    """Read what was sent, and go to the place of the page that says what became of it."""
    script = "application/json" in request.headers.get("Accept", "")
    try:
        kept = actions.upload(record=record, files=files_of(request.FILES), by=request.user)
    except UploadRefused as problem:
        if script:
            return JsonResponse({"why": str(problem)}, status=422)
        messages.error(request, str(problem))
        return redirect(page)
    messages.success(request, kept.in_words[:1].upper() + kept.in_words[1:])
    go = f"{page}{place()}"
    return JsonResponse({"go": go}) if script else redirect(go)


@staff_page
@require_POST
def change(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Keep a change that the runner told."""
    here = framed(request, record_id)
    return answer_change(request, here.record, reverse("record_runs", args=[here.record.pk]))


def answer_change(request: SignedInRequest, record: RunnerRecord, page: str) -> HttpResponse:
    """Keep an entered change, or say in one sentence why not."""
    form = ChangeForm(request.POST)
    if form.is_valid():
        actions.enter_change(record=record, by=request.user, **form.cleaned_data)
        messages.success(request, "Noted")
    else:
        messages.error(request, str(next(iter(form.errors.values()))[0]))
    return redirect(f"{page}#changes")


@staff_page
@require_POST
def delete(request: SignedInRequest, record_id: UUID, run_id: int) -> HttpResponse:
    """Take one activity out: somebody else's file, a bike ride."""
    here = framed(request, record_id)
    rows = RecordedRun.objects.in_care_of(request.user).select_related("file", "record")
    actions.delete_run(run=get_object_or_404(rows, pk=run_id, record=here.record), by=request.user)
    messages.success(request, "Deleted")
    return redirect("record_runs", here.record.pk)
