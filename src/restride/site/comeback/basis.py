"""What one version of the programme stands on: the signed answers and settings, and whatever has tightened since.

A signature binds the answers it was given on, so newer answers change nothing that a runner sees, with two
exceptions that can only hold back: what the newest triage locks, and a newer leading tissue with a stricter rule.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import msgspec
from django.db.models import QuerySet

from restride.comeback.numbers import Numbers, numbers
from restride.comeback.setup import pain_limit_on
from restride.knowledge.load import Knowledge
from restride.model.case import Case, Goal
from restride.model.diary import ComebackSettings, DiaryEntry
from restride.model.evaluation import Evaluation
from restride.model.quantity import decode_quantity, encode_quantity
from restride.model.words import Tissue
from restride.site import engine
from restride.site.comeback.models import Programme, ProgrammeSignature
from restride.site.documents import Document
from restride.site.episodes.models import CaseVersion, Episode, EvaluationRecord


@dataclass(frozen=True, slots=True)
class Terms:
    """What a therapist sets: the settings of the way back, and the goal where it differs from the answers."""

    settings: ComebackSettings
    goal: Goal | None = None
    #: The therapist took the goal of the answers out and set none.
    no_goal: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """A case without its diary, the evaluation, and the terms, ready to be replayed."""

    case: Case
    evaluation: Evaluation
    terms: Terms
    #: Sentences about what has tightened since the signature.
    tightened: tuple[str, ...] = ()

    def with_diary(self, diary: Sequence[DiaryEntry]) -> Case:
        """Return the whole case: answers, terms, diary."""
        goals = self.case.goals
        if self.terms.goal is not None or self.terms.no_goal:
            own = (self.terms.goal,) if self.terms.goal is not None else ()
            goals = (*own, *(one for one in goals if one.what not in ("race", "distance")))
        return msgspec.structs.replace(self.case, diary=tuple(diary), comeback=self.terms.settings, goals=goals)


def terms_of(document: Document) -> Terms:
    """Read the stored terms of a programme."""
    return msgspec.convert(document, Terms, dec_hook=decode_quantity)


def written(terms: Terms) -> Document:
    """Return the terms as the database stores them."""
    document: Document = msgspec.json.decode(msgspec.json.encode(terms, enc_hook=encode_quantity))
    return document


def newest_programme(episode: Episode) -> Programme | None:
    """Return the newest version, signed or not."""
    return _programmes(episode).first()


def programme_in_force(episode: Episode) -> Programme | None:
    """Return the newest signed version: the only one a runner's page may rest on."""
    return _programmes(episode).filter(signature__isnull=False).first()


def draft_programme(episode: Episode) -> Programme | None:
    """Return the version that waits for a signature; nothing where the newest is signed."""
    newest = newest_programme(episode)
    return None if newest is None or is_signed(newest) else newest


def drafts_of(episode_ids: Collection[int]) -> dict[int, int]:
    """Return the number of the version that waits for a signature, by episode."""
    rows = Programme.objects.filter(episode__in=episode_ids).order_by("number")
    newest = {episode: (pk, number) for pk, episode, number in rows.values_list("pk", "episode_id", "number")}
    signed = ProgrammeSignature.objects.filter(programme__episode__in=episode_ids).values_list(
        "programme_id", flat=True
    )
    done = set(signed)
    return {episode: number for episode, (pk, number) in newest.items() if pk not in done}


def is_signed(programme: Programme) -> bool:
    """Whether a therapist has released this version."""
    return hasattr(programme, "signature")


def basis_of(programme: Programme, today: date, terms: Terms | None = None) -> Basis:
    """Return what a version stands on; with ``terms``, what other terms would stand on."""
    facts = engine.facts()
    version = programme.evaluation.case_version
    case = engine.case_of(version.document)
    signed = _read(programme.evaluation, version, today)
    terms = terms or terms_of(programme.document)
    newest = newest_record(programme.episode)
    if newest is None or newest.pk == programme.evaluation_id:
        return Basis(case, signed, terms)
    return _tightened(Basis(case, signed, terms), newest, today, facts)


@dataclass(frozen=True, slots=True)
class RunningNumbers:
    """What a run is judged by under the signed programme."""

    numbers: Numbers
    usual_morning: float


def running_numbers(episode: Episode, day: date) -> RunningNumbers | None:
    """Return the numbers of the signed tissue with the therapist's pain limit of a day; None with nothing signed."""
    programme = programme_in_force(episode)
    if programme is None:
        return None
    basis = basis_of(programme, day)
    settings = basis.terms.settings
    own = numbers(engine.facts(), settings.tissue or _leading(basis.evaluation) or Tissue.UNKNOWN)
    limited = own._replace(during_max=pain_limit_on(settings, day.toordinal(), own))
    return RunningNumbers(limited, settings.usual_morning_pain)


def newest_record(episode: Episode) -> EvaluationRecord | None:
    """Return the newest evaluation, with its case version."""
    rows = EvaluationRecord.objects.filter(episode=episode).select_related("case_version")
    return rows.order_by("-case_version__number", "-pk").first()


def has_newer_answers(programme: Programme) -> bool:
    """Whether the answers changed since the evaluation that a version rests on."""
    newest = CaseVersion.objects.filter(episode=programme.episode_id).order_by("-number").values_list("pk", flat=True)
    return newest.first() != programme.evaluation.case_version_id


def _programmes(episode: Episode) -> QuerySet[Programme]:
    return (
        Programme.objects.filter(episode=episode)
        .select_related("episode__record", "evaluation__case_version", "signature__signed_by", "made_by")
        .order_by("-number")
    )


def _read(record: EvaluationRecord, version: CaseVersion, today: date) -> Evaluation:
    """Return a stored evaluation; one that an older program wrote in another shape is made again."""
    return engine.read(record.document, Evaluation) or engine.evaluate(version.document, today)


def _tightened(basis: Basis, newest: EvaluationRecord, today: date, facts: Knowledge) -> Basis:
    """Take over what only holds back: the newest triage, releases of flags, a stricter tissue."""
    now = _read(newest, newest.case_version, today)
    case = msgspec.structs.replace(basis.case, clearances=engine.case_of(newest.case_version.document).clearances)
    evaluation = msgspec.structs.replace(basis.evaluation, triage=now.triage)
    terms = basis.terms
    said: tuple[str, ...] = ()
    tissue = _leading(now)
    if tissue is not None and tissue is not _leading(basis.evaluation):
        used = terms.settings.tissue or _leading(basis.evaluation) or Tissue.UNKNOWN
        if is_stricter(tissue, used, facts):
            said = (
                "Newer answers point to a tissue with a stricter rule; it holds until a programme is signed on them.",
            )
            terms = replace(terms, settings=msgspec.structs.replace(terms.settings, tissue=tissue))
    return Basis(case, evaluation, terms, said)


def _leading(evaluation: Evaluation) -> Tissue | None:
    return evaluation.complaints[0].state.tissue if evaluation.complaints else None


def is_stricter(one: Tissue, other: Tissue, facts: Knowledge) -> bool:
    """Whether a tissue locks or allows less pain where the other does not."""
    locked = facts.engine["comeback"].lists["locked_tissues"]
    if (one.value in locked) != (other.value in locked):
        return one.value in locked
    return facts.number("pain_rules", f"{one.value}_during") < facts.number("pain_rules", f"{other.value}_during")
