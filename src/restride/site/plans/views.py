"""The plan's pages: read, propose, sign, reject, compare, print."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from restride.site import engine
from restride.site.accounts.access import SignedInRequest, staff_page
from restride.site.documents import fingerprint
from restride.site.evaluations.frame import Framed, framed
from restride.site.evaluations.queries import standing_of
from restride.site.plans import actions, queries, signing
from restride.site.plans.actions import PlanRefused
from restride.site.plans.compare import changes_between
from restride.site.plans.desk import Unreadable, opened
from restride.site.plans.forms import RejectForm
from restride.site.plans.models import PlanVersion
from restride.site.plans.page import plan_page, state_words
from restride.site.plans.paper import PAPERS, paper_of


@staff_page
@require_GET
def plan(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Open the draft, else the plan in force, else what a proposal would need."""
    here = framed(request, record_id)
    row = queries.plan_to_show(here.episode)
    return _show(request, here, row) if row else _start(request, here)


@staff_page
@require_GET
def plan_version(request: SignedInRequest, record_id: UUID, number: int) -> HttpResponse:
    """Open one version; a decided one stays as it was."""
    here = framed(request, record_id)
    return _show(request, here, version_or_404(request, here, number))


@staff_page
@require_POST
def propose_plan(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Make a proposal from the newest evaluation."""
    here = framed(request, record_id)
    standing = standing_of(here.episode, by=request.user)
    try:
        if standing is None:
            raise PlanRefused("There are no answers to build a plan on.")
        row = signing.propose(standing=standing, by=request.user)
        messages.success(request, f"{row} proposed")
    except PlanRefused as refused:
        messages.error(request, str(refused))
    return redirect("plan", here.record.pk)


@staff_page
@require_POST
def sign_plan(request: SignedInRequest, record_id: UUID, number: int) -> HttpResponse:
    """Sign and release what was read."""
    here = framed(request, record_id)
    row = version_or_404(request, here, number)
    read = {int(one) for one in request.POST.getlist("read") if one.isdecimal()}
    try:
        seen = request.POST.get("seen", "")
        signing.sign(desk=opened(row), seen_fingerprint=seen, read=read, by=request.user)
        messages.success(request, f"{row} signed. {here.record.name} sees it now")
    except (PlanRefused, Unreadable) as refused:
        return _show(request, here, row, refused=str(refused), read=read)
    return redirect("plan", here.record.pk)


@staff_page
@require_http_methods(["GET", "POST"])
def reject_plan(request: SignedInRequest, record_id: UUID, number: int) -> HttpResponse:
    """Reject a draft, with a reason."""
    here = framed(request, record_id)
    row = version_or_404(request, here, number)
    form = RejectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reject_plan(plan=row, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, f"{row} rejected")
            return redirect("plan", here.record.pk)
        except PlanRefused as refused:
            form.add_error("reason", str(refused))
    context = here.context("plan", row=row, form=form, form_title=f"Reject draft {row.number}?", action="Reject")
    return render(request, "plans/reject.html", context)


@staff_page
@require_GET
def plan_changes(request: SignedInRequest, record_id: UUID, number: int) -> HttpResponse:
    """Say what changed since the plan before, and every edit by hand."""
    here = framed(request, record_id)
    row = version_or_404(request, here, number)
    before = queries.version_before(row)
    edits = [edit for rows in queries.edits_of(row).values() for edit in rows]
    context = here.context(
        "plan",
        row=row,
        before=before,
        changed=changes_between(before, row) if before else (),
        edits=sorted(edits, key=lambda edit: edit.pk),
        versions=queries.versions(here.episode),
    )
    return render(request, "plans/changes.html", context)


@staff_page
@require_GET
def plan_paper(request: SignedInRequest, record_id: UUID, number: int, name: str) -> HttpResponse:
    """Hand out a document of a plan as PDF, with «Draft» on it until it is signed."""
    here = framed(request, record_id)
    row = version_or_404(request, here, number)
    if name not in PAPERS:
        raise Http404
    try:
        content = paper_of(row, name)
    except (Unreadable, PlanRefused) as refused:
        messages.error(request, str(refused))
        return redirect("plan_version", here.record.pk, number)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}-{row.number}.pdf"'
    return response


def version_or_404(request: SignedInRequest, here: Framed, number: int) -> PlanVersion:
    """Return one version of this record's plan."""
    row = queries.plan_in_care(request.user, here.episode, number)
    if row is None:
        raise Http404
    return row


def _show(
    request: SignedInRequest,
    here: Framed,
    row: PlanVersion,
    *,
    refused: str = "",
    read: set[int] | None = None,
) -> HttpResponse:
    decides = request.user.has_perm("plan.decide", here.record)
    context = here.context(
        "plan",
        row=row,
        state_words=state_words(row),
        may_decide=decides,
        may_edit=decides and row.state == "draft",
        seen=fingerprint(row.document),
        refused=refused,
        read=read or set(),
        versions=queries.versions(here.episode),
    )
    try:
        context |= plan_page(opened(row))
    except Unreadable as trouble:
        return render(request, "plans/unreadable.html", {**context, "trouble": str(trouble)})
    return render(request, "plans/plan.html", context)


def _start(request: SignedInRequest, here: Framed) -> HttpResponse:
    standing = standing_of(here.episode, by=request.user)
    context = here.context("plan", standing=standing)
    if standing is None or standing.evaluation is None:
        return render(request, "evaluations/nothing.html", context)
    preview = engine.plan(standing.version.document, standing.evaluation, standing.evaluation.today)
    context |= {"preview": preview, "triage": standing.evaluation.triage, "course": standing.evaluation.course}
    return render(request, "plans/start.html", context)
