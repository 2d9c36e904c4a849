"""Words that only the therapist's printed records need; the rest is in :mod:`restride.explain.words`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from restride.explain.words import URGENCIES, side_words
from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.evaluation import Evaluation, Message
from restride.model.plan import Plan, PlannedItem
from restride.model.words import Side, Urgency

DANGER_STATES = {"open": "Open", "needs_answers": "Needs answers", "answered": "Answered"}
RUNNING_WORDS = {
    "none": "no running",
    "walk": "walking",
    "walk_run": "walk and run",
    "below_symptoms": "below symptoms",
    "modified": "modified",
    "full": "full",
}
GUIDELINE_DOES = {
    "proposed": "Proposed",
    "later_phase": "Later phase",
    "in_other_words": "By other means",
    "not_proposed": "Not proposed",
    "marked": "Proposed, marked",
}
SESSION_KINDS = {
    "retest": "Re-test",
    "technique": "Technique",
    "exercise_review": "Exercises",
    "run_practice": "Run practice",
    "plan": "Agree",
}
_UNITS = {"deg": "°", "pct": "%"}


def side_suffix(side: Side) -> str:
    """«, left»; nothing where the side is not known or does not exist."""
    words = side_words(side)
    return f", {words}" if words else ""


def case_line(case: Case, knowledge: Knowledge) -> str:
    """«31 years, male, recreational · outer knee · 26 weeks»."""
    return " · ".join(_case_parts(case, knowledge))


def _case_parts(case: Case, knowledge: Knowledge) -> Iterator[str]:
    runner = case.runner
    age = f"{runner.age_years:g} years" if runner.age_years is not None else "age not known"
    yield ", ".join(part for part in (age, runner.sex, runner.experience) if part)
    for complaint in case.complaints:
        weeks = f", {complaint.weeks:g} weeks" if complaint.weeks is not None else ""
        yield f"{knowledge.sites[complaint.site].name}{side_suffix(complaint.side)}{weeks}"
    if case.purpose == "prevention":
        yield "prevention"


def record_foot(version: str, digest: str) -> str:
    """What every page of a record says about where it comes from."""
    return f"Working hypotheses, not diagnoses · Knowledge {version} ({digest[:12]}) · Made with Restride"


def finding_words(name: str, knowledge: Knowledge) -> str:
    """The therapist's words for an id of a finding, test or red flag."""
    if name in knowledge.findings:
        return knowledge.findings[name].says
    if name in knowledge.tests:
        return knowledge.tests[name].name
    if name in knowledge.red_flags:
        return knowledge.red_flags[name].screens_for
    return name.replace("_", " ")


def unlock_words(name: str, knowledge: Knowledge) -> str:
    """The name of the condition, or whatever else the id stands for."""
    return knowledge.conditions[name].name if name in knowledge.conditions else finding_words(name, knowledge)


def danger_urgency(urgency: Urgency) -> str:
    """How soon somebody must look, for a condition rather than a flag."""
    return "Not urgent by itself" if urgency is Urgency.NONE else URGENCIES[urgency]


def message_words(message: Message, side: Side) -> str:
    """The finding; with its side where that is not the complaint's own ``side``."""
    return message.says if message.side is side else f"{message.says}{side_suffix(message.side)}"


def ratio_words(ratio: str, knowledge: Knowledge) -> str:
    """A published likelihood ratio with the test's name for its id."""
    name, colon, rest = ratio.partition(": ")
    return f"{finding_words(name, knowledge)}{colon}{rest}"


def value_words(value: float | None, unit: str | None) -> str:
    """«182 N», «38°»; a dash where nothing was measured."""
    if value is None:
        return "–"
    sign = _UNITS.get(unit or "", unit or "")
    return f"{value:g}{sign}" if sign == "°" else f"{value:g} {sign}".strip()


def grade_words(item: PlannedItem) -> str | None:
    """«Grade A» as the guideline prints it, or what stands in its place."""
    if item.grade is None:
        return None
    return f"Grade {item.grade}" if len(item.grade) == 1 else item.grade


def as_sentences(lines: Iterable[str]) -> str:
    """One paragraph in which every line ends as a sentence does."""
    return " ".join(line if line.endswith((".", "?", "!")) else f"{line}." for line in dict.fromkeys(lines))


def said_once(lines: Iterable[str]) -> list[str]:
    """Without a line that another one repeats and goes on from: «Gout» beside «Gout: rheumatology»."""
    every = list(dict.fromkeys(lines))
    return [line for line in every if not any(other.startswith(f"{line}: ") for other in every)]


def plan_line(plan: Plan, evaluation: Evaluation, knowledge: Knowledge) -> str:
    """«Outer knee, left · Iliotibial band syndrome», under the title of a plan."""
    places = [f"{knowledge.sites[one.site].name}{side_suffix(one.side)}" for one in evaluation.complaints]
    purpose = ["Prevention"] if plan.purpose == "prevention" else []
    return " · ".join((*places, *purpose))
