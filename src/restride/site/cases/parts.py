"""The parts of a case as lists of questions: one description for reading, editing and errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_type_hints

from restride.explain.training_text import pace
from restride.knowledge.load import Knowledge
from restride.knowledge.schema import FindingWord
from restride.model import case as model
from restride.model.quantity import Pace
from restride.model.words import Side
from restride.site.documents import Document

Path = tuple[str | int, ...]
ROWS_TO_ADD = 1
SIDES = tuple((side.value, side.value.capitalize()) for side in Side if side is not Side.UNKNOWN)
DAYS = (("mon", "Mon"), ("tue", "Tue"), ("wed", "Wed"), ("thu", "Thu"), ("fri", "Fri"), ("sat", "Sat"), ("sun", "Sun"))
PAINS = {
    "now": "Now", "worst": "Worst", "usual": "Usual", "during_run": "During a run", "after_run": "After a run",
    "next_morning": "Next morning", "at_rest": "At rest", "at_night": "At night", "stairs": "Stairs",
    "sitting": "Sitting", "squatting": "Squatting", "walking": "Walking", "hopping": "Hopping, as told",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that a case may hold: where it stands, how it is asked, what may be answered."""

    path: Path
    label: str
    kind: str
    options: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    hint: str = ""

    @property
    def name(self) -> str:
        """Name of the field in a form."""
        return "__".join(map(str, self.path))


@dataclass(frozen=True, slots=True)
class Section:
    """Some questions under one heading; ``folded`` ones are long lists."""

    title: str
    questions: tuple[Question, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the case."""

    id: str
    title: str
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question of the part."""
        return tuple(one for section in self.sections for one in section.questions)


PARTS = ("complaint", "runner", "routine", "history", "health", "goals", "availability")


def part(name: str, document: Document, facts: Knowledge, *, number: int = 1) -> Part:
    """Return one part of a case; ``number`` counts the complaints from one."""
    makers: dict[str, Callable[[], Part]] = {
        "complaint": lambda: _complaint(document, facts, number - 1),
        "runner": _runner,
        "routine": lambda: _routine(document),
        "history": lambda: _history(document, facts),
        "health": lambda: _health(facts),
        "goals": lambda: _goals(document),
        "availability": lambda: _availability(facts),
    }
    return makers[name]()


def value_at(document: Document, path: Path) -> Any:
    """Return what stands at a place of a case; nothing where it is missing."""
    here: Any = document
    for step in path:
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) and step < len(here) else None
        else:
            here = here.get(step) if isinstance(here, dict) else None
    return here


def _options(kind: type, field: str) -> tuple[tuple[str, str], ...]:
    """Return the closed list of a field of the model, in words."""
    found: list[str] = []

    def walk(hint: Any) -> None:
        for one in get_args(hint):
            if isinstance(one, str):
                found.append(one)
            else:
                walk(one)

    walk(get_type_hints(kind)[field])
    return tuple((one, one.replace("_", " ").capitalize()) for one in found if one != "unknown")


def _rows(document: Document, path: Path) -> range:
    rows = value_at(document, path)
    return range((len(rows) if isinstance(rows, list) else 0) + ROWS_TO_ADD)


def _answers(base: Path, words: Iterable[FindingWord]) -> tuple[Question, ...]:
    return tuple(Question((*base, word.id), word.says, "answer", hint=word.hint or "") for word in words)


def _words(facts: Knowledge, domain: str) -> list[FindingWord]:
    return sorted((word for word in facts.findings.values() if word.domain == domain), key=lambda word: word.says)


def _sites(facts: Knowledge) -> tuple[tuple[str, str], ...]:
    return tuple((site.id, site.name) for site in facts.sites.values())


def _complaint(document: Document, facts: Knowledge, at: int) -> Part:
    here: Path = ("complaints", at)
    kind = model.Complaint
    site = value_at(document, (*here, "site"))
    features = value_at(document, (*here, "features")) or {}
    words = [word for word in _words(facts, "symptom") if not word.sites or site in word.sites or word.id in features]
    told = [word for word in words if features.get(word.id) in ("yes", "no")]
    rest = [word for word in words if word not in told]
    base = (*here, "features")
    return Part(
        "complaint",
        f"Complaint {at + 1}" if at else "Complaint",
        (
            Section(
                "Where and since when",
                (
                    Question((*here, "site"), "Where it hurts", "choice", _sites(facts)),
                    Question((*here, "side"), "Side", "radio", SIDES),
                    Question((*here, "onset"), "How it began", "choice", _options(kind, "onset")),
                    Question((*here, "weeks"), "Since when", "number", unit="weeks"),
                    Question((*here, "began_on"), "First day, if known", "date"),
                    Question((*here, "running"), "Running now", "choice", _options(kind, "running")),
                ),
            ),
            Section(
                "Pain, 0 to 10",
                tuple(
                    Question((*here, "pain", name), words_, "number", unit="of 10") for name, words_ in PAINS.items()
                ),
            ),
            Section(
                "Through a run and after",
                (
                    Question((*here, "through_run"), "Through a run it", "choice", _options(kind, "through_run")),
                    Question((*here, "starts_after_distance"), "Starts after, distance", "quantity", unit="km"),
                    Question((*here, "starts_after_time"), "Starts after, time", "quantity", unit="min"),
                    Question((*here, "settles_in"), "Settles in", "quantity", unit="h"),
                    Question((*here, "morning_stiffness"), "Stiff in the morning for", "quantity", unit="min"),
                    Question((*here, "note"), "Note", "long"),
                ),
            ),
            Section("How it behaves: answered", _answers(base, told)),
            Section("How it behaves: not asked yet", _answers(base, rest), folded=True),
        ),
    )


def _runner() -> Part:
    here: Path = ("runner",)
    kind = model.Runner
    return Part(
        "runner",
        "Runner",
        (
            Section(
                "Runner",
                (
                    Question((*here, "age_years"), "Age", "number", unit="years"),
                    Question((*here, "sex"), "Sex", "radio", _options(kind, "sex")),
                    Question((*here, "height"), "Height", "quantity", unit="cm"),
                    Question((*here, "mass"), "Body mass", "quantity", unit="kg"),
                    Question((*here, "experience"), "Experience", "choice", _options(kind, "experience")),
                    Question((*here, "years_running"), "Running for", "number", unit="years"),
                ),
            ),
        ),
    )


def _routine(document: Document) -> Part:
    here: Path = ("routine",)
    kind = model.Routine
    changes = [
        question
        for row in _rows(document, (*here, "changes"))
        for question in (
            Question((*here, "changes", row, "what"), f"Change {row + 1}", "choice", _options(model.Change, "what")),
            Question((*here, "changes", row, "direction"), "Up or down", "choice", _options(model.Change, "direction")),
            Question((*here, "changes", row, "weeks_before_onset"), "Before it began", "number", unit="weeks"),
            Question((*here, "changes", row, "percent"), "By how much", "number", unit="%"),
        )
    ]
    return Part(
        "routine",
        "Running routine",
        (
            Section(
                "A usual week",
                (
                    Question((*here, "runs_per_week"), "Runs a week", "number"),
                    Question((*here, "weekly_distance"), "Weekly distance", "quantity", unit="km"),
                    Question((*here, "weekly_distance_before"), "Week before the complaint", "quantity", unit="km"),
                    Question((*here, "longest_run"), "Longest run of the last 30 days", "quantity", unit="km"),
                    Question((*here, "usual_pace"), "Usual pace", "quantity", unit="min/km"),
                    Question((*here, "speed_sessions_per_week"), "Speed sessions a week", "number"),
                    Question((*here, "hills"), "Hills", "radio", _options(kind, "hills")),
                    Question((*here, "surfaces"), "Surfaces", "several", _options(kind, "surfaces")),
                ),
            ),
            Section("What has changed", tuple(changes)),
            Section(
                "Around running",
                (
                    Question((*here, "shoes"), "Shoes", "text"),
                    Question((*here, "shoes_distance"), "Distance in these shoes", "quantity", unit="km"),
                    Question((*here, "warm_up"), "Warm-up", "radio", _options(kind, "warm_up")),
                    Question((*here, "strength_sessions_per_week"), "Strength sessions a week", "number"),
                    Question((*here, "sleep_hours"), "Sleep a night", "number", unit="hours"),
                    Question((*here, "stress_0_10"), "Stress", "number", unit="of 10"),
                    Question((*here, "other_sport"), "Other sport", "text"),
                ),
            ),
        ),
    )


def _history(document: Document, facts: Knowledge) -> Part:
    injuries = [
        question
        for row in _rows(document, ("history", "injuries"))
        for question in (
            Question(("history", "injuries", row, "site"), f"Injury {row + 1}, where", "choice", _sites(facts)),
            Question(("history", "injuries", row, "side"), "Side", "choice", SIDES),
            Question(("history", "injuries", row, "months_ago"), "Ago", "number", unit="months"),
            Question(("history", "injuries", row, "note"), "Note", "text"),
        )
    ]
    return Part(
        "history",
        "History",
        (
            Section("Earlier injuries", tuple(injuries)),
            Section("What was before", _answers(("history", "features"), _words(facts, "history"))),
            Section("Note", (Question(("history", "note"), "Note", "long"),)),
        ),
    )


def _health(facts: Knowledge) -> Part:
    return Part(
        "health",
        "Medicines, bone and energy, wellbeing",
        (
            Section("Medicines", _answers(("medicines",), _words(facts, "medicine"))),
            Section("Bone and energy", _answers(("bone_and_energy",), _words(facts, "bone_energy"))),
            Section("Wellbeing", _answers(("wellbeing",), _words(facts, "wellbeing"))),
        ),
    )


def _goals(document: Document) -> Part:
    goals = [
        question
        for row in _rows(document, ("goals",))
        for question in (
            Question(("goals", row, "what"), f"Goal {row + 1}", "choice", _options(model.Goal, "what")),
            Question(("goals", row, "distance"), "Distance", "quantity", unit="km"),
            Question(("goals", row, "on"), "On", "date"),
            Question(("goals", row, "text"), "In the runner’s words", "text"),
        )
    ]
    return Part("goals", "Goals", (Section("Goals", tuple(goals)),))


def _availability(facts: Knowledge) -> Part:
    equipment = sorted({thing for item in facts.items.values() if item.where != "clinic" for thing in item.equipment})
    here: Path = ("availability",)
    return Part(
        "availability",
        "Days, minutes, equipment",
        (
            Section(
                "When",
                (
                    Question((*here, "days"), "Days for exercises", "several", DAYS),
                    Question((*here, "minutes_per_day"), "Minutes a day", "number", unit="min"),
                    Question((*here, "run_days"), "Days for runs", "several", DAYS),
                    Question((*here, "key_run_day"), "The run that matters most", "choice", DAYS),
                    Question(("clinic_minutes",), "Time in the clinic, one session", "number", unit="min"),
                ),
            ),
            Section(
                "Equipment at hand",
                (
                    Question(
                        ("equipment",),
                        "Equipment",
                        "several",
                        tuple((one, one.replace("_", " ").capitalize()) for one in equipment),
                    ),
                ),
            ),
        ),
    )


def shown_value(document: Document, question: Question) -> str:
    """Say what was answered; empty where nothing was."""
    value = value_at(document, question.path)
    if value in (None, "", [], "unknown", "not_asked"):
        return ""
    words = dict(question.options)
    if question.kind == "answer":
        return "Yes" if value == "yes" else "No"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(words.get(str(one), str(one)) for one in value)
    if question.kind == "number":
        return f"{value:g} {question.unit}".strip() if isinstance(value, (int, float)) else str(value)
    if question.unit == "min/km" and str(value).endswith("m/s"):
        return pace(Pace(str(value)).value)
    return words.get(str(value), str(value))
