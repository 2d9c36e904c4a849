"""Changing a draft: one item, one goal, running, the week, something from the library; always with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from restride.site import engine
from restride.site.accounts.access import SignedInRequest, staff_page
from restride.site.evaluations.frame import Framed, framed
from restride.site.plans import editing, queries
from restride.site.plans.actions import PlanRefused
from restride.site.plans.desk import Desk, Unreadable, opened
from restride.site.plans.forms import DoseForm, GoalForm, MoveForm, ReasonForm, RunningForm
from restride.site.plans.item_search import found_in_library
from restride.site.plans.page import shown_week
from restride.site.plans.shown import shown_items

SHOWN_IN_LIBRARY = 30


@staff_page
@require_http_methods(["GET", "POST"])
def plan_item(request: SignedInRequest, record_id: UUID, item_id: str) -> HttpResponse:
    """Change an item's dose, swap it, or take it out."""
    here, desk = _draft(request, record_id)
    found = desk.item(item_id)
    if found is None:
        raise Http404
    item = found[1]
    form = DoseForm(request.POST or None, item=item)
    if request.method == "POST" and form.is_valid():
        try:
            editing.change_dose(
                desk=desk,
                item_id=item_id,
                dose=form.changed_dose(),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
            messages.success(request, f"{item.name} changed")
            return redirect("plan", here.record.pk)
        except PlanRefused as refused:
            form.add_error("reason", str(refused))
    context = here.context(
        "plan",
        row=desk.row,
        item=shown_items(desk, [item], queries.edits_of(desk.row))[0],
        form=form,
        removing=ReasonForm(prefix="remove"),
    )
    return render(request, "plans/item.html", context)


@staff_page
@require_POST
def plan_item_remove(request: SignedInRequest, record_id: UUID, item_id: str) -> HttpResponse:
    """Take an item out."""
    here, desk = _draft(request, record_id)
    return _try(
        request,
        here,
        lambda reason: editing.remove_item(desk=desk, item_id=item_id, reason=reason, by=request.user),
        request.POST.get("remove-reason", ""),
        "Taken out",
    )


@staff_page
@require_POST
def plan_item_swap(request: SignedInRequest, record_id: UUID, item_id: str) -> HttpResponse:
    """Put an alternative in an item's place."""
    here, desk = _draft(request, record_id)
    other = request.POST.get("other", "")
    if other not in engine.facts().items:
        raise Http404
    return _try(
        request,
        here,
        lambda reason: editing.swap_item(desk=desk, item_id=item_id, other_id=other, reason=reason, by=request.user),
        request.POST.get("reason", ""),
        "Swapped",
    )


@staff_page
@require_http_methods(["GET", "POST"])
def plan_add(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Add an item of the library; where it stands for this runner is said beside it."""
    here, desk = _draft(request, record_id)
    if request.method == "POST":
        item_id = request.POST.get("item", "")
        if item_id not in engine.facts().items:
            raise Http404
        return _try(
            request,
            here,
            lambda reason: editing.add_item(desk=desk, item_id=item_id, reason=reason, by=request.user),
            request.POST.get("reason", ""),
            f"{engine.facts().items[item_id].name} added",
        )
    search = request.GET.get("search", "").strip()[:80]
    kind = request.GET.get("kind", "")
    rows = found_in_library(desk, search=search, kind=kind)
    context: dict[str, Any] = {"rows": rows[:SHOWN_IN_LIBRARY], "total": len(rows), "search": search, "kind": kind}
    if request.htmx:
        return render(request, "plans/_library.html", {"record": here.record, **context})
    return render(request, "plans/add.html", here.context("plan", row=desk.row, **context))


@staff_page
@require_http_methods(["GET", "POST"])
def plan_goal(request: SignedInRequest, record_id: UUID, number: int) -> HttpResponse:
    """Change a goal."""
    here, desk = _draft(request, record_id)
    if not 1 <= number <= len(desk.plan.goals):
        raise Http404
    form = GoalForm.of(desk.plan.goals[number - 1], request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _try(
            request,
            here,
            lambda reason: editing.change_goal(
                desk=desk, number=number, changes=form.changes(), reason=reason, by=request.user
            ),
            form.cleaned_data["reason"],
            "Goal changed",
        )
    return _form_page(request, here, desk, form, f"Goal {number}")


@staff_page
@require_http_methods(["GET", "POST"])
def plan_running(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Change what is said about running."""
    here, desk = _draft(request, record_id)
    if desk.plan.running is None:
        raise Http404
    form = RunningForm.of(desk.plan.running, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _try(
            request,
            here,
            lambda reason: editing.change_running(desk=desk, changes=form.changes(), reason=reason, by=request.user),
            form.cleaned_data["reason"],
            "Running changed",
        )
    return _form_page(request, here, desk, form, "Running")


@staff_page
@require_http_methods(["GET", "POST"])
def plan_week(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Move a run or an exercise to another day; what the move breaks is said before it is saved."""
    here, desk = _draft(request, record_id)
    form = MoveForm(request.POST or None, plan=desk.plan)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        return _try(
            request,
            here,
            lambda reason: editing.move(
                desk=desk,
                what=said["what"],
                source=said["source"],
                target=said["target"],
                reason=reason,
                by=request.user,
            ),
            said["reason"],
            "Moved",
            back="plan_week",
        )
    context = here.context(
        "plan", row=desk.row, form=form, week=shown_week(desk.plan), plan=desk.plan, broken=_broken(desk, desk.plan)
    )
    return render(request, "plans/week.html", context)


@staff_page
@require_GET
def plan_week_check(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Say what a move would break; nothing is stored."""
    _here, desk = _draft(request, record_id)
    what = request.GET.get("what", "run")
    days = [day.day for day in desk.plan.week.days] if desk.plan.week else []
    source, target = request.GET.get("source", ""), request.GET.get("target", "")
    context: dict[str, Any] = {"refused": "", "broken": (), "asked": True}
    if source in days and target in days:
        try:
            plan = editing.moved(desk.plan, what, source, target)
            context["broken"] = _broken(desk, plan)
        except PlanRefused as refused:
            context["refused"] = str(refused)
    return render(request, "plans/_broken.html", context)


def _broken(desk: Desk, plan: Any) -> tuple[str, ...]:
    return editing.what_breaks(desk, plan)


def _draft(request: SignedInRequest, record_id: UUID) -> tuple[Framed, Desk]:
    """Return the draft of a record, for somebody who may decide it."""
    here = framed(request, record_id)
    row = queries.draft_plan(here.episode)
    if row is None:
        raise Http404
    if not request.user.has_perm("plan.decide", here.record):
        raise PermissionDenied
    try:
        return here, opened(row)
    except Unreadable as trouble:
        raise Http404 from trouble


def _try(
    request: SignedInRequest, here: Framed, deed: Any, reason: str, said: str, *, back: str = "plan"
) -> HttpResponse:
    try:
        deed(reason)
        messages.success(request, said)
    except PlanRefused as refused:
        messages.error(request, str(refused))
    return redirect(back, here.record.pk)


def _form_page(request: SignedInRequest, here: Framed, desk: Desk, form: ReasonForm, title: str) -> HttpResponse:
    context = here.context("plan", row=desk.row, form=form, form_title=title, action="Save")
    return render(request, "plans/edit.html", context)
