"""The runner's page of today, and what it sends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from restride.model.plan import Plan
from restride.site import engine
from restride.site.accounts.access import SignedInRequest, runner_page
from restride.site.comeback.doubles import doubles_of
from restride.site.comeback.entries import logged_runs
from restride.site.diary import queries
from restride.site.diary.actions import EntryRefused, tick_item
from restride.site.diary.answers import refused, stored
from restride.site.diary.day import HOME, MORNING, RUN, day_of
from restride.site.diary.forms import LogForm, TickForm, new_id
from restride.site.diary.run import later_questions, run_card
from restride.site.diary.session import gate_for, log_session, red_words
from restride.site.diary.standing import Standing, calls, standing_of
from restride.site.episodes.models import Episode
from restride.site.episodes.queries import open_episode, own_record
from restride.site.intake.queries import draft_of
from restride.site.plans.models import PlanVersion
from restride.site.runs.matching import offers_of


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
    if standing.episode is not None and standing.state != "act":
        context |= _day_context(standing, standing.episode, timezone.localdate())
    return render(request, "diary/today.html", context)


@runner_page
@require_POST
def log(request: SignedInRequest) -> HttpResponse:
    """Keep how it felt."""
    episode = _episode(request)
    form = LogForm(request.POST)
    if not form.is_valid():
        return refused(request, form)
    try:
        gate = log_session(episode=episode, said=form.said(), by=request.user)
    except EntryRefused as problem:
        return refused(request, form, str(problem))
    red = gate is not None and gate.kind == "red"
    return stored(request, f"#{form.cleaned_data['item_id']}", red=red)


@runner_page
@require_POST
def tick(request: SignedInRequest) -> HttpResponse:
    """Keep that something was done, or was not."""
    episode = _episode(request)
    form = TickForm(request.POST)
    if not form.is_valid():
        return refused(request, form)
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
        return refused(request, form, str(problem))
    return stored(request, "#run" if said["item_id"] == RUN else f"#x-{said['item_id']}")


@runner_page
@require_GET
def my_clinic(request: SignedInRequest) -> HttpResponse:
    """Whom to call, when to stop, and one's own account."""
    record = own_record(request.user)
    context = {"place": "me", "record": record, **calls(standing_of(open_episode(record)))}
    return render(request, "diary/my_clinic.html", context)


def _day_context(standing: Standing, episode: Episode, day: date) -> dict[str, Any]:
    """What there is to do and to say: under a signed plan, a signed way back, or both; nothing under neither."""
    card = run_card(episode, day)
    plan = standing.plan
    if plan is None and card is None:
        return {}
    context = {
        "doing": True,
        "card": card,
        "doubles": doubles_of(logged_runs(episode), engine.facts()) if card else (),
        "offers": offers_of(episode, day, days=0) if card else [],
        "later": later_questions(episode, timezone.localtime()) if card else [],
        "logs": {name: _log(plan, episode, day, name) for name in (MORNING, RUN, HOME)},
        "client_id": new_id,
        "stops": _stops(plan, episode, day),
    }
    return context if plan is None else context | _plan_context(standing, plan, episode, day, own_runs=card is None)


def _plan_context(standing: Standing, plan: Plan, episode: Episode, day: date, *, own_runs: bool) -> dict[str, Any]:
    ticks = queries.ticks_of(episode, day)
    gates = {name: gate_for(plan, episode, day, name) for name in queries.items_felt(episode, day)}
    return {
        "plan": plan,
        "version": standing.version,
        "today": day_of(
            plan, day, ticks, engine.facts(), gates=gates, known=queries.done_before(episode), own_runs=own_runs
        ),
        "phase": next((one for one in plan.phases if one.now), None),
        "not_today": RUN in ticks and not ticks[RUN],
    }


def _stops(plan: Plan | None, episode: Episode, day: date) -> dict[str, dict[str, dict[str, str]]]:
    """What means stop, by what it is said of; the phone shows it where no answer can come back."""
    items = (MORNING, RUN, HOME, *(one.item for one in plan.home)) if plan is not None else (MORNING, RUN)
    return {item: words for item in items if (words := red_words(plan, episode, day, item))}


def _log(plan: Plan | None, episode: Episode, day: date, name: str) -> dict[str, Any]:
    felt = queries.felt_of(episode, day, name)
    return {"felt": felt, "gate": plan and gate_for(plan, episode, day, name), "item": name, "said": not felt.empty}


def _episode(request: SignedInRequest) -> Episode:
    return get_object_or_404(Episode, pk=getattr(open_episode(own_record(request.user)), "pk", None))
