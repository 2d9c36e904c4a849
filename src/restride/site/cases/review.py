"""What the runner answered, part by part: red flags first, then what is known, then what is not."""

from __future__ import annotations

from dataclasses import dataclass

from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.evaluation import Evaluation
from restride.model.words import Answer, Urgency
from restride.site.cases.parts import PARTS, Part, Question, part, shown_value
from restride.site.cases.places import Drawn, drawn
from restride.site.documents import Document


@dataclass(frozen=True, slots=True)
class Told:
    """One answer in words."""

    label: str
    words: str
    yes: bool = False


@dataclass(frozen=True, slots=True)
class ReviewedPart:
    """One part of the case with what is known and what is not."""

    id: str
    number: int
    title: str
    side: str
    drawn: Drawn | None
    told: tuple[Told, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewedFlag:
    """A warning question and its answer."""

    question: str
    urgency: Urgency
    answer: str


def reviewed_flags(case: Case, evaluation: Evaluation | None, facts: Knowledge) -> dict[str, list[ReviewedFlag]]:
    """Return the warning questions by answer: yes, unknown, no; the most urgent first."""
    unknown = set(evaluation.triage.not_asked) if evaluation else set()
    groups: dict[str, list[ReviewedFlag]] = {"yes": [], "unknown": [], "no": []}
    for flag in sorted(facts.red_flags.values(), key=lambda one: (-one.urgency.rank, one.id)):
        answer = case.red_flags.get(flag.id, Answer.NOT_ASKED)
        if answer is Answer.NOT_ASKED and flag.id not in unknown:
            continue
        group = "unknown" if answer is Answer.NOT_ASKED else answer.value
        groups[group].append(ReviewedFlag(flag.question, flag.urgency, group))
    return groups


def reviewed_parts(document: Document, case: Case, facts: Knowledge) -> list[ReviewedPart]:
    """Return every part; each complaint is a part of its own."""
    rows: list[ReviewedPart] = []
    for name in PARTS:
        numbers = range(1, max(1, len(case.complaints)) + 1) if name == "complaint" else (1,)
        rows += [_reviewed(part(name, document, facts, number=number), document, case, number) for number in numbers]
    return rows


def _reviewed(one: Part, document: Document, case: Case, number: int) -> ReviewedPart:
    told = [(question, shown_value(document, question)) for question in one.questions]
    complaint = case.complaints[number - 1] if one.id == "complaint" and case.complaints else None
    return ReviewedPart(
        id=one.id,
        number=number,
        title=one.title,
        side=complaint.side.value if complaint else "",
        drawn=drawn(complaint.site, complaint.side) if complaint else None,
        told=tuple(Told(question.label, words, words == "Yes") for question, words in told if words),
        unknown=tuple(question.label for question, words in told if not words and _matters(question)),
    )


def _matters(question: Question) -> bool:
    """Blank rows of lists are not unknown answers."""
    return not any(isinstance(step, int) for step in question.path) or question.path[0] == "complaints"
