"""What a therapist should see of a diary that was put right: a red run that is red no more, two entries for one run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from restride.comeback.gate import Felt, Gate, judge
from restride.site import engine
from restride.site.comeback.basis import RunningNumbers, running_numbers
from restride.site.comeback.doubles import doubles_of
from restride.site.comeback.entries import logged_runs
from restride.site.comeback.models import RunLog, Stands
from restride.site.episodes.audit import reference
from restride.site.episodes.models import AuditEntry, Episode

_FELT = ("during", "right_after", "hour_later", "next_morning", "after_24_h", "walking", "at_night", "limped")


class Slip(NamedTuple):
    """What was put right, or should be; the kinds are those of the alerts."""

    kind: str
    day: date
    says: str


def slips_of(episode: Episode, today: date) -> Iterator[Slip]:
    """Return them, oldest first; nothing is red where nothing is signed."""
    own = running_numbers(episode, today)
    if own is not None:
        yield from _reds_put_right(episode, own)
    for group in doubles_of(logged_runs(episode), engine.facts()):
        yield Slip(
            "double", group[0].log.day,
            f"{len(group)} entries for one run do not agree; the longer run and the higher pain count until one is "
            "taken back.",
        )  # fmt: skip


def _reds_put_right(episode: Episode, own: RunningNumbers) -> Iterator[Slip]:
    replaced = RunLog.objects.filter(episode=episode, replaced_by__isnull=False).select_related("replaced_by")
    changed = [
        row
        for row in replaced.order_by("day", "received_at")
        if _is_red(row, own) and (row.replaced_by.stands == Stands.WITHDRAWN or not _is_red(row.replaced_by, own))
    ]
    if not changed:
        return
    references = {reference(row.replaced_by): row for row in changed}
    by_runner = AuditEntry.objects.filter(
        deed="run.logged", after__in=references, actor=episode.record.user_id
    ).values_list("after", flat=True)
    for key in sorted(by_runner, key=list(references).index):
        yield Slip("corrected", references[key].day, _words(references[key]))


def _is_red(row: RunLog, own: RunningNumbers) -> bool:
    felt = Felt(**{name: getattr(row, name) for name in _FELT}, stiffer=row.stiffness == "more" or None)
    return judge(felt, own.usual_morning, own.numbers).gate is Gate.RED


def _words(before: RunLog) -> str:
    after: RunLog = before.replaced_by
    limped = " with a limp" if before.limped else ""
    first = f"First said: {before.during} of 10 while running{limped}." if before.during is not None else "It was red."
    if after.stands == Stands.WITHDRAWN:
        return f"{first} Taken back by the runner{f': “{after.note}”' if after.note else ', without a word why'}."
    return f"{first} Now: {after.during} of 10{' with a limp' if after.limped else ''}. It counts as it stands now."
