"""What a therapist should see of the way back: red, two ambers, an overrun, a red flag, silence; and that it was seen.

An alert is open until somebody notes what came of it; signing a programme notes it for those that stood on the page.
Over a whole clinic they are kept per episode under the key of everything they were worked out from
(:class:`KeptAlerts`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Aggregate, Count, Max, QuerySet
from django.utils import timezone

import restride
from restride.comeback import DiaryError, LadderError
from restride.explain.comeback_text import observation_words
from restride.explain.dates import day_and_month
from restride.model.comeback import Alert, Comeback
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.comeback.models import AlertSeen, KeptAlerts, ProgrammeSignature, RunLog
from restride.site.comeback.queries import course_of
from restride.site.comeback.slips import slips_of
from restride.site.diary.day import RUN
from restride.site.diary.models import DayEntry, ItemTick, PainEntry
from restride.site.documents import Document
from restride.site.episodes.audit import wrote
from restride.site.episodes.models import CaseVersion, Episode, EvaluationRecord
from restride.site.names import Names

#: The most serious first; of each kind its title, its tone, its icon and its short words.
KINDS = {
    "red_flag": ("Red flag told in the diary", "solid", "flag", "Red flag"),
    "two_reds": ("Reds close together: paused", "stop", "stop", "Red: paused"),
    "red": ("A red run", "stop", "stop", "Red: stop"),
    "conflict": ("The diary contradicts itself", "warn", "warn", "Cannot plan"),
    "corrected": ("A red run was put right by the runner", "warn", "pen", "Red put right"),
    "double": ("Entries for one run that differ", "warn", "same", "Entries differ"),
    "two_ambers": ("Ambers in a row", "warn", "warn", "Ambers"),
    "overrun": ("Ran more than planned", "warn", "up", "Overrun"),
    "elsewhere": ("It hurt somewhere else", "warn", "info", "Somewhere else"),
    "no_log": ("Nothing logged for a week", "", "clock", "Silent"),
}
_QUIET = ("LOCKED", "PAUSED", "DONE")


class AlertProblem(ValueError):
    """The note cannot be kept; the message says why."""


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """One alert that nobody has seen to yet."""

    kind: str
    day: date
    says: str

    @property
    def title(self) -> str:
        """What happened."""
        return KINDS[self.kind][0]

    @property
    def short(self) -> str:
        """The same for a narrow column."""
        return KINDS[self.kind][3]

    @property
    def of_a_day(self) -> bool:
        """Whether one day of the diary raised it."""
        return self.kind not in ("conflict", "no_log")

    @property
    def tone(self) -> str:
        """Colour of its tile."""
        return KINDS[self.kind][1]

    @property
    def icon(self) -> str:
        """Its shape."""
        return KINDS[self.kind][2]


def open_alerts(episode: Episode, today: date) -> tuple[OpenAlert, ...]:
    """Return what is open of one episode, the most serious first."""
    return alerts_of([episode.pk], today).get(episode.pk, ())


def alerts_of(episode_ids: Collection[int], today: date) -> dict[int, tuple[OpenAlert, ...]]:
    """Return what is open, by episode, in a fixed number of queries and one replay for each changed diary."""
    signed = _latest_signatures(episode_ids)
    if not signed:
        return {}
    seen = _seen(signed)
    return {
        pk: opened
        for pk, found in _worked_out(signed, today).items()
        if (opened := tuple(_open(found, seen.get(pk, set()))))
    }


@transaction.atomic
def see_alert(*, episode: Episode, kind: str, day: date, note: str, by: User) -> AlertSeen:
    """Note that an alert was seen, and what came of it; a second note for the same one changes nothing."""
    if not by.has_perm("record.change", episode.record):
        raise PermissionDenied
    if not note.strip():
        raise AlertProblem("Say in a few words what came of it; the note is kept.")
    if kind not in KINDS:
        raise AlertProblem("There is no such alert.")
    row, made = AlertSeen.objects.get_or_create(
        episode=episode, kind=kind, day=day, defaults={"note": note.strip()[:300], "seen_by": by}
    )
    if made:
        summary = f"{KINDS[kind][0]}, {day_and_month(day)}: {note.strip()}"
        wrote(by=by, record=episode.record, deed="alert.seen", summary=summary[:300], after=row)
    return row


def _open(found: list[OpenAlert], seen: set[tuple[str, date]]) -> Iterator[OpenAlert]:
    order = list(KINDS)
    for alert in sorted(found, key=lambda one: (order.index(one.kind), -one.day.toordinal())):
        if (alert.kind, alert.day) not in seen:
            yield alert


def _seen(episode_ids: Collection[int]) -> dict[int, set[tuple[str, date]]]:
    found: dict[int, set[tuple[str, date]]] = {}
    for pk, kind, day in AlertSeen.objects.filter(episode__in=episode_ids).values_list("episode_id", "kind", "day"):
        found.setdefault(pk, set()).add((kind, day))
    return found


def _latest_signatures(episode_ids: Collection[int]) -> dict[int, ProgrammeSignature]:
    rows = ProgrammeSignature.objects.filter(programme__episode__in=episode_ids).select_related("programme")
    return {row.programme.episode_id: row for row in rows.order_by("programme__number")}


def _worked_out(signed: dict[int, ProgrammeSignature], today: date) -> dict[int, list[OpenAlert]]:
    keys = _keys(signed, today)
    kept = {row.episode_id: row for row in KeptAlerts.objects.filter(episode__in=signed)}
    fresh = {pk for pk, key in keys.items() if pk not in kept or kept[pk].key != key}
    found = {pk: [_read(one) for one in kept[pk].alerts] for pk in keys.keys() - fresh}
    for episode in Episode.objects.filter(pk__in=fresh).select_related("record"):
        alerts = _of(episode, signed[episode.pk], today)
        KeptAlerts.objects.update_or_create(
            episode=episode, defaults={"key": keys[episode.pk], "alerts": [_written(one) for one in alerts]}
        )
        found[episode.pk] = alerts
    return found


def _of(episode: Episode, signature: ProgrammeSignature, today: date) -> list[OpenAlert]:
    try:
        document = course_of(episode, today)
    except (DiaryError, LadderError) as trouble:
        sentence = str(trouble)
        return [OpenAlert("conflict", today, sentence[:1].upper() + sentence[1:])]
    if document is None:
        return []
    told = [OpenAlert(one.kind, one.on, _says(one, document)) for one in document.alerts if one.kind != "no_log"]
    # What says less about the same run stands behind what says more.
    more = {("red", one.day) for one in told if one.kind == "two_reds"}
    more |= {("overrun", one.day) for one in told if one.kind == "red_flag"}
    told = [one for one in told if (one.kind, one.day) not in more]
    slips = [OpenAlert(*slip) for slip in slips_of(episode, today)]
    return [*told, *slips, *_silence(episode, document, signature, today)]


def _says(alert: Alert, document: Comeback) -> str:
    """What was seen, in the words of the decision; an alert without one says it itself."""
    seen = [one.observation for one in document.decisions if one.on == alert.on and one.rules[0] == alert.kind]
    if seen:
        words = observation_words(seen[-1])
        return f"{words[:1].upper()}{words[1:]}."
    if alert.kind == "red_flag":
        flags = [one.observation.what for one in document.decisions if one.on == alert.on and one.rules[0] == "H9"]
        return f"Answered yes: {'; '.join(Names(engine.facts()).findings(flags))}."
    return alert.says


def _silence(episode: Episode, document: Comeback, signature: ProgrammeSignature, today: date) -> Iterator[OpenAlert]:
    """A week without a word, counted from the last entry or from the signature."""
    since = _silent_since(_last_days([episode.pk]).get(episode.pk), signature)
    if document.mode in _QUIET or not _is_silent(since, today):
        return
    yield OpenAlert("no_log", since, f"Nothing logged for {(today - since).days} days.")


def _silent_since(last: date | None, signature: ProgrammeSignature) -> date:
    signed_on = timezone.localdate(signature.signed_at)
    return max(last, signed_on) if last else signed_on


def _is_silent(since: date, today: date) -> bool:
    return today - since >= timedelta(days=engine.facts().number("comeback", "no_log_alert_d"))


def _keys(signed: dict[int, ProgrammeSignature], today: date) -> dict[int, str]:
    """What the alerts of each episode are worked out from, as one short text."""
    of = {"episode__in": signed}
    parts: list[dict[int, object]] = [
        _by_episode(EvaluationRecord.objects.filter(**of), "episode", Max("pk")),
        _by_episode(CaseVersion.objects.filter(**of), "episode", Max("pk")),
        _by_episode(RunLog.objects.filter(**of), "episode", Count("pk")),
        _by_episode(Episode.objects.filter(pk__in=signed), "pk", Count("record__recorded_runs")),
        _by_episode(Episode.objects.filter(pk__in=signed), "pk", Max("record__recorded_runs")),
        _by_episode(PainEntry.objects.filter(entry__episode__in=signed), "entry__episode", Count("pk")),
        _by_episode(ItemTick.objects.filter(entry__episode__in=signed, item_id=RUN), "entry__episode", Count("pk")),
    ]
    facts = engine.facts()
    last = _last_days(signed)
    keys = {}
    for pk, signature in signed.items():
        # Silence grows by itself, and today's log is judged by what locks today.
        moves = last.get(pk) == today or _is_silent(_silent_since(last.get(pk), signature), today)
        made_of = [signature.pk, facts.digest, restride.__version__, today if moves else ""]
        made_of += [part.get(pk) for part in parts]
        keys[pk] = hashlib.sha256(repr([str(one) for one in made_of]).encode()).hexdigest()
    return keys


def _by_episode(rows: QuerySet[Any], path: str, aggregate: Aggregate) -> dict[int, object]:
    return dict(rows.order_by().values_list(path).annotate(found=aggregate))


def _last_days(episode_ids: Collection[int]) -> dict[int, date]:
    found: dict[int, date] = {}
    for rows in (RunLog.objects.all(), DayEntry.objects.all()):
        latest = rows.filter(episode__in=episode_ids).order_by().values_list("episode").annotate(last=Max("day"))
        for pk, day in latest:
            found[pk] = max(day, found.get(pk, day))
    return found


def _written(alert: OpenAlert) -> Document:
    return {"kind": alert.kind, "day": alert.day.isoformat(), "says": alert.says}


def _read(document: Document) -> OpenAlert:
    return OpenAlert(document["kind"], date.fromisoformat(document["day"]), document["says"])
