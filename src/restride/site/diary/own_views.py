"""The runner's other pages: the plan, the progress, oneself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from restride.explain.runner_text import pain_boxes, running_lines
from restride.model.plan import Plan
from restride.site import engine
from restride.site.accounts.access import SignedInRequest, runner_page
from restride.site.comeback.queries import next_run
from restride.site.diary import chart, export, queries
from restride.site.diary.actions import ask_to_stop
from restride.site.diary.day import exercise_of, week_rows
from restride.site.diary.sheet import NoSheet, sheet_of
from restride.site.diary.standing import Standing, calls, standing_of
from restride.site.episodes.models import Episode
from restride.site.episodes.queries import open_episode, own_record
from restride.site.intake.actions import choose_units, open_draft
from restride.site.intake.models import Units
from restride.site.intake.queries import draft_of

GATE_SIGNS = {"up": "green", "repeat": "amber", "stop": "red"}


@runner_page
@require_GET
def my_plan(request: SignedInRequest) -> HttpResponse:
    """Why, phases, pain rule, week, when to call."""
    standing = _standing(request)
    context = {"place": "plan", "standing": standing, "record": own_record(request.user), **calls(standing)}
    if standing.plan is not None:
        run = next_run(standing.episode, timezone.localdate()) if standing.episode else None
        context |= {"way_back": run, **_plan(standing.plan, own_runs=run is None)}
    return render(request, "diary/my_plan.html", context)


@runner_page
@require_GET
def my_sheet(request: SignedInRequest) -> HttpResponse:
    """Hand out the signed plan as PDF."""
    record = own_record(request.user)
    try:
        content = sheet_of(record, standing_of(open_episode(record)))
    except NoSheet as problem:
        messages.error(request, str(problem))
        return redirect("my_plan")
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="plan-{timezone.localdate()}.pdf"'
    return response


@runner_page
@require_GET
def progress(request: SignedInRequest) -> HttpResponse:
    """Pain over time and what was done, as picture, words and table."""
    standing = _standing(request)
    days = queries.diary_of(standing.episode) if standing.episode else []
    names = _names(standing.plan)
    context = {
        "place": "progress",
        "standing": standing,
        "days": list(reversed(days)),
        "chart": chart.pain_chart(days),
        "done": queries.done_counts(days, names),
        "names": names,
    }
    return render(request, "diary/progress.html", context)


@runner_page
@require_http_methods(["GET", "POST"])
def me(request: SignedInRequest) -> HttpResponse:
    """Who I am here, my units, my data."""
    record = own_record(request.user)
    episode = open_episode(record)
    if request.method == "POST" and episode is not None and request.POST.get("units") in Units.values:
        chosen = open_draft(episode=episode, by=request.user)
        choose_units(draft=chosen, units=request.POST["units"], by=request.user)
        return redirect("me")
    draft = draft_of(episode) if episode else None
    context = {
        "place": "me",
        "record": record,
        "standing": standing_of(episode),
        "draft": draft,
        "units": Units(draft.units).label if draft else Units.METRIC.label,
        "imperial": draft is not None and draft.units == Units.IMPERIAL,
        "asked": queries.stop_was_asked(record),
    }
    return render(request, "diary/me.html", context)


@runner_page
@require_GET
def my_data(request: SignedInRequest) -> HttpResponse:
    """Everything that is kept about me, as one file."""
    record = own_record(request.user)
    response = JsonResponse(export.everything(record), json_dumps_params={"indent": 1, "ensure_ascii": False})
    response.headers["Content-Disposition"] = f'attachment; filename="restride-{timezone.localdate()}.json"'
    return response


@runner_page
@require_http_methods(["GET", "POST"])
def stop(request: SignedInRequest) -> HttpResponse:
    """Ask the clinic to stop, or to delete what it may delete."""
    record = own_record(request.user)
    if request.method == "POST":
        ask_to_stop(record=record, delete=request.POST.get("what") == "delete", by=request.user)
        return redirect("me")
    return render(request, "diary/stop.html", {"place": "me", "record": record})


def _standing(request: SignedInRequest) -> Standing:
    episode: Episode | None = open_episode(own_record(request.user))
    return standing_of(episode)


def _plan(plan: Plan, *, own_runs: bool) -> dict[str, Any]:
    facts = engine.facts()
    boxes = pain_boxes(plan.pain_rule, facts) if plan.pain_rule else ()
    return {
        "plan": plan,
        "boxes": [{"gate": GATE_SIGNS[box.gate], "sign": box.sign, "says": box.says} for box in boxes],
        "exercises": [exercise_of(plan, item.item, facts) for item in plan.home],
        "running": running_lines(plan) if own_runs else (),
        "week": week_rows(plan, timezone.localdate(), own_runs=own_runs),
        "phase": next((one for one in plan.phases if one.now), None),
    }


def _names(plan: Plan | None) -> dict[str, str]:
    home = {item.item: item.plain[:1].upper() + item.plain[1:] for item in plan.home} if plan else {}
    return {**home, "run": "Run"}
