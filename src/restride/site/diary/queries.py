"""Reads of the diary."""

from __future__ import annotations

from collections.abc import Iterable

from restride.site.diary.models import Moment, PainEntry


def next_morning_pain(episode_ids: Iterable[int], *, at_most: int = 9) -> dict[int, list[int]]:
    """Return each episode's latest next-morning numbers, oldest first; replaced entries do not count."""
    rows = (
        PainEntry.objects.filter(
            entry__episode_id__in=episode_ids, moment=Moment.NEXT_MORNING, replaced_by__isnull=True
        )
        .order_by("entry__day", "said_at")
        .values_list("entry__episode_id", "pain")
    )
    pains: dict[int, list[int]] = {}
    for episode_id, pain in rows:
        pains.setdefault(episode_id, []).append(pain)
    return {episode_id: numbers[-at_most:] for episode_id, numbers in pains.items()}
