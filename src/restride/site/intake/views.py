"""The pages of the intake: welcome, one page a step, what to do now, check and send."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from restride.knowledge.load import load
from restride.site.accounts.access import SignedInRequest, runner_page
from restride.site.documents import Document
from restride.site.episodes.models import Episode
from restride.site.episodes.queries import open_episode, own_record
from restride.site.intake import actions, paths, places, queries
from restride.site.intake.forms import StepForm
from restride.site.intake.models import IntakeDraft, Units
from restride.site.intake.picture import acts_at_once
from restride.site.intake.queries import Way
from restride.site.intake.steps import Step

CHECK = "check"


@runner_page
@require_GET
def welcome(request: SignedInRequest) -> HttpResponse:
    """Say what it is and how long it takes; or where to go on."""
    episode = _episode(request)
    draft = actions.open_draft(episode=episode, by=request.user)
    way = _way(draft)
    opened = way.open
    context = {
        "draft": draft,
        "way": way,
        "next": opened or way.steps[-1],
        "begun": bool(draft.done),
        "finished": opened is None,
        "number": way.number(opened) if opened else len(way.steps),
        "record": episode.record,
        "emergency_number": settings.RESTRIDE_EMERGENCY_NUMBER,
    }
    return render(request, "intake/welcome.html", context)


@runner_page
@require_http_methods(["GET", "POST"])
def step(request: SignedInRequest, step_id: str) -> HttpResponse:
    """One page: show it, or keep its answers and go on."""
    draft = actions.open_draft(episode=_episode(request), by=request.user)
    way = _way(draft)
    found = way.step(step_id)
    if found is None:
        raise Http404
    return {"questions": _questions, "place": _place, "another": _another}[found.kind](request, draft, way, found)


@runner_page
@require_GET
def act_now(request: SignedInRequest, flag_id: str) -> HttpResponse:
    """Say what to do now, after a safety answer that cannot wait."""
    draft = actions.open_draft(episode=_episode(request), by=request.user)
    flag = load().red_flags.get(flag_id)
    if flag is None or paths.read(draft.document, ("red_flags", flag_id)) != "yes":
        raise Http404
    context = {
        "flag": flag,
        "record": draft.episode.record,
        "emergency_number": settings.RESTRIDE_EMERGENCY_NUMBER,
        "next": request.GET.get("next", "") if _way(draft).step(request.GET.get("next", "")) else "",
    }
    return render(request, "intake/act_now.html", context)


@runner_page
@require_http_methods(["GET", "POST"])
def check(request: SignedInRequest) -> HttpResponse:
    """Show every answer with a way to change it; then send."""
    draft = actions.open_draft(episode=_episode(request), by=request.user)
    way = _way(draft)
    if request.method == "POST":
        actions.send(draft=draft, by=request.user, today=timezone.localdate())
        messages.success(request, "Your answers are sent")
        return redirect("runner_today")
    context = {
        "parts": queries.all_answers(draft, way),
        "urgent": queries.urgent_answers(draft.document),
        "open": way.open,
        "draft": draft,
    }
    return render(request, "intake/check.html", context)


def _questions(request: SignedInRequest, draft: IntakeDraft, way: Way, found: Step) -> HttpResponse:
    asked = found.id in draft.done
    form = StepForm(request.POST or None, step=found, document=draft.document, asked=asked)
    if request.method == "POST":
        document = deepcopy(draft.document)
        if "skip" in request.POST:
            for question in found.questions:
                question.clear(document)
            return _kept(request, draft, found, document, draft.extra)
        if form.is_valid():
            form.store(document)
            if request.POST.get("units") in Units.values:
                saved = actions.save_step(
                    draft=draft, step=found, document=document, extra=draft.extra, by=request.user
                )
                actions.choose_units(draft=saved, units=request.POST["units"], by=request.user)
                return HttpResponseRedirect(request.get_full_path())
            return _kept(request, draft, found, document, draft.extra)
    return _page(request, draft, way, found, {"form": form})


def _place(request: SignedInRequest, draft: IntakeDraft, way: Way, found: Step) -> HttpResponse:
    number = found.complaint
    region = places.region_of(request.POST.get("region") or request.GET.get("region") or "")
    above = "above" in request.GET
    listed = places.above_waist()
    if request.method == "POST":
        options = dict(region.parts if region else listed)
        site = places.NOWHERE if "skip" in request.POST else request.POST.get("part", "")
        if site in options or site == places.NOWHERE:
            side = region.side if region and site != places.NOWHERE else ""
            document, extra = actions.with_place(draft, number, site, side)
            moved = paths.read(draft.document, ("complaints", number, "site")) != site
            again = frozenset(one.id for one in way.steps if one.part == found.part and one.complaint == number)
            return _kept(request, draft, found, document, extra, again if moved else frozenset())
    known = paths.read(draft.document, ("complaints", number)) or {}
    part = request.GET.get("part") or known.get("site", "")
    context = {
        "maps": places.maps(region.id if region else ""),
        "region": region,
        "close_up": places.close_up(region, part) if region else None,
        "parts": region.parts if region else listed,
        "part": part,
        "above": above,
        "missed": request.method == "POST",
        "chosen": places.place_words(known["site"], known.get("side", "")) if known.get("site") else "",
    }
    return _page(request, draft, way, found, context)


def _another(request: SignedInRequest, draft: IntakeDraft, way: Way, found: Step) -> HttpResponse:
    if request.method == "POST" and ("skip" in request.POST or request.POST.get("another") in ("yes", "no")):
        document, extra = actions.with_another(draft, found.complaint, request.POST.get("another") == "yes")
        return _kept(request, draft, found, document, extra)
    more = draft.extra.get("more") or []
    value = ("yes" if more[found.complaint] else "no") if found.complaint < len(more) else ""
    return _page(request, draft, way, found, {"value": value, "missed": request.method == "POST"})


def _page(request: SignedInRequest, draft: IntakeDraft, way: Way, found: Step, more: dict[str, Any]) -> HttpResponse:
    before = way.before(found)
    context = {
        "step": found,
        "number": way.number(found),
        "of": way.total,
        "percent": round(100 * (way.number(found) - 1) / way.total),
        "before": before,
        "after": way.after(found.id),
        "number_words": f"{way.number(found)} of {way.total}",
        "back_to_check": request.GET.get("from") == CHECK,
        "imperial": draft.units == Units.IMPERIAL,
        **more,
    }
    return render(request, f"intake/{found.kind}.html", context)


def _kept(
    request: SignedInRequest,
    draft: IntakeDraft,
    found: Step,
    document: Document,
    extra: dict[str, Any],
    again: frozenset[str] = frozenset(),
) -> HttpResponse:
    """Save, then go on: to what must be done now, to the next page, or back to checking."""
    before = draft.document.get("red_flags") or {}
    saved = actions.save_step(
        draft=draft, step=found, document=document, extra=extra, by=request.user, again=again - {found.id}
    )
    way = _way(saved)
    following = way.after(found.id)
    if request.GET.get("from") == CHECK:
        following = way.open
    new = [flag for flag in queries.urgent_answers(saved.document) if before.get(flag.id) != "yes"]
    if new and acts_at_once(new[0]):
        actions.tell_at_once(draft=saved, by=request.user, today=timezone.localdate())
        query = f"?next={following.id}" if following else ""
        return HttpResponseRedirect(f"{redirect('intake_act_now', new[0].id).url}{query}")
    return redirect("intake_step", following.id) if following else redirect("intake_check")


def _way(draft: IntakeDraft) -> Way:
    return queries.way_of(draft, timezone.localdate())


def _episode(request: SignedInRequest) -> Episode:
    episode = open_episode(own_record(request.user))
    if episode is None:
        raise Http404
    return episode
