"""The runner's page of today, and what it sends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from restride.explain.runner_text import warnings
from restride.model.plan import Plan
from restride.site import engine
from restride.site.accounts.access import SignedInRequest, runner_page
from restride.site.diary import queries
from restride.site.diary.actions import EntryRefused, tick_item
from restride.site.diary.day import HOME, MORNING, RUN, day_of
from restride.site.diary.forms import FromPhoneForm, LogForm, TickForm, new_id, refusal
from restride.site.diary.session import gate_for, log_session
from restride.site.diary.standing import Standing, standing_of
from restride.site.episodes.models import Episode
from restride.site.episodes.queries import open_episode, own_record
from restride.site.intake.queries import draft_of
from restride.site.plans.models import PlanVersion


@runner_page
@require_GET
def today(request: SignedInRequest) -> HttpResponse:
    """Show what to do today; before a plan is signed, what happens next."""
    record = own_record(request.user)
    episode = open_episode(record)
    standing = standing_of(episode)
    draft = draft_of(episode) if episode else None
    context = {
        "place": "today",
        "date": timezone.localdate(),
        "record": record,
        "standing": standing,
        "begun": draft is not None and bool(draft.done),
        "emergency_number": settings.RESTRIDE_EMERGENCY_NUMBER,
        **calls(standing),
    }
    if standing.plan is not None and standing.episode is not None:
        context |= _plan_context(standing, standing.plan, standing.episode, timezone.localdate())
    return render(request, "diary/today.html", context)


@runner_page
@require_POST
def log(request: SignedInRequest) -> HttpResponse:
    """Keep how it felt."""
    episode = _episode(request)
    form = LogForm(request.POST)
    if not form.is_valid():
        return _refused(request, form)
    try:
        log_session(episode=episode, said=form.said(), by=request.user)
    except EntryRefused as problem:
        return _refused(request, form, str(problem))
    return _stored(request, f"#{form.cleaned_data['item_id']}")


@runner_page
@require_POST
def tick(request: SignedInRequest) -> HttpResponse:
    """Keep that something was done, or was not."""
    episode = _episode(request)
    form = TickForm(request.POST)
    if not form.is_valid():
        return _refused(request, form)
    said = form.cleaned_data
    plan = get_object_or_404(PlanVersion.objects.visible_to(request.user), pk=said["plan"], episode=episode)
    try:
        tick_item(
            plan=plan,
            client_id=said["client_id"],
            day=said["day"],
            said_at=said["said_at"],
            item_id=said["item_id"],
            done=said["done"],
            by=request.user,
        )
    except EntryRefused as problem:
        return _refused(request, form, str(problem))
    return _stored(request, "#run" if said["item_id"] == RUN else f"#x-{said['item_id']}")


@runner_page
@require_GET
def my_clinic(request: SignedInRequest) -> HttpResponse:
    """Whom to call, when to stop, and one's own account."""
    record = own_record(request.user)
    context = {"place": "me", "record": record, **calls(standing_of(open_episode(record)))}
    return render(request, "diary/my_clinic.html", context)


def calls(standing: Standing) -> dict[str, Any]:
    """Return when to stop and call, from the plan's own picture."""
    if standing.plan is None or standing.evaluation is None:
        return {"calls": None}
    return {"calls": warnings(standing.plan, standing.evaluation, engine.facts())}


def _plan_context(standing: Standing, plan: Plan, episode: Episode, day: date) -> dict[str, Any]:
    ticks = queries.ticks_of(episode, day)
    logs = {name: _log(plan, episode, day, name) for name in (MORNING, RUN, HOME)}
    phase = next((one for one in plan.phases if one.now), None)
    gates = {name: gate_for(plan, episode, day, name) for name in queries.items_felt(episode, day)}
    return {
        "plan": plan,
        "version": standing.version,
        "today": day_of(plan, day, ticks, engine.facts(), gates),
        "logs": logs,
        "phase": phase,
        "client_id": new_id,
        "not_today": RUN in ticks and not ticks[RUN],
    }


def _log(plan: Plan, episode: Episode, day: date, name: str) -> dict[str, Any]:
    felt = queries.felt_of(episode, day, name)
    return {"felt": felt, "gate": gate_for(plan, episode, day, name), "item": name, "said": not felt.empty}


def _episode(request: SignedInRequest) -> Episode:
    return get_object_or_404(Episode, pk=getattr(open_episode(own_record(request.user)), "pk", None))


def _wants_json(request: SignedInRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _stored(request: SignedInRequest, anchor: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"stored": True})
    return HttpResponseRedirect(f"{reverse('runner_today')}{anchor}")


def _refused(request: SignedInRequest, form: FromPhoneForm, sentence: str = "") -> HttpResponse:
    sentence = sentence or refusal(form)
    if _wants_json(request):
        return JsonResponse({"stored": False, "why": sentence}, status=422)
    messages.error(request, sentence)
    return redirect("runner_today")
