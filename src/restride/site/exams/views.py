"""The examination's pages: what to test next, every test of the library, one test side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from restride.site import engine
from restride.site.accounts.access import SignedInRequest, staff_page
from restride.site.evaluations.actions import save_and_evaluate
from restride.site.evaluations.frame import Framed, framed
from restride.site.evaluations.next import shown_steps
from restride.site.evaluations.queries import Standing, standing_of
from restride.site.exams.done import done_tests
from restride.site.exams.entry import Entry, ratio_words, stored, typed, verdicts, with_entry
from restride.site.exams.sheets import REGIONS, Sheet, Sheets

TESTS_AT_FIRST, TESTS_SHOWN = 10, 80


@staff_page
@require_GET
def exam(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Show what to test next, what was tested, and every test of the library by region and word."""
    here = framed(request, record_id)
    standing = standing_of(here.episode, by=request.user)
    if standing is None or standing.evaluation is None or standing.case is None:
        return redirect("evaluation", here.record.pk)
    sheets = _sheets(standing)
    search = request.GET.get("search", "").strip()[:80]
    region = _region(request, standing)
    found = sheets.all(region=region, search=search)
    most = TESTS_SHOWN if search or "region" in request.GET else TESTS_AT_FIRST
    library = {"found": found[:most], "total": len(found), "search": search, "region": region}
    if request.htmx:
        return render(request, "exams/_library.html", {"record": here.record, **library})
    steps = [step for step in shown_steps(standing.evaluation, engine.facts()) if step.kind == "test"]
    context = here.context(
        "exam",
        regions=REGIONS.items(),
        suggested=[(step, sheets.sheet(step.id)) for step in steps],
        done=done_tests(standing.case, standing.evaluation, engine.facts()),
        impact_locked=standing.evaluation.triage.impact_locked,
        **library,
    )
    return render(request, "exams/exam.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def exam_test(request: SignedInRequest, record_id: UUID, test_id: str) -> HttpResponse:
    """Enter one test, left and right; the verdict stands below."""
    here, standing, sheet = _one(request, record_id, test_id)
    if request.method == "POST":
        entry = typed(sheet, request.POST.dict())
        if not entry.errors and not (sheet.forbidden and entry.rows):
            return _save(request, here, standing, sheet, entry)
    else:
        entry = stored(sheet, standing.case.exam if standing.case else ())
    context = here.context("exam", **_entry_context(standing, sheet, entry))
    return render(request, "exams/test.html", context)


@staff_page
@require_POST
def exam_verdict(request: SignedInRequest, record_id: UUID, test_id: str) -> HttpResponse:
    """Answer while somebody types: what these numbers would say; nothing is stored."""
    _here, standing, sheet = _one(request, record_id, test_id)
    entry = typed(sheet, request.POST.dict())
    return render(request, "exams/_verdict.html", _entry_context(standing, sheet, entry))


def _one(request: SignedInRequest, record_id: UUID, test_id: str) -> tuple[Framed, Standing, Sheet]:
    here = framed(request, record_id)
    standing = standing_of(here.episode, by=request.user)
    sheet = _sheets(standing).sheet(test_id) if standing and standing.evaluation else None
    if standing is None or sheet is None:
        raise Http404
    return here, standing, sheet


def _sheets(standing: Standing) -> Sheets:
    if standing.case is None or standing.evaluation is None:
        raise Http404
    return Sheets(standing.case, standing.evaluation, engine.facts(), timezone.localdate())


def _save(request: SignedInRequest, here: Framed, standing: Standing, sheet: Sheet, entry: Entry) -> HttpResponse:
    document = with_entry(standing.version.document, sheet, entry)
    reason = f"{sheet.name}: {'result entered' if entry.rows else 'result removed'}"[:300]
    save_and_evaluate(episode=here.episode, document=document, by=request.user, reason=reason)
    messages.success(request, f"{sheet.name}: saved, evaluated again")
    return redirect(f"{reverse('exam', args=[here.record.pk])}#done")


def _entry_context(standing: Standing, sheet: Sheet, entry: Entry) -> dict[str, Any]:
    found = verdicts(with_entry(standing.version.document, sheet, entry), sheet) if sheet.numeric else ()
    return {"sheet": sheet, "entry": entry, "verdicts": found, "ratio": ratio_words(entry, found)}


def _region(request: SignedInRequest, standing: Standing) -> str:
    asked = request.GET.get("region")
    if asked is not None:
        return asked if asked in REGIONS else ""
    complaints = standing.case.complaints if standing.case else ()
    site = engine.facts().sites.get(complaints[0].site) if complaints else None
    return site.region if site and site.region in REGIONS else ""
