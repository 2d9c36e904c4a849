"""«Your plan»: the runner's sheet, one page for four exercises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from restride.adapters.documents.clean import headline
from restride.adapters.documents.figures import figure_svg
from restride.adapters.documents.letterhead import Letterhead, Signature, head_data
from restride.adapters.documents.typesetting import Paper, page_count, typeset
from restride.explain.dates import date_span, long_date
from restride.explain.doses import dose_tiles
from restride.explain.runner_text import (
    complaint_lines,
    no_plan_steps,
    no_plan_then,
    no_plan_urgency,
    no_plan_when,
    pain_boxes,
    run_row,
    running_lines,
    serves,
    sheet_summary,
    sheet_title,
    tick_row_days,
    warnings,
    weeks_to_review,
)
from restride.explain.words import DAYS, span
from restride.knowledge.load import Knowledge
from restride.model.evaluation import Evaluation
from restride.model.plan import Plan, PlannedDose, PlannedItem
from restride.model.words import Side, Urgency

#: Boxes to tick for one exercise and day; a longer time needs a new sheet.
_WEEKS_ON_PAPER = 4
#: How closely the sheet may be set, from airy to tight; ``handout.typ`` says what each means.
_DENSITIES = range(11)
#: Where even the tightest needs two pages: comfortable to read.
_DENSITY_OF_TWO_PAGES = 2


def runner_handout(
    evaluation: Evaluation,
    plan: Plan,
    knowledge: Knowledge,
    *,
    paper: Paper = "a4",
    signature: Signature | None = None,
    letterhead: Letterhead | None = None,
    way_back: Sequence[str] | None = None,
) -> bytes:
    """The sheet of a proposed plan; closer set where that saves a second page.

    ``way_back`` are sentences that stand in place of the plan's own running, where a way back holds instead of it.
    Where there is no plan it is a short page on what happens now, without exercises.
    """
    if plan.decision != "proposed":
        data = now_data(evaluation, plan, knowledge, signature, letterhead)
        return typeset("now.typ", data, paper=paper, dated=plan.today)
    data = handout_data(evaluation, plan, knowledge, signature, letterhead, way_back)
    for density in _DENSITIES:
        data["density"] = density
        if page_count("handout.typ", data, paper=paper) == 1:
            break
    else:
        data["density"] = _DENSITY_OF_TWO_PAGES
    return typeset("handout.typ", data, paper=paper, dated=plan.today)


def handout_data(
    evaluation: Evaluation,
    plan: Plan,
    knowledge: Knowledge,
    signature: Signature | None,
    letterhead: Letterhead | None,
    way_back: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Everything on the sheet, as the template takes it."""
    calls = warnings(evaluation, knowledge)
    return {
        "head": head_data(letterhead, signature, evaluation.case),
        "where": complaint_lines(evaluation, knowledge),
        "dates": date_span(plan.today, plan.review.on) if plan.review else long_date(plan.today),
        "title": sheet_title(plan),
        "summary": sheet_summary(plan, evaluation),
        "items": [_item(number, item, knowledge) for number, item in enumerate(plan.home, start=1)],
        "pain": [box._asdict() for box in pain_boxes(plan.pain_rule, knowledge)] if plan.pain_rule else [],
        "running": list(running_lines(plan) if way_back is None else way_back),
        "also": [_habit(item) for item in (*plan.gait, *plan.advice)],
        "days": list(DAYS.values()),
        "weeks": min(weeks_to_review(plan), _WEEKS_ON_PAPER),
        "ticks": list(_ticks(plan, own_runs=way_back is None)),
        "call_today": list(calls.today),
        "call_now": list(calls.now),
        "review": long_date(plan.review.on) if plan.review else None,
        "draft": f"Draft of {long_date(plan.today)}. Not signed: do not use it before a therapist has signed",
    }


def _item(number: int, item: PlannedItem, knowledge: Knowledge) -> dict[str, Any]:
    side = item.sides[0] if item.sides else Side.UNKNOWN
    generic = item.pain_rule is not None and item.stop_if == item.pain_rule.says
    return {
        "number": number,
        "name": _capital(item.plain),
        "why": serves(item, knowledge) or None,
        "tiles": [tile._asdict() for tile in dose_tiles(item.dose, item.sides, rest=False)],
        "asides": _asides(item.dose),
        "steps": list(item.steps),
        "stop": None if generic else item.stop_if,
        "svg": figure_svg(item.item, side),
        "alt": f"Drawing: {item.plain}",
    }


def _asides(dose: PlannedDose) -> list[str]:
    """What belongs to the dose but not among its large figures."""
    rest = f"rest {span(dose.rest_s)} s between sets" if dose.rest_s else ""
    return [words for words in (dose.load or "", rest) if words]


def _habit(item: PlannedItem) -> dict[str, Any]:
    """A habit or a cue; of a talk in the clinic only what to do stays for home."""
    named = item.kind != "education" or not item.steps
    return {"name": _capital(item.plain) if named else None, "steps": list(item.steps)}


def _ticks(plan: Plan, *, own_runs: bool = True) -> Any:
    for number, item in enumerate(plan.home, start=1):
        days = tick_row_days(plan, item.item)
        yield {"name": f"{number}. {_capital(item.plain)}", "days": [day in days for day in DAYS]}
    run = run_row(plan) if own_runs else None
    if run is not None:
        yield {"name": run[0], "days": [day in run[1] for day in DAYS]}


def now_data(
    evaluation: Evaluation,
    plan: Plan,
    knowledge: Knowledge,
    signature: Signature | None,
    letterhead: Letterhead | None,
) -> dict[str, Any]:
    """The page for a runner who gets no plan today; in an emergency nothing stands beside what to do now."""
    emergency = no_plan_urgency(evaluation) is Urgency.EMERGENCY
    calls = warnings(evaluation, knowledge)
    return {
        "head": head_data(letterhead, signature, evaluation.case),
        "where": complaint_lines(evaluation, knowledge),
        "dates": long_date(plan.today),
        "title": "What happens now",
        "summary": "There is no exercise plan today. This page says what to do first.",
        "when": no_plan_when(plan, evaluation),
        "whom": evaluation.course.whom_to_see,
        "steps": list(no_plan_steps(plan, evaluation)),
        "then": no_plan_then(plan),
        "wait": not emergency,
        "call_today": list(calls.today),
        "call_now": list(calls.now),
        "draft": f"Draft of {long_date(plan.today)}. Your therapist goes through this page with you",
    }


def _capital(text: str) -> str:
    return headline(text[:1].upper() + text[1:])
