"""«Plan»: the whole proposal for the therapist to read, change and sign."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from restride.adapters.documents.clean import headline
from restride.adapters.documents.letterhead import Letterhead, Signature, head_data
from restride.adapters.documents.sources import source_rows
from restride.adapters.documents.typesetting import Paper, typeset
from restride.explain.dates import long_date
from restride.explain.doses import dose_tiles
from restride.explain.numbering import Numbering
from restride.explain.report_text import (
    GUIDELINE_DOES,
    RUNNING_WORDS,
    SESSION_KINDS,
    grade_words,
    plan_line,
    record_foot,
    said_once,
)
from restride.explain.words import CERTAINTIES, DAYS, TISSUES, dose_words, sides_words
from restride.knowledge.load import Knowledge
from restride.model.decision import Reason
from restride.model.evaluation import Evaluation
from restride.model.plan import GuidelineLine, Plan, PlannedItem, PlannedPhase
from restride.model.words import Status, Tissue

_REASONS_SHOWN = 2
_REASONS_SHORT = 1


def therapist_plan(
    evaluation: Evaluation,
    plan: Plan,
    knowledge: Knowledge,
    *,
    paper: Paper = "a4",
    signature: Signature | None = None,
    letterhead: Letterhead | None = None,
) -> bytes:
    """The proposal in full, safety and what to read before signing first."""
    data = plan_data(evaluation, plan, knowledge, signature, letterhead)
    return typeset("plan.typ", data, paper=paper, dated=plan.today)


def plan_data(
    evaluation: Evaluation,
    plan: Plan,
    knowledge: Knowledge,
    signature: Signature | None,
    letterhead: Letterhead | None,
) -> dict[str, Any]:
    """Everything in the plan, as the template takes it; sources are numbered in reading order."""
    numbers = Numbering(knowledge)
    flags = knowledge.red_flags
    data: dict[str, Any] = {
        "head": head_data(letterhead, signature, plan.case),
        "date": long_date(plan.today),
        "subtitle": plan_line(plan, evaluation, knowledge),
        "foot": record_foot(plan.knowledge, plan.knowledge_digest),
        "says": plan.says,
        "says_refs": numbers.of_reasons(plan.because),
        "ask_first": [flags[name].question for name in evaluation.triage.ask_first if name in flags],
        "read_first": list(plan.read_first),
        "warnings": list(plan.warnings),
        "unlocks": list(plan.unlocks),
        "goals": [
            {"says": goal.says, "by": long_date(goal.by), "refs": numbers.of_reasons(goal.because)}
            for goal in plan.goals
        ],
        "phases": [_phase(phase, numbers) for phase in plan.phases],
        "home": [_item(number, item, numbers) for number, item in enumerate(plan.home, start=1)],
        "pain": {"says": plan.pain_rule.says, "tissue": _tissue(plan.pain_rule.tissue)} if plan.pain_rule else None,
        "session": _session(plan, numbers),
        "clinic": [_short_item(item, numbers) for item in plan.clinic],
        "gait": [_short_item(item, numbers) for item in plan.gait],
        "advice": [_short_item(item, numbers) for item in plan.advice],
        "running": _running(plan, numbers),
        "week": _week(plan),
        "not_recommended": _left_out(plan, numbers),
        "guideline": [_line(one, knowledge, numbers) for one in plan.guideline],
        "uncovered": [{"says": one.says, "why": one.why} for one in plan.uncovered],
        "review": _review(plan),
    }
    data["sources"] = source_rows(numbers)
    return data


def _tissue(tissue: Tissue) -> str:
    return "" if tissue is Tissue.OTHER else f" ({TISSUES[tissue].lower()})"


def _phase(phase: PlannedPhase, numbers: Numbering) -> dict[str, Any]:
    return {
        "number": phase.number,
        "name": phase.name,
        "goal": phase.goal,
        "content": phase.content,
        "running": RUNNING_WORDS.get(phase.running, phase.running),
        "now": phase.now,
        "release": phase.needs_release,
        "exit": [{"says": one.says, "met": one.met} for one in phase.exit],
        "draft": any(reason.status is Status.DRAFT for reason in phase.because),
        "refs": numbers.of_reasons(phase.because),
    }


def _reasons(reasons: Sequence[Reason], numbers: Numbering, most: int) -> list[dict[str, Any]]:
    return [
        {
            "says": reason.says,
            "refs": numbers.marks(reason.sources),
            "certainty": CERTAINTIES[reason.certainty] if reason.certainty else None,
            "draft": reason.status is Status.DRAFT,
        }
        for reason in reasons[:most]
    ]


def _item(number: int, item: PlannedItem, numbers: Numbering) -> dict[str, Any]:
    return {
        "number": number,
        "name": headline(item.name),
        "grade": grade_words(item),
        "draft": item.status is Status.DRAFT,
        "sides": sides_words(item.sides),
        "minutes": f"{item.minutes:g} min",
        "equipment": [thing.replace("_", " ") for thing in item.equipment],
        "tiles": [tile._asdict() for tile in dose_tiles(item.dose, item.sides)],
        "load": item.dose.load,
        "parameters": [f"{name}: {value}" for name, value in item.dose.parameters.items()],
        "steps": list(item.steps),
        "technique": item.technique,
        "why": _reasons(item.because, numbers, _REASONS_SHOWN),
        "dose_why": [
            one | {"says": _without_head(one["says"], "Dose")}
            for one in _reasons(item.dose.because, numbers, _REASONS_SHOWN)
        ],
        "up": item.progression,
        "down": item.regression,
        "stop": item.stop_if,
        "cautions": list(item.cautions),
        "against": item.guideline_against,
        "alternatives": [f"{one.name} ({one.why_not})" for one in item.alternatives],
    }


def _short_item(item: PlannedItem, numbers: Numbering) -> dict[str, Any]:
    """An adjunct, a cue or advice: one table row."""
    parameters = ", ".join(f"{name} {value}" for name, value in item.dose.parameters.items())
    return {
        "name": item.name,
        "grade": grade_words(item),
        "draft": item.status is Status.DRAFT,
        "dose": "; ".join(part for part in (dose_words(item.dose), parameters, sides_words(item.sides)) if part),
        "technique": item.technique,
        "why": _reasons(item.because, numbers, _REASONS_SHORT),
        "stop": item.stop_if if item.pain_rule is None or item.stop_if != item.pain_rule.says else None,
        "cautions": list(item.cautions),
        "against": item.guideline_against,
    }


def _session(plan: Plan, numbers: Numbering) -> dict[str, Any] | None:
    if plan.session is None:
        return None
    return {
        "minutes": f"{plan.session.minutes:g}",
        "steps": [
            {
                "kind": SESSION_KINDS[step.kind],
                "says": _without_head(step.says, SESSION_KINDS[step.kind]),
                "minutes": f"{step.minutes:g} min",
            }
            for step in plan.session.steps
        ],
        "refs": numbers.of_reasons(plan.session.because),
    }


def _without_head(says: str, kind: str) -> str:
    """The step without its kind, which stands in the cell before it."""
    rest = says.removeprefix(f"{kind}: ")
    return rest[:1].upper() + rest[1:]


def _running(plan: Plan, numbers: Numbering) -> dict[str, Any] | None:
    if plan.running is None:
        return None
    return {
        "says": plan.running.says,
        "changes": list(plan.running.changes),
        "rule": plan.running.pain_rule.says,
        "why": _reasons(plan.running.because, numbers, _REASONS_SHOWN),
    }


def _week(plan: Plan) -> dict[str, Any] | None:
    if plan.week is None:
        return None
    numbered = {item.item: number for number, item in enumerate(plan.home, start=1)}
    return {
        "days": [
            {
                "name": DAYS[day.day],
                "entries": [
                    {
                        "kind": entry.kind,
                        "says": entry.says if entry.kind != "home" else "Home programme",
                        "numbers": [numbered[name] for name in entry.items if name in numbered],
                    }
                    for entry in sorted(day.entries, key=lambda one: one.order)
                ],
                "minutes": f"{day.minutes:g} min" if day.minutes else "",
            }
            for day in plan.week.days
        ],
        "says": plan.week.says,
        "dropped": list(plan.week.dropped),
    }


def _line(line: GuidelineLine, knowledge: Knowledge, numbers: Numbering) -> dict[str, Any]:
    condition = knowledge.conditions.get(line.condition)
    return {
        "condition": condition.name if condition else line.condition,
        "what": line.what,
        "direction": line.direction,
        "grade": line.grade,
        "draft": not line.grade_read,
        "does": GUIDELINE_DOES[line.does],
        "says": line.says,
        "refs": numbers.marks(line.sources),
    }


def _left_out(plan: Plan, numbers: Numbering) -> list[dict[str, Any]]:
    """What was left out, each reason said once."""
    rows: dict[str, dict[str, Any]] = {}
    for one in plan.not_recommended:
        row = rows.setdefault(one.says, {"names": [], "says": one.says, "refs": numbers.of_reasons(one.because)})
        row["names"].append(one.name)
    return [{**row, "name": ", ".join(row["names"])} for row in rows.values()]


def _review(plan: Plan) -> dict[str, Any] | None:
    if plan.review is None:
        return None
    review = plan.review
    return {
        "on": long_date(review.on),
        "parts": [
            ["Repeat", list(review.repeat)],
            ["Real change", list(review.real_change)],
            ["Think again", list(review.reconsider)],
            ["Refer if", said_once(review.refer_if)],
        ],
    }
