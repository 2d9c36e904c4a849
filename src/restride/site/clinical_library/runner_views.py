"""The runner's library: what stands in their signed plan, and the home exercises, in plain words and to read only."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from restride.model.words import Side
from restride.site import engine
from restride.site.accounts.access import SignedInRequest, runner_page
from restride.site.clinical_library.items import item_page
from restride.site.clinical_library.shelf import Entry, shelf
from restride.site.clinical_library.views import page_of, rest_of_query, searched
from restride.site.diary.day import exercise_of
from restride.site.diary.standing import Standing, calls, standing_of
from restride.site.episodes.models import RunnerRecord
from restride.site.episodes.queries import open_episode, own_record

ON_A_PHONE = 12
#: What a runner can do alone; techniques, advice and machines of the clinic are the therapist's.
HOME_KINDS = frozenset({"strength", "core", "stretch", "foam_roll", "mobility", "balance", "warm_up", "drill"})


@runner_page
@require_GET
def items(request: SignedInRequest) -> HttpResponse:
    """The plan's exercises first, then every home exercise by text; nothing while a warning stops everything."""
    record, standing = _here(request)
    own = {item.item for item in standing.plan.home} if standing.plan else set()
    search = searched(request)
    shown = () if standing.acts else shelf().found(search=search, chosen={})
    ordered = sorted(
        (entry for entry in shown if entry.id in own or _is_home(entry)),
        key=lambda entry: (entry.id not in own, entry.plain.lower()),
    )
    context = {
        "place": "plan",
        "record": record,
        "acts": standing.acts,
        "search": search,
        "own": own,
        "found": page_of(request, tuple(ordered), ON_A_PHONE),
        "query": rest_of_query(request),
        **calls(standing),
    }
    return render(request, "library/runner_items.html", context)


@runner_page
@require_GET
def item(request: SignedInRequest, item_id: str) -> HttpResponse:
    """How one exercise is done; the dose only where it is signed."""
    record, standing = _here(request)
    mine = exercise_of(standing.plan, item_id, engine.facts()) if standing.plan else None
    found = item_page(item_id)
    if standing.acts or found is None or not (mine or _is_open(item_id)):
        raise Http404
    side = Side.LEFT.value if request.GET.get("side") == Side.LEFT else Side.RIGHT.value
    context = {"place": "plan", "record": record, "one": found, "mine": mine, "side": side, **calls(standing)}
    return render(request, "library/runner_item.html", context)


def _here(request: SignedInRequest) -> tuple[RunnerRecord, Standing]:
    record = own_record(request.user)
    return record, standing_of(open_episode(record))


def _is_home(entry: Entry) -> bool:
    return entry.where != "clinic" and not entry.clinician_only and not entry.draft and entry.kind_id in HOME_KINDS


def _is_open(item_id: str) -> bool:
    return any(entry.id == item_id and _is_home(entry) for entry in shelf().entries)
