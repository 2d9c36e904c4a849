"""The answers: read them, correct any part; every change is a new version and a new evaluation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from restride.site import engine
from restride.site.accounts.access import SignedInRequest, staff_page
from restride.site.cases.forms import PartForm
from restride.site.cases.parts import PARTS, part
from restride.site.cases.review import reviewed_flags, reviewed_parts
from restride.site.evaluations.actions import save_and_evaluate
from restride.site.evaluations.frame import framed
from restride.site.evaluations.queries import latest_version, standing_of

MOST_COMPLAINTS = 6


@staff_page
@require_GET
def answers(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Show what was answered, red flags first, and what is unknown."""
    here = framed(request, record_id)
    standing = standing_of(here.episode, by=request.user)
    context = here.context("answers", standing=standing)
    if standing is not None and standing.case is not None:
        facts = engine.facts()
        context["flags"] = reviewed_flags(standing.case, standing.evaluation, facts)
        context["parts"] = reviewed_parts(standing.version.document, standing.case, facts)
        context["next_complaint"] = len(standing.case.complaints) + 1
    return render(request, "cases/answers.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def edit_part(request: SignedInRequest, record_id: UUID, part_id: str) -> HttpResponse:
    """Correct one part of the case."""
    here = framed(request, record_id)
    number = _number(request)
    if part_id not in PARTS:
        raise Http404
    version = latest_version(here.episode)
    document = version.document if version else {}
    if number > min(len(document.get("complaints", [])) + 1, MOST_COMPLAINTS):
        raise Http404
    edited = part(part_id, document, engine.facts(), number=number)
    form = PartForm(request.POST or None, part=edited, document=document)
    if request.method == "POST" and form.is_valid():
        save_and_evaluate(
            episode=here.episode,
            document=form.changed_document,
            by=request.user,
            reason=f"{edited.title} corrected by the clinic",
        )
        messages.success(request, f"{edited.title}: saved, evaluated again")
        return redirect("answers", here.record.pk)
    context = here.context("answers", part=edited, form=form, number=number)
    return render(request, "cases/edit_part.html", context)


@staff_page
@require_POST
def remove_complaint(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Take one complaint out of the newest version; older versions keep it."""
    here = framed(request, record_id)
    version = latest_version(here.episode)
    at = _number(request) - 1
    complaints = list(version.document.get("complaints", [])) if version else []
    if version is None or len(complaints) < 2 or at >= len(complaints):
        messages.error(request, "A case keeps at least one complaint.")
        return redirect("answers", here.record.pk)
    del complaints[at]
    save_and_evaluate(
        episode=here.episode,
        document={**version.document, "complaints": complaints},
        by=request.user,
        reason=f"Complaint {at + 1} removed by the clinic",
    )
    messages.success(request, "Complaint removed, evaluated again")
    return redirect("answers", here.record.pk)


def _number(request: SignedInRequest) -> int:
    said = request.GET.get("number") or request.POST.get("number") or "1"
    return max(1, int(said)) if said.isdecimal() and len(said) <= 2 else 1
