"""Taking a recording for analysis, keeping it, and handing in the result under a fence.

Every step is one conditional UPDATE: it names the token under which the work was taken, so it changes nothing
where another worker, a pause or a removal came between. That works alike on SQLite and PostgreSQL.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from restride.site.recordings.models import WHOLE, Recording, State

#: Engineering defaults. A worker says that it lives about every second.
LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 3
GAVE_UP = (
    "The analysis stopped three times without a word, as it does when the machine runs out of memory or is "
    "switched off. Start it again, or record a shorter clip."
)


@dataclass(frozen=True, slots=True)
class Lease:
    """A recording that is ours until further notice."""

    recording: Recording
    token: uuid.UUID


def take(now: datetime) -> Lease | None:
    """Take the recording that waits longest, or one whose worker died; nothing where nothing is due."""
    while True:
        due = _due(now).order_by("queued_at", "pk").first()
        if due is None:
            return None
        unchanged = Recording.objects.filter(pk=due.pk, state=due.state, lease_token=due.lease_token)
        if due.attempts >= MOST_ATTEMPTS:
            unchanged.update(state=State.FAILED, reason=GAVE_UP, lease_token=None, lease_until=None, stage="")
            continue
        token = uuid.uuid4()
        taken = unchanged.update(
            state=State.ANALYSING,
            lease_token=token,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
            progress_percent=0,
            stage="",
            reason="",
            people=[],
        )
        if taken:
            return Lease(Recording.objects.get(pk=due.pk), token)


def _due(now: datetime) -> Any:
    return Recording.objects.filter(Q(state=State.QUEUED) | Q(state=State.ANALYSING, lease_until__lt=now))


def beat(lease: Lease, now: datetime, *, percent: int, stage: str, remarks: Sequence[dict[str, Any]] = ()) -> bool:
    """Say that the work goes on, and what the first look at a clip found; false where it is no longer ours."""
    looked = {"remarks": list(remarks)} if remarks else {}
    changed = _ours(lease).update(
        lease_until=now + LEASE, progress_percent=max(0, min(WHOLE, percent)), stage=stage[:80], **looked
    )
    return bool(changed)


def hand_in(lease: Lease, now: datetime, *, report: dict[str, Any], result: str, pipeline: str) -> bool:
    """Publish the result; false, with nothing changed, where the work is no longer ours."""
    changed = _ours(lease).update(
        state=State.DONE,
        lease_token=None,
        lease_until=None,
        progress_percent=WHOLE,
        stage="",
        reason="",
        report=report,
        report_options=lease.recording.options,
        result=result,
        pipeline=pipeline,
        analysed_at=now,
        used_at=None,
    )
    return bool(changed)


def refuse(lease: Lease, reason: str, *, people: Sequence[tuple[int, int]] = ()) -> bool:
    """Say why it cannot be analysed, and where each person is among whom it could not choose."""
    changed = _ours(lease).update(
        state=State.FAILED, lease_token=None, lease_until=None, stage="", reason=reason[:500], people=list(people)
    )
    return bool(changed)


def give_back(lease: Lease) -> bool:
    """Let another take it, as when the site is stopped; the attempt does not count."""
    changed = _ours(lease).update(
        state=State.QUEUED, lease_token=None, lease_until=None, stage="", attempts=F("attempts") - 1
    )
    return bool(changed)


def _ours(lease: Lease) -> Any:
    return Recording.objects.filter(pk=lease.recording.pk, state=State.ANALYSING, lease_token=lease.token)
