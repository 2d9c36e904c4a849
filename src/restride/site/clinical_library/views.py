"""The therapist's library: items, conditions, red flags, tests, measures, sources. No page here asks the database."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from restride.model.words import Side
from restride.site.accounts.access import SignedInRequest, staff_page
from restride.site.clinical_library import shelves
from restride.site.clinical_library.conditions import condition_lines, condition_page
from restride.site.clinical_library.items import item_page
from restride.site.clinical_library.shelf import FILTERS, shelf
from restride.site.exams.sheets import REGIONS

ON_A_PAGE = 24
LINES_ON_A_PAGE = 50
LONGEST_SEARCH = 80
TABS = {
    "library": "Exercises and more",
    "library_conditions": "Conditions",
    "library_red_flags": "Red flags",
    "library_tests": "Tests",
    "library_measures": "Measures",
    "library_sources": "Sources",
}


@staff_page
@require_GET
def items(request: SignedInRequest) -> HttpResponse:
    """Every item, by text and by filter."""
    whole = shelf()
    search = searched(request)
    chosen = {
        name: value
        for name in FILTERS
        if (value := request.GET.get(name, "")) and value in {one.value for one in whole.choices[name]}
    }
    found = whole.found(search=search, chosen=chosen)
    filters = [(name, words, whole.choices[name], chosen.get(name, "")) for name, words in FILTERS.items()]
    context = {
        "search": search,
        "filters": filters,
        "chosen": len(chosen),
        "found": page_of(request, found, ON_A_PAGE),
        "total": len(found),
        "query": rest_of_query(request),
    }
    if request.htmx:
        return render(request, "library/_items.html", context)
    return _page(request, "library", "library/items.html", **context)


@staff_page
@require_GET
def item(request: SignedInRequest, item_id: str) -> HttpResponse:
    """One item in full."""
    found = item_page(item_id)
    if found is None:
        raise Http404
    side = Side.LEFT.value if request.GET.get("side") == Side.LEFT else Side.RIGHT.value
    return _page(request, "library", "library/item.html", one=found, side=side)


@staff_page
@require_GET
def conditions(request: SignedInRequest) -> HttpResponse:
    """Every condition, by text and region."""
    region, search = request.GET.get("region", ""), searched(request)
    regions = {**REGIONS, "whole_body": "Whole body"}
    found = condition_lines(search=search, region=region if region in regions else "")
    context = {"found": found, "search": search, "region": region, "regions": regions.items()}
    if request.htmx:
        return render(request, "library/_conditions.html", context)
    return _page(request, "library_conditions", "library/conditions.html", **context)


@staff_page
@require_GET
def condition(request: SignedInRequest, condition_id: str) -> HttpResponse:
    """One condition in full."""
    found = condition_page(condition_id)
    if found is None:
        raise Http404
    return _page(request, "library_conditions", "library/condition.html", one=found)


@staff_page
@require_GET
def red_flags(request: SignedInRequest) -> HttpResponse:
    """Every warning question, the most urgent first."""
    groups = shelves.flags_by_urgency()
    return _page(request, "library_red_flags", "library/red_flags.html", groups=groups)


@staff_page
@require_GET
def tests(request: SignedInRequest) -> HttpResponse:
    """Every test, by text and region."""
    region, search = request.GET.get("region", ""), searched(request)
    found = shelves.matching_tests(search=search, region=region if region in REGIONS else "")
    context = {
        "found": page_of(request, found, LINES_ON_A_PAGE),
        "search": search,
        "region": region,
        "regions": REGIONS.items(),
        "query": rest_of_query(request),
    }
    if request.htmx:
        return render(request, "library/_tests.html", context)
    return _page(request, "library_tests", "library/tests.html", **context)


@staff_page
@require_GET
def test(request: SignedInRequest, test_id: str) -> HttpResponse:
    """One test in full."""
    found = shelves.page_of_test(test_id)
    if found is None:
        raise Http404
    return _page(request, "library_tests", "library/test.html", one=found)


@staff_page
@require_GET
def measures(request: SignedInRequest) -> HttpResponse:
    """Every measure with its licence."""
    return _page(request, "library_measures", "library/measures.html", found=shelves.measure_lines())


@staff_page
@require_GET
def sources(request: SignedInRequest) -> HttpResponse:
    """Every source, what was read of it, and who rests on it."""
    search = searched(request)
    found = page_of(request, shelves.source_found(search=search), LINES_ON_A_PAGE)
    context = {"found": found, "search": search, "query": rest_of_query(request)}
    if request.htmx:
        return render(request, "library/_sources.html", context)
    return _page(request, "library_sources", "library/sources.html", **context)


def searched(request: SignedInRequest) -> str:
    """Return what is searched for, cut to a sensible length."""
    return request.GET.get("search", "").strip()[:LONGEST_SEARCH]


def page_of(request: SignedInRequest, found: tuple[Any, ...], size: int) -> Page[Any]:
    """Return the page that was asked for; a page too far is the last one."""
    return Paginator(found, size).get_page(request.GET.get("page"))


def rest_of_query(request: SignedInRequest) -> str:
    """Return the search and the filters, for the links to other pages."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"&{query.urlencode()}" if query else ""


def _page(request: SignedInRequest, tab: str, template: str, **context: Any) -> HttpResponse:
    tabs = [{"url": reverse(name), "words": words, "current": name == tab} for name, words in TABS.items()]
    return render(request, template, {"place": "library", "tabs": tabs, **context})
