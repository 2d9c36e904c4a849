"""What every page of a record in care needs: the record, its open episode, the head and the tabs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404

from restride.site.accounts.access import SignedInRequest
from restride.site.episodes import queries
from restride.site.episodes.models import Episode, RunnerRecord
from restride.site.episodes.views import record_frame


@dataclass(frozen=True, slots=True)
class Framed:
    """A record in the care of the person who asks."""

    record: RunnerRecord
    episode: Episode

    def context(self, tab: str, **more: Any) -> dict[str, Any]:
        """Return the template's context: head, tabs, and the page's own."""
        return {**record_frame(self.record, tab), **more}


def framed(request: SignedInRequest, record_id: UUID) -> Framed:
    """Return a record with its open episode, or 404."""
    record = queries.record_in_care(request.user, record_id)
    episode = queries.open_episode(record)
    if episode is None:
        raise Http404
    return Framed(record, episode)
