"""Reads of recorded runs: the history, the report on it, and what it adds to a case.

``history_of(episode)`` is what every other room uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import msgspec
from django.core.cache import cache
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from restride.knowledge.case_reader import CaseError
from restride.model.case import Case
from restride.model.runs import RecordedFinding, RunnerChange
from restride.site import engine
from restride.site.documents import Document
from restride.site.episodes.models import CaseVersion, Episode, RunnerRecord
from restride.site.runs.models import RecordedRun, RunFile, TrainingChange
from restride.training.history import History, build_history
from restride.training.joined import onset_of
from restride.training.limits import reading_limits
from restride.training.record import RunRecord
from restride.training.report import TrainingReport, report_on

#: Pictures show so much before the onset, and everything after. [days]
SHOWN_BEFORE_D = 365
_KEPT_S = 3600

_decoder = msgspec.json.Decoder(RunRecord)


def history_of(episode: Episode) -> History:
    """Return everything recorded of the runner of an episode, each activity once, with the changes they entered."""
    return history_of_record(episode.record)


def history_of_record(record: RunnerRecord) -> History:
    """Return everything recorded of a runner."""
    bodies = RecordedRun.objects.filter(record=record).order_by("run_id").values_list("body", flat=True)
    changes = [change_of(row) for row in TrainingChange.objects.filter(record=record)]
    return build_history((_decoder.decode(body) for body in bodies), reading_limits(engine.facts()), changes)


def change_of(row: TrainingChange) -> RunnerChange:
    """Return an entered change in the vocabulary of the case."""
    return msgspec.convert({"what": row.what, "on": row.on, "says": row.says or None}, RunnerChange)


def has_any(record: RunnerRecord) -> bool:
    """Whether anything is recorded or entered; one query, for pages that ask it of everybody."""
    runs, changes = RunFile.objects.filter(record=OuterRef("pk")), TrainingChange.objects.filter(record=OuterRef("pk"))
    return RunnerRecord.objects.filter(Exists(runs) | Exists(changes), pk=record.pk).exists()


@dataclass(frozen=True, slots=True)
class Report:
    """The report on a history as pages show it: all of it in words, pictures from ``shown_from``."""

    history: History
    report: TrainingReport
    #: The same, cut to what the pictures show.
    shown: TrainingReport


def report_of(episode: Episode, today: date) -> Report | None:
    """Return the report on the history of an episode; None without a dated run."""
    history = history_of(episode)
    if not history.runs:
        return None
    onset = onset_in(episode, today)
    report = report_on(history, engine.facts(), onset)
    first = min(onset or history.runs[-1].day, history.runs[-1].day) - timedelta(days=SHOWN_BEFORE_D)
    shown = msgspec.structs.replace(
        report,
        runs=tuple(one for one in report.runs if one.day >= first),
        ratios=tuple(one for one in report.ratios if one.on >= first),
        weeks=tuple(one for one in report.weeks if one.monday >= first),
        breaks=tuple(one for one in report.breaks if one.first >= first),
    )
    return Report(history, report, shown)


def onset_in(episode: Episode, today: date) -> date | None:
    """Return the day the first complaint of the newest answers began, as far as it is known."""
    version = CaseVersion.objects.filter(episode=episode).order_by("-number").first()
    if version is None:
        return None
    try:
        case = engine.case_of(version.document)
    except CaseError:
        return None
    day = case.visit_on or told_on(episode, version.document, today)
    return next((onset for complaint in case.complaints if (onset := onset_of(complaint, day)[0])), None)


def told_on(episode: Episode, document: Document, today: date) -> date:
    """Return the day on which it was first said how many weeks the complaints last; weeks are reckoned from there."""
    told = today
    rows = CaseVersion.objects.filter(episode=episode).order_by("-number")
    for row in rows.only("document", "made_at"):
        if _weeks(row.document) != _weeks(document):
            break
        told = timezone.localdate(row.made_at)
    return told


def _weeks(document: Document) -> list[tuple[object, object]]:
    return [(one.get("site"), one.get("weeks")) for one in document.get("complaints") or []]


def joined(episode: Episode, document: Document, today: date) -> Document:
    """Return a case document with what the recorded runs show; as it is where nothing is recorded.

    Raises
    ------
    restride.knowledge.case_reader.CaseError
        The document is not a case.
    """
    if not has_any(episode.record) and not (document.get("runs") or {}).get("found"):
        return document
    return engine.with_runs(document, history_of(episode), told_on(episode, document, today))


@dataclass(frozen=True, slots=True)
class News:
    """What the records show now and did not when the answers were evaluated, and the other way round."""

    new: tuple[str, ...]
    gone: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.new or self.gone)


def news_for(version: CaseVersion, today: date, record: RunnerRecord) -> News:
    """Return what an evaluation of the newest answers would learn from the runs recorded since.

    Worked out once for the same files, changes and answers.
    """
    before = (version.document.get("runs") or {}).get("found") or []
    if not before and not has_any(record):
        return News((), ())
    key = f"runs-news-{version.pk}-{_state(record)}"
    kept: tuple[tuple[str, ...], tuple[str, ...]] | None = cache.get(key)
    if kept is None:
        kept = _news(version, before, today)
        cache.set(key, kept, _KEPT_S)
    return News(*kept)


def _news(version: CaseVersion, before: list[Document], today: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    try:
        case = engine.case_of(joined(version.episode, version.document, today))
    except CaseError:
        return (), ()
    old = {(one["finding"], one.get("about", 0)): one for one in before if one["state"] == "present"}
    now = {(one.finding, one.about): one for one in present(case)}
    return (
        tuple(dict.fromkeys(one.says for key, one in now.items() if key not in old)),
        tuple(dict.fromkeys(str(one["says"]) for key, one in old.items() if key not in now)),
    )


def present(case: Case) -> tuple[RecordedFinding, ...]:
    """Return what the records show as unusual."""
    return tuple(one for one in case.runs.found if one.state == "present")


def _state(record: RunnerRecord) -> str:
    """Return a short word that changes whenever the recorded runs or the entered changes do."""
    runs = RecordedRun.objects.filter(record=record)
    changes = TrainingChange.objects.filter(record=record)
    newest = (
        runs.aggregate(at=Max("pk"))["at"], runs.count(), changes.aggregate(at=Max("pk"))["at"], changes.count(),
    )  # fmt: skip
    return "-".join(str(one or 0) for one in newest)


def read_run(row: RecordedRun) -> RunRecord:
    """Return one stored activity as it was read."""
    return _decoder.decode(row.body)
