"""What a therapist should see of a diary that was put right: a red run that is red no more, two entries for one run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from restride.comeback.gate import Felt, Gate, Judged, judge
from restride.explain.comeback_text import observation_words
from restride.model.comeback import Observation
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
        yield Slip("corrected", references[key].day, _words(references[key], own))


def _judged(row: RunLog, own: RunningNumbers) -> Judged:
    felt = Felt(**{name: getattr(row, name) for name in _FELT}, stiffer=row.stiffness == "more" or None)
    return judge(felt, own.usual_morning, own.numbers)


def _is_red(row: RunLog, own: RunningNumbers) -> bool:
    return _judged(row, own).gate is Gate.RED


def _words(before: RunLog, own: RunningNumbers) -> str:
    """What made it red, and what stands in its place."""
    after: RunLog = before.replaced_by
    red = _judged(before, own)
    seen = Observation(what=red.what, value=red.value, limit=red.limit, colour="red")
    first = f"First said: {observation_words(seen)}."
    if after.stands == Stands.WITHDRAWN:
        return f"{first} Taken back by the runner{f': “{after.note}”' if after.note else ', without a word why'}."
    return f"{first} Now: {_now(after, red.what)}. It counts as it stands now."


def _now(after: RunLog, what: str) -> str:
    if what == "limped":
        return "no limp"
    # A morning and a day later are one sign to the gate.
    names = ("next_morning", "after_24_h") if what == "next_morning" else (what,)
    said = [value for name in names if (value := getattr(after, name)) is not None]
    return f"{max(said)} of 10" if said else "not said"
