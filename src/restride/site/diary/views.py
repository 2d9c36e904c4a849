"""The runner's own pages."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from restride.site.accounts.access import SignedInRequest, runner_page
from restride.site.episodes.queries import open_episode, own_record
from restride.site.plans.queries import plan_in_force


@runner_page
@require_GET
def today(request: SignedInRequest) -> HttpResponse:
    """Show what to do today; before a plan is signed, what happens next."""
    record = own_record(request.user)
    episode = open_episode(record)
    context = {
        "place": "today",
        "date": timezone.localdate(),
        "record": record,
        "episode": episode,
        "plan": plan_in_force(episode) if episode else None,
        "answered": episode is not None and episode.case_versions.exists(),
    }
    return render(request, "diary/today.html", context)


@runner_page
@require_GET
def my_clinic(request: SignedInRequest) -> HttpResponse:
    """Whom to call, when to stop, and one's own account."""
    return render(request, "diary/my_clinic.html", {"place": "clinic", "record": own_record(request.user)})
