"""Reads of the draft: its pages, where somebody stopped, and all answers in words."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import date

from restride.knowledge.load import load
from restride.knowledge.schema import RedFlag
from restride.site.documents import Document
from restride.site.episodes.models import Episode
from restride.site.intake import paths
from restride.site.intake.about_pain import place_of
from restride.site.intake.models import IntakeDraft
from restride.site.intake.picture import acts_at_once
from restride.site.intake.questions import YesNo, words_of
from restride.site.intake.steps import Step, steps_of

USUAL_PLACE = "knee_front"
MINUTES_A_STEP = 0.3
BOTH = 2


@dataclass(frozen=True, slots=True)
class Way:
    """Every page of a draft and which of them are done."""

    steps: tuple[Step, ...]
    done: frozenset[str]
    #: How many pages there will be, as far as one can say before the place is chosen.
    total: int

    def step(self, step_id: str) -> Step | None:
        """Return the page of an id."""
        return next((step for step in self.steps if step.id == step_id), None)

    def number(self, step: Step) -> int:
        """Return the place in the row, from 1."""
        return self.steps.index(step) + 1

    def before(self, step: Step) -> Step | None:
        """Return the page before."""
        at = self.steps.index(step)
        return self.steps[at - 1] if at else None

    def after(self, step_id: str) -> Step | None:
        """Return the page after; None after the last."""
        ids = [step.id for step in self.steps]
        at = ids.index(step_id) + 1 if step_id in ids else 0
        return self.steps[at] if at < len(self.steps) else None

    @property
    def open(self) -> Step | None:
        """Return the first page that was neither answered nor skipped."""
        return next((step for step in self.steps if step.id not in self.done), None)

    @property
    def minutes_left(self) -> int:
        """Say about how long the rest takes."""
        left = self.total - sum(step.id in self.done for step in self.steps)
        return max(1, round(left * MINUTES_A_STEP))


@dataclass(frozen=True, slots=True)
class Answered:
    """One line of the page of checking: a page of the intake and what was said on it."""

    step: Step
    title: str
    lines: tuple[tuple[str, str], ...]
    skipped: int
    #: Every question of the page was answered with no.
    quiet: bool = False


def draft_of(episode: Episode) -> IntakeDraft | None:
    """Return the draft of an episode."""
    return IntakeDraft.objects.filter(episode=episode).first()


def way_of(draft: IntakeDraft, today: date) -> Way:
    """Return the pages of a draft."""
    steps = steps_of(draft.document, draft.extra, draft.units, today)
    total = len(steps)
    if steps[-1].kind == "place":  # the rest follows from the place; until then a usual one stands for it
        document = deepcopy(draft.document)
        paths.write(document, ("complaints", steps[-1].complaint), {"site": USUAL_PLACE})
        total = len(steps_of(document, draft.extra, draft.units, today))
    return Way(steps, frozenset(draft.done), total)


def urgent_answers(document: Document) -> tuple[RedFlag, ...]:
    """Return the safety questions answered with yes that somebody must act on today, most urgent first."""
    flags = load().red_flags
    said = [flags[name] for name, answer in (document.get("red_flags") or {}).items() if answer == "yes"]
    return tuple(sorted(filter(acts_at_once, said), key=lambda flag: -flag.urgency.rank))


def all_answers(draft: IntakeDraft, way: Way) -> dict[str, list[Answered]]:
    """Return every page by part, with its answers in words."""
    parts: dict[str, list[Answered]] = {}
    for step in way.steps:
        lines = tuple(_lines(step, draft))
        short = any(isinstance(one, YesNo) for one in step.questions)
        open_questions = 0 if short else len(step.questions) - len(lines)
        quiet = short and lines[0][0] == "No" and len(lines) == 1
        parts.setdefault(_part(step, draft), []).append(Answered(step, step.title, lines, open_questions, quiet))
    return parts


def _part(step: Step, draft: IntakeDraft) -> str:
    if step.part != "Your pain":
        return step.part
    place = place_of(draft.document, step.complaint)
    return f"{place[:1].upper()}{place[1:]}"


def _lines(step: Step, draft: IntakeDraft) -> list[tuple[str, str]]:
    if step.kind == "place":
        complaints = draft.document.get("complaints") or []
        return [("Place", _part(step, draft))] if complaints else []
    if step.kind == "another":
        more = draft.extra.get("more") or []
        return [("Another place", "Yes" if more[step.complaint] else "No")] if step.complaint < len(more) else []
    short = tuple(one for one in step.questions if isinstance(one, YesNo))
    if short:
        return _short_lines(short, draft.document)
    lines = words_of(step.questions, draft.document)
    return [("" if label == step.title else label, words) for label, words in lines]


def _short_lines(questions: tuple[YesNo, ...], document: Document) -> list[tuple[str, str]]:
    """Say each yes in full and count the rest."""
    said = [paths.read(document, question.path) for question in questions]
    lines = [(question.label, "Yes") for question, answer in zip(questions, said, strict=True) if answer == "yes"]
    for words, count in (("No", said.count("no")), ("Not answered", said.count(None))):
        if count == len(said):
            lines.append((words, "To both questions" if count == BOTH else "To all questions on this page"))
        elif count:
            lines.append((words, f"To {count} of {len(said)} questions"))
    return lines
