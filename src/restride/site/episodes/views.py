"""The therapist's pages about runners: today, the list, a new runner, the record."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from restride.site.accounts.access import SignedInRequest, staff_page
from restride.site.episodes import actions, queries
from restride.site.episodes.attention import needs
from restride.site.episodes.forms import AddRunnerForm, EndingForm
from restride.site.episodes.glance import glances
from restride.site.episodes.models import Ending, RunnerRecord
from restride.site.episodes.tabs import tabs_of
from restride.site.followup.overview import decisions, overview_of

LINK_IN_SESSION = "issued_link"
#: At least so many needs on a page; what is urgent is never left for the next one.
NEEDS_ON_TODAY = 20
LINES_ON_TODAY = 20
LINES_ON_A_PAGE = 50


@staff_page
@require_GET
def today(request: SignedInRequest) -> HttpResponse:
    """Who needs something, most urgent first; then who is in care."""
    everybody = glances(request.user)
    found = needs(everybody)
    size = max(NEEDS_ON_TODAY, sum(need.hot for need in found))
    context = {
        "place": "today",
        "date": timezone.localdate(),
        "needs": Paginator(found, size).get_page(request.GET.get("page")),
        "needs_count": len({need.line.record.pk for need in found}),
        "lines": queries.lines_of([one.episode_id for one in everybody[:LINES_ON_TODAY]]),
        "in_care": len(everybody),
    }
    return render(request, "episodes/today.html", context)


@staff_page
@require_GET
def runners(request: SignedInRequest) -> HttpResponse:
    """Everybody in care, by name and page by page; the search looks through all."""
    search, ended = request.GET.get("search", "").strip()[:80], bool(request.GET.get("ended"))
    names = queries.care_names(request.user, search=search, ended=ended)
    page = Paginator(names, LINES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "place": "runners",
        "found": page,
        "lines": queries.lines_of([pk for pk, _ in page]),
        "search": search,
        "ended": ended,
        "elsewhere": queries.care_names(request.user, search=search, ended=not ended).count(),
        "query": f"&{urlencode(asked)}" if (asked := _asked(search, ended)) else "",
    }
    return render(request, "episodes/_runners_list.html" if request.htmx else "episodes/runners.html", context)


def _asked(search: str, ended: bool) -> dict[str, str]:
    return ({"search": search} if search else {}) | ({"ended": "1"} if ended else {})


@staff_page
@require_http_methods(["GET", "POST"])
def add_runner(request: SignedInRequest) -> HttpResponse:
    """Open a record; with an address, show the runner's one-time link on the next page, once."""
    form = AddRunnerForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        clinic = form.chosen_clinic()
        if clinic is not None:
            added = actions.add_runner(
                clinic=clinic,
                name=form.cleaned_data["name"],
                birth_year=form.cleaned_data["birth_year"],
                sex=form.cleaned_data["sex"],
                email=form.cleaned_data["email"],
                by=request.user,
            )
            _keep_link(request, added.record, added.link_token)
            messages.success(request, f"{added.record.name} added")
            return redirect("record", added.record.pk)
    return render(request, "episodes/add_runner.html", {"place": "runners", "form": form})


@staff_page
@require_GET
def record(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Show what is known of a runner, and what to do next."""
    found = queries.record_in_care(request.user, record_id)
    frame = record_frame(found, "record")
    context = {
        **frame,
        "needs": needs([frame["line"]]) if frame["line"] else [],
        "overview": overview_of(frame["line"].episode) if frame["line"] else None,
        "decisions": decisions(found),
        "link": _take_link(request, found),
    }
    return render(request, "episodes/record.html", context)


@staff_page
@require_GET
def record_history(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Every change to a record, with who and when."""
    found = queries.record_in_care(request.user, record_id)
    context = {**record_frame(found, "record_history"), "entries": queries.history(found)}
    return render(request, "episodes/history.html", context)


@staff_page
@require_POST
def invite_runner(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Issue a new one-time link and show it once."""
    found = queries.record_in_care(request.user, record_id)
    if not found.email:
        messages.error(request, "There is no e-mail address in this record.")
    else:
        _keep_link(request, found, actions.invite_runner(record=found, by=request.user))
    return redirect("record", found.pk)


@staff_page
@require_http_methods(["GET", "POST"])
def end_care(request: SignedInRequest, record_id: UUID) -> HttpResponse:
    """Say what ending a course of care means, ask why, and end it."""
    found = queries.record_in_care(request.user, record_id)
    episode = queries.open_episode(found)
    if episode is None:
        return redirect("record", found.pk)
    form = EndingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ending = Ending(form.cleaned_data["ending"])
        try:
            actions.close_episode(episode=episode, ending=ending, note=form.cleaned_data["note"], by=request.user)
        except actions.EndingRefused as refused:
            form.add_error("ending", str(refused))
        else:
            messages.success(request, f"{found.name}: care ended")
            return redirect("record", found.pk)
    context = {**record_frame(found, "record"), "form": form}
    return render(request, "episodes/end_care.html", context, status=422 if form.errors else 200)


@staff_page
@require_POST
def resume_care(request: SignedInRequest, record_id: UUID, how: str) -> HttpResponse:
    """Take the last course of care up again, or open a new one."""
    found = queries.record_in_care(request.user, record_id)
    deeds = {"reopen": actions.reopen_episode, "begin": actions.begin_episode}
    if how not in deeds:
        raise Http404
    try:
        deeds[how](record=found, by=request.user)
    except actions.EndingRefused as refused:
        messages.error(request, str(refused))
    return redirect("record", found.pk)


def record_frame(found: RunnerRecord, tab: str) -> dict[str, Any]:
    """Return what every page of a record shows above its own content."""
    episode = queries.open_episode(found)
    return {
        "place": "runners",
        "record": found,
        "line": queries.care_line(episode) if episode else None,
        "age": found.age_in(timezone.localdate().year),
        "ended": None if episode else queries.last_ended(found),
        "tabs": tabs_of(found, tab, in_care=episode is not None),
    }


def _keep_link(request: SignedInRequest, found: RunnerRecord, token: str | None) -> None:
    if token:
        address = reverse("accept_invitation", args=[token])
        request.session[LINK_IN_SESSION] = [str(found.pk), request.build_absolute_uri(address)]


def _take_link(request: SignedInRequest, found: RunnerRecord) -> str:
    """Return the link that was just issued for this record; a second look does not show it again."""
    record_id, link = request.session.get(LINK_IN_SESSION, ("", ""))
    if record_id != str(found.pk):
        return ""
    del request.session[LINK_IN_SESSION]
    return str(link)
