"""Where an episode stands, in a few lines: what leads, what was decided, which plan is in force, and every decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from restride.explain.words import COURSES, LEVELS
from restride.model.evaluation import Course, Evaluation
from restride.site import engine
from restride.site.episodes.models import AuditEntry, Episode, RunnerRecord
from restride.site.evaluations.hypotheses import inside_a_sentence
from restride.site.evaluations.queries import latest_evaluation, latest_version
from restride.site.plans.models import PlanVersion
from restride.site.plans.queries import versions

DECISIONS = {
    "case.evaluated": ("ok", "Evaluated"),
    "flag.cleared": ("flag", "Flag cleared"),
    "plan.proposed": ("pen", "Proposed"),
    "plan.signed": ("ok", "Signed"),
    "plan.rejected": ("no", "Rejected"),
    "record.opened": ("plus", "In care"),
    "episode.closed": ("out", "Ended"),
    "episode.reopened": ("plus", "In care"),
    "episode.opened": ("plus", "In care"),
    "runner.joined": ("people", "Joined"),
}
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Overview:
    """The few lines that a therapist wants before the door opens."""

    leads: tuple[tuple[str, str, str], ...]
    course: str
    #: Whom to see, or why nothing was decided; what treats says it in one word.
    course_says: str
    urgency: str
    not_asked: int
    evaluated_at: datetime | None
    plans: tuple[PlanVersion, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision, signature or step, with who and when."""

    when: datetime
    what: str
    by: str
    strong: bool


def overview_of(episode: Episode) -> Overview:
    """Return where an episode stands; nothing is computed here."""
    version = latest_version(episode)
    record = latest_evaluation(version) if version else None
    evaluation = engine.read(record.document, Evaluation) if record else None
    plans = tuple(versions(episode))
    if record is None or evaluation is None:
        return Overview((), "", "", "NONE", 0, None, plans)
    return Overview(
        leads=tuple(
            (
                picture.side.value,
                inside_a_sentence(picture.hypotheses[0].name),
                LEVELS[picture.hypotheses[0].level].lower(),
            )
            for picture in evaluation.complaints
            if picture.hypotheses
        ),
        course=COURSES[evaluation.course.decision],
        course_says=_says_of(evaluation.course),
        urgency=evaluation.course.urgency.value,
        not_asked=len(evaluation.triage.not_asked),
        evaluated_at=record.made_at,
        plans=plans,
    )


def _says_of(course: Course) -> str:
    if course.decision in ("not_enough_information", "out_of_scope"):
        return course.says
    return course.whom_to_see or ""


def decisions(record: RunnerRecord) -> list[Decided]:
    """Return decisions and signatures, the newest first, as entries of equal rank."""
    rows = AuditEntry.objects.filter(record=record, deed__in=DECISIONS).select_related("actor")[:SHOWN]
    return [Decided(row.at, row.summary, str(row.actor), row.deed in ("plan.signed", "flag.cleared")) for row in rows]
