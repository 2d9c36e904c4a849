"""Where a runner's care stands: the newest case and the newest evaluation of it, read back as types."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from restride.knowledge.case_reader import CaseError
from restride.model.case import Case
from restride.model.evaluation import Evaluation
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.episodes.actions import evaluate_case
from restride.site.episodes.models import CaseVersion, Episode, EvaluationRecord


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest answers and what was made of them; ``trouble`` says why nothing could be made."""

    episode: Episode
    version: CaseVersion
    case: Case | None
    record: EvaluationRecord | None
    evaluation: Evaluation | None
    trouble: str = ""


def latest_version(episode: Episode) -> CaseVersion | None:
    """Return the newest case version."""
    return CaseVersion.objects.filter(episode=episode).select_related("author").order_by("-number").first()


def latest_evaluation(version: CaseVersion) -> EvaluationRecord | None:
    """Return the newest evaluation of one case version."""
    return EvaluationRecord.objects.filter(case_version=version).select_related("made_by").order_by("-pk").first()


def standing_of(episode: Episode, *, by: User) -> Standing | None:
    """Return where an episode stands; answers that nothing was made of yet are evaluated here and stored."""
    version = latest_version(episode)
    if version is None:
        return None
    try:
        case = engine.case_of(version.document)
    except CaseError as error:
        return Standing(episode, version, None, None, None, trouble=str(error))
    record = latest_evaluation(version)
    evaluation = engine.read(record.document, Evaluation) if record else None
    if evaluation is None:
        record = evaluate_case(case_version=version, by=by, today=timezone.localdate())
        evaluation = engine.read(record.document, Evaluation)
    return Standing(episode, version, case, record, evaluation)


def evaluation_in_care(user: User, episode: Episode, pk: int) -> EvaluationRecord | None:
    """Return one stored evaluation of an episode, if somebody may see it."""
    rows = EvaluationRecord.objects.in_care_of(user).select_related("case_version", "made_by")
    return rows.filter(episode=episode, pk=pk).first()
