"""A proposal in the therapist's words."""

from __future__ import annotations

from collections.abc import Sequence

from restride.explain.citations import citations, reason_lines
from restride.explain.paragraphs import Page
from restride.explain.words import DAYS, item_line
from restride.knowledge.load import Knowledge
from restride.model.plan import Plan, PlannedItem


def plan_text(plan: Plan, knowledge: Knowledge) -> str:
    """The whole proposal as plain text."""
    page = Page()
    page.line(
        f"Proposal{f' for {plan.case}' if plan.case else ''}, {plan.today}. Not visible to the runner until signed."
    )
    page.line(plan.says)
    page.bullets(plan.unlocks, mark="→")
    numbers = {one.source: one.number for one in citations(plan, knowledge)}
    if plan.decision == "proposed":
        _proposal(page, plan, numbers)
    page.heading("Sources")
    page.bullets((f"{one.number}. {one.says}" for one in citations(plan, knowledge)), mark=" ", indent=0)
    page.line("")
    page.line(f"Knowledge {plan.knowledge} ({plan.knowledge_digest[:12]}).")
    return page.text()


def _proposal(page: Page, plan: Plan, numbers: dict[str, int]) -> None:
    if plan.ask_before_signing:
        page.bullets([", ".join(plan.ask_before_signing)], mark="ask before signing:")
    page.bullets(plan.read_first, mark="read first:")
    page.bullets(plan.warnings, mark="!")
    page.heading("Goals")
    page.bullets(f"{goal.says} By {goal.by}." for goal in plan.goals)
    page.heading("Phases")
    for phase in plan.phases:
        page.bullets([f"{'now → ' if phase.now else ''}{phase.number} {phase.name}: {phase.goal}. {phase.content}"])
        page.bullets((f"next when: {criterion.says}" for criterion in phase.exit), mark="–", indent=6)
    _items(page, "At home", plan.home, numbers)
    _items(page, "In the clinic", plan.clinic, numbers)
    _items(page, "Running form", plan.gait, numbers)
    _items(page, "Advice", plan.advice, numbers)
    _running(page, plan)
    _week(page, plan)
    page.heading("Not recommended here, because")
    page.bullets(f"{one.name}: {one.says}" for one in plan.not_recommended)
    page.heading("Guideline, line by line")
    page.bullets(f"{line.what} ({line.direction}, {line.grade}): {line.says}" for line in plan.guideline)
    page.heading("Needs not covered")
    page.bullets(f"{need.says}: {need.why}" for need in plan.uncovered)
    _review(page, plan)


def _items(page: Page, title: str, items: Sequence[PlannedItem], numbers: dict[str, int]) -> None:
    page.heading(title)
    for item in items:
        page.bullets([item_line(item)])
        page.bullets([f"why: {line}" for line in reason_lines(item.because[:2], numbers)], mark="–", indent=4)
        page.bullets(reason_lines(item.dose.because[:1], numbers), mark="–", indent=4)
        ways = (("up", item.progression), ("down", item.regression), ("stop", item.stop_if))
        page.bullets((f"{name}: {says}" for name, says in ways if says), mark="–", indent=4)
        if item.guideline_against:
            page.bullets([f"against: {item.guideline_against}"], mark="!", indent=4)


def _running(page: Page, plan: Plan) -> None:
    if plan.running is None:
        return
    page.heading("Running")
    page.line(plan.running.says)
    page.bullets(plan.running.changes)
    page.line(f"Pain rule: {plan.running.pain_rule.says}")


def _week(page: Page, plan: Plan) -> None:
    if plan.week is None:
        return
    page.heading("Week")
    for day in plan.week.days:
        page.bullets(["; ".join(entry.says for entry in day.entries)], mark=DAYS[day.day])
    page.line(plan.week.says)


def _review(page: Page, plan: Plan) -> None:
    if plan.review is None:
        return
    page.heading(f"Review on {plan.review.on}")
    page.bullets(plan.review.repeat, mark="repeat:")
    page.bullets(plan.review.real_change, mark="real change:")
    page.bullets(plan.review.reconsider, mark="reconsider:")
    page.bullets(plan.review.refer_if, mark="refer if:")
