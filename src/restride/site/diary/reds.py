"""Red entries: which still stand, and which was a slip of the finger that the runner put right on the same morning."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.utils import timezone

from restride.site.diary.models import Moment, PainEntry, RedGate
from restride.site.episodes.audit import reference
from restride.site.episodes.models import AuditEntry
from restride.site.plans.models import PlanState, PlanVersion


def red_gates(episode_ids: Iterable[int]) -> dict[int, str]:
    """Return the newest red entry of each episode that was not put right and that no plan was signed after."""
    rows = RedGate.objects.filter(entry__episode_id__in=episode_ids).select_related("entry").order_by("made_at")
    found = list(rows)
    corrected = corrections_of(found)
    newest = {row.entry.episode_id: row for row in found if row.client_id not in corrected}
    signed = PlanVersion.objects.filter(episode_id__in=newest, state=PlanState.SIGNED)
    later = {
        plan.episode_id
        for plan in signed
        if plan.decided_at is not None and plan.decided_at > newest[plan.episode_id].made_at
    }
    return {episode_id: row.why for episode_id, row in newest.items() if episode_id not in later}


def corrections_of(reds: Sequence[RedGate]) -> dict[uuid.UUID, int]:
    """Return the number a red morning was put right to, by the sending that was red; the entries themselves stay.

    Only a morning is ever put right: it is one number, asked once a day. It must be said on that very day, or by the
    clinic later, be lower, and not be red itself. What was felt in an exercise stands, whatever is said after it.
    """
    mornings: dict[int, list[PainEntry]] = {}
    rows = PainEntry.objects.filter(entry__in={red.entry_id for red in reds}, moment=Moment.NEXT_MORNING)
    for row in rows.select_related("entry__episode__record").order_by("said_at", "received_at"):
        mornings.setdefault(row.entry_id, []).append(row)
    was_red = {_morning_id(red.client_id) for red in reds}
    found = {}
    for red in reds:
        said = mornings.get(red.entry_id, [])
        tapped = next((row for row in said if row.client_id == _morning_id(red.client_id)), None)
        if tapped is None or said[-1].client_id in was_red or tapped.limped:
            continue
        last = said[-1]
        if last.pain < tapped.pain and (timezone.localdate(last.said_at) == last.entry.day or _by_the_clinic(last)):
            found[red.client_id] = last.pain
    return found


def _by_the_clinic(row: PainEntry) -> bool:
    record = row.entry.episode.record
    said = AuditEntry.objects.filter(record=record, after=reference(row), deed="diary.pain")
    return said.exclude(actor=record.user_id).exists()


def _morning_id(sending: uuid.UUID) -> uuid.UUID:
    """Return the id that a sending's number of the morning is kept under (:func:`~.session.log_session`)."""
    return uuid.uuid5(sending, Moment.NEXT_MORNING)
