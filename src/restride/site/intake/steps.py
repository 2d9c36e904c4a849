"""The pages of the intake, in order, as they follow from what was answered so far."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from restride.site.documents import Document
from restride.site.intake import about_pain, about_runner
from restride.site.intake.picture import Picture, picture_of
from restride.site.intake.questions import Question, YesNo
from restride.site.intake.symptoms import (
    bone_is_possible,
    history_words,
    symptom_pages,
    task_is_asked,
    words_of_domain,
)

COMPLAINTS_AT_MOST = 4
FLAGS_ON_A_PAGE = 2
Kind = Literal["questions", "place", "another"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One page: a heading, a word on why, and its questions."""

    id: str
    part: str
    title: str
    lead: str = ""
    questions: tuple[Question, ...] = ()
    kind: Kind = "questions"
    complaint: int = 0
    #: Question name → the small heading above it.
    headings: dict[str, str] = field(default_factory=dict)
    units: bool = False


def steps_of(document: Document, extra: dict[str, Any], units: str, today: date) -> tuple[Step, ...]:
    """Return every page for these answers."""
    picture = picture_of(document, today)
    return tuple(_steps(document, extra, units, picture))


def _steps(document: Document, extra: dict[str, Any], units: str, picture: Picture) -> Iterator[Step]:
    yield from about_you(units)
    complaints = document.get("complaints") or []
    more = extra.get("more") or []
    for number in range(COMPLAINTS_AT_MOST):
        yield _where(number)
        if number >= len(complaints) or not complaints[number].get("site"):
            return
        yield from _about_complaint(document, number, extra.get("mapped") or [], picture)
        if number + 1 < COMPLAINTS_AT_MOST:
            yield _another(number)
        if number >= len(more) or not more[number]:
            break
    yield from _safety(picture)
    yield from _life(units, picture)


def about_you(units: str) -> Iterator[Step]:
    """Who it is."""
    yield Step(
        id="you",
        part="You",
        title="About you",
        lead="Age and sex change which questions we ask.",
        questions=about_runner.you(),
    )
    yield Step(
        id="body", part="You", title="Height and weight", questions=about_runner.body(units), units=True,
        lead="They help with doses and with bone health. Leave out what you do not want to say.",
    )  # fmt: skip


def _where(number: int) -> Step:
    first = number == 0
    return Step(
        id=f"where-{number + 1}",
        part="Your pain",
        title="Where does it hurt?" if first else "Where else does it hurt?",
        lead="Tap the place that hurts most. Other places come later." if first else "Tap the next place.",
        kind="place",
        complaint=number,
    )


def _about_complaint(document: Document, number: int, mapped: Sequence[bool], picture: Picture) -> Iterator[Step]:
    place = about_pain.place_of(document, number)
    here = f"{place[:1].upper()}{place[1:]}"
    at = number + 1
    if about_pain.side_is_asked(document, number, mapped):
        yield Step(
            id=f"side-{at}", part="Your pain", title="Which side?", complaint=number,
            questions=about_pain.side(number), lead=f"{here}.",
        )  # fmt: skip
    tasks = [task for task in about_pain.TASKS if task_is_asked(picture, number, task)]
    pages = (
        ("began", "How did it begin?", f"{here}.", about_pain.began(number)),
        ("pain", "How strong is the pain?", f"{here}, in the last week.", about_pain.pain(number)),
        ("run", "When you run", "Think of your last runs with this pain.", about_pain.through_run(number)),
        ("after", "Pain around a run", f"{here}.", about_pain.around_run(number)),
        ("rest", "Morning, rest and night", f"{here}.", about_pain.rest(number)),
        ("tasks", "In daily life", "How much does it hurt? Do not try it out now.", about_pain.tasks(number, tasks)),
    )
    for name, title, lead, questions in pages:
        if questions:
            yield Step(
                id=f"{name}-{at}", part="Your pain", title=title, lead=lead, questions=questions, complaint=number
            )
    yield from _symptoms(number, here, picture)


def _symptoms(number: int, here: str, picture: Picture) -> Iterator[Step]:
    pages = symptom_pages(picture, number)
    for at, rows in enumerate(pages, start=1):
        themes = [row.theme for row in rows]
        yield Step(
            id=f"signs-{number + 1}-{at}",
            part="Your pain",
            title="Short questions" if at == 1 else "More short questions",
            lead=f"{here}. Page {at} of {len(pages)}.",
            complaint=number,
            questions=tuple(
                YesNo(
                    name=row.word.id,
                    path=("complaints", number, "features", row.word.id),
                    label=row.word.ask or row.word.says,
                    hint=row.word.hint or "",
                )
                for row in rows
            ),
            headings={
                row.word.id: row.theme for row, before in zip(rows, ["", *themes], strict=False) if row.theme != before
            },
        )


def _another(number: int) -> Step:
    return Step(
        id=f"more-{number + 1}",
        part="Your pain",
        title="Does another place hurt?",
        lead="A second pain can change what helps the first.",
        kind="another",
        complaint=number,
    )


def _safety(picture: Picture) -> Iterator[Step]:
    """Return every red flag that concerns this runner, one or two a page."""
    flags = picture.flags()
    pages = [flags[at : at + FLAGS_ON_A_PAGE] for at in range(0, len(flags), FLAGS_ON_A_PAGE)]
    for at, page in enumerate(pages, start=1):
        yield Step(
            # Named by its questions: when another place brings another question, its page is a new one.
            id="-".join(("safety", *(flag.id for flag in page))),
            part="Safety",
            title="Safety questions",
            lead="Most runners answer no. A yes tells us whom you should see, and how soon."
            if at == 1
            else f"Page {at} of {len(pages)}.",
            questions=tuple(YesNo(name=flag.id, path=("red_flags", flag.id), label=flag.plain) for flag in page),
        )


def _life(units: str, picture: Picture) -> Iterator[Step]:
    yield Step(
        id="week", part="Your running", title="Your running week", units=True,
        lead="As it was before the pain. A guess is fine.", questions=about_runner.week(units),
    )  # fmt: skip
    yield Step(
        id="changes", part="Your running", title="What changed before it began?",
        lead="In the weeks before the pain.", questions=about_runner.changes(),
    )  # fmt: skip
    yield Step(id="ground", part="Your running", title="Where and how you run", questions=about_runner.ground())
    yield Step(id="habits", part="Your running", title="Shoes, warm-up, strength", questions=about_runner.habits(units))
    yield Step(id="sleep", part="Your health", title="Sleep and stress", questions=about_runner.sleep())
    history = history_words(picture)
    half = (len(history) + 1) // 2
    lists = (
        ("history", "Earlier injuries and illness", "", ("history", "features"), history[:half]),
        ("history-more", "More about your health", "", ("history", "features"), history[half:]),
        ("medicines", "Medicines", "", ("medicines",), words_of_domain(picture, "medicine")),
        ("mind", "How you see it", "There is no right answer.", ("wellbeing",), words_of_domain(picture, "wellbeing")),
    )
    for name, title, lead, path, words in lists:
        if words:
            questions = about_runner.word_list(name, title, path, words)
            yield Step(id=name, part="Your health", title=title, lead=lead, questions=questions)
    if bone_is_possible(picture):
        yield Step(
            id="energy",
            part="Your health",
            title="Food and bones",
            lead="Bones need food and rest to keep up with running. These questions are personal. "
            "Only your therapist reads them, and you may leave them out.",
            questions=about_runner.word_list(
                "energy", "Food and bones", ("bone_and_energy",), words_of_domain(picture, "bone_energy")
            ),
        )
    yield Step(id="goals", part="Your plan", title="What do you want?", questions=about_runner.goals(units))
    yield Step(
        id="things", part="Your plan", title="What do you have at home?",
        lead="So that your plan uses only what is there.", questions=about_runner.things(),
    )  # fmt: skip
    yield Step(id="time", part="Your plan", title="When can you train?", questions=about_runner.time())
    yield Step(
        id="note", part="Your plan", title="Anything else?", questions=about_runner.note(),
        lead="What have we not asked that your therapist should know?",
    )  # fmt: skip
