"""The diary tab of a record: what the runner did and felt, as picture, words and table."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from restride.model.plan import Plan
from restride.site import engine
from restride.site.accounts.access import SignedInRequest, staff_page
from restride.site.diary.chart import pain_chart
from restride.site.diary.day_views import answer, day_context, day_in
from restride.site.diary.models import RedGate
from restride.site.diary.queries import diary_of, done_counts
from restride.site.diary.reds import corrections_of
from restride.site.evaluations.frame import framed
from restride.site.plans.desk import SHELVES, shelf_of
from restride.site.plans.queries import plan_in_force

REDS_SHOWN = 10


@staff_page
@require_GET
def record_diary(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Show the diary of the open episode."""
    here = framed(request, record_id)
    days = diary_of(here.episode)
    row = plan_in_force(here.episode)
    plan = engine.read(row.document, Plan) if row else None
    names = {item.item: item.name for shelf in SHELVES for item in shelf_of(plan, shelf)} if plan else {}
    rows = RedGate.objects.in_care_of(request.user).filter(entry__episode=here.episode).select_related("entry", "plan")
    reds = list(rows.order_by("-made_at"))
    corrected = corrections_of(reds)
    context = here.context(
        "record_diary",
        days=list(reversed(days)),
        chart=pain_chart(days),
        done=done_counts(days, names),
        reds=[(red, corrected.get(red.client_id)) for red in reds[:REDS_SHOWN]],
        row=row,
        rule=plan.pain_rule.says if plan and plan.pain_rule else "",
        names=names,
    )
    return render(request, "followup/diary.html", context)


@staff_page
@require_http_methods(["GET", "POST"])
def record_day(request: SignedInRequest, record_id: UUID, day: str) -> HttpResponse:
    """Show one day with everything that was said of it; put it right for the runner, with a reason."""
    here = framed(request, record_id)
    on = day_in(day)
    if request.method == "POST":
        return answer(request, here.episode, on, redirect("record_day", here.record.pk, day))
    context = here.context("record_diary", own=False, **day_context(here.episode, on, request))
    return render(request, "followup/day.html", context)
