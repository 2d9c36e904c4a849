"""The plan's page: the stored document in words, with what was changed by hand and what must be read first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from restride.explain.dates import DAY_NAMES
from restride.explain.words import DAYS, TISSUES
from restride.model.plan import GuidelineLine, NotRecommended, Plan
from restride.site.names import Names
from restride.site.plans.compare import changes_between
from restride.site.plans.desk import SHELVES, Desk, shelf_of
from restride.site.plans.models import PlanItemEdit, PlanVersion
from restride.site.plans.queries import edits_of, version_before
from restride.site.plans.shown import KINDS, shown_items
from restride.site.plans.signing import checks, has_newer_answers
from restride.site.reasons import all_shown, sources

PHASE_STATES = ("done", "now", "later")
DOES = {
    "proposed": ("ok", "ok", "Proposed"),
    "marked": ("warn", "warn", "Proposed, marked"),
    "later_phase": ("", "dash", "Later phase"),
    "in_other_words": ("", "same", "In other words"),
    "not_proposed": ("", "no", "Not proposed"),
}
NOT_WORDS = {
    "contraindicated": "Contraindicated",
    "guideline_against": "Guideline against",
    "phase": "Not this phase",
    "irritability": "Too much now",
    "equipment": "Equipment",
    "time": "Time",
    "no_need": "No need",
    "not_with": "Not together",
    "locked": "Locked",
}


@dataclass(frozen=True, slots=True)
class ShownPhase:
    """A phase: done, now or later."""

    number: int
    name: str
    goal: str
    content: str
    running: str
    state: str
    needs_release: bool
    exit: tuple[tuple[str, bool | None], ...]


def plan_page(desk: Desk) -> dict[str, Any]:
    """Return everything that the template draws, besides who may do what."""
    plan, facts = desk.plan, desk.situation.knowledge
    edits = edits_of(desk.row)
    before = version_before(desk.row)
    newer = has_newer_answers(desk.row) if desk.row.state == "draft" else False
    return {
        "plan": plan,
        "row": desk.row,
        "phases": _phases(plan),
        "shelves": {shelf: shown_items(desk, shelf_of(plan, shelf), edits) for shelf in SHELVES},
        "home_minutes": sum(item.minutes for item in plan.home),
        "week": shown_week(plan),
        "pain_rule_reasons": all_shown(plan.pain_rule.because, facts) if plan.pain_rule else (),
        "running_reasons": all_shown(plan.running.because, facts) if plan.running else (),
        "tissue": TISSUES[plan.tissue],
        "not_recommended": _by_reason(plan.not_recommended),
        "guideline": tuple(_line(line, desk) for line in plan.guideline),
        "checks": checks(desk, newer_answers=newer),
        "newer_answers": newer,
        "because": all_shown(plan.because, facts),
        "other_edits": _other_edits(plan, edits),
        "before": before,
        "changed": changes_between(before, desk.row)[:4] if before else (),
        "signing_locked": desk.evaluation.triage.signing_locked,
        "ask_first": len(desk.evaluation.triage.ask_first),
        "needs": Names(facts),
    }


def shown_week(plan: Plan) -> list[dict[str, Any]]:
    """Return seven cells; home exercises by their number."""
    if plan.week is None:
        return []
    numbers = {item.item: number for number, item in enumerate(plan.home, start=1)}
    return [
        {
            "label": DAYS[day.day],
            "name": DAY_NAMES[day.day],
            "now": False,
            "blocks": [_block(entry, numbers) for entry in day.entries],
            "minutes": f"{day.minutes:g}",
        }
        for day in plan.week.days
    ]


def _block(entry: Any, numbers: Mapping[str, int]) -> dict[str, str]:
    if entry.kind in ("run", "walk_run", "walk"):
        words = {"run": "Run", "walk_run": "Run and walk", "walk": "Walk"}[entry.kind]
        return {"kind": "run", "title": words, "text": ""}
    if entry.kind == "home":
        placed = " ".join(str(numbers[name]) for name in entry.items if name in numbers)
        return {"kind": "str", "title": "Exercises", "text": placed}
    if entry.kind == "rest":
        return {"kind": "rest", "title": "Rest", "text": ""}
    return {"kind": "str", "title": entry.says, "text": ""}


def _phases(plan: Plan) -> tuple[ShownPhase, ...]:
    now = next((phase.number for phase in plan.phases if phase.now), 0)
    return tuple(
        ShownPhase(
            number=phase.number,
            name=phase.name,
            goal=phase.goal,
            content=phase.content,
            running=phase.running.replace("_", " "),
            state=PHASE_STATES[(phase.number > now) - (phase.number < now) + 1],
            needs_release=phase.needs_release,
            exit=tuple((one.says, one.met) for one in phase.exit),
        )
        for phase in plan.phases
    )


def _by_reason(left_out: Iterable[NotRecommended]) -> tuple[tuple[str, list[str]], ...]:
    """What was left out, each reason said once."""
    found: dict[str, list[str]] = {}
    for one in left_out:
        found.setdefault(one.says, []).append(one.name)
    return tuple(found.items())


def _line(line: GuidelineLine, desk: Desk) -> dict[str, Any]:
    facts = desk.situation.knowledge
    condition = facts.conditions.get(line.condition)
    return {
        "what": line.what,
        "direction": line.direction,
        "grade": line.grade,
        "read": line.grade_read,
        "sign": DOES[line.does],
        "says": "" if line.says.rstrip(".") == DOES[line.does][2] else line.says,
        "condition": condition.name if condition else line.condition,
        "sources": sources(line.sources, facts),
    }


def _other_edits(plan: Plan, edits: Mapping[str, list[PlanItemEdit]]) -> list[PlanItemEdit]:
    """Edits of what is no item any more, of goals, running and the week."""
    here = {item.item for shelf in SHELVES for item in shelf_of(plan, shelf)}
    return [edit for name, rows in edits.items() if name not in here for edit in rows]


def state_words(row: PlanVersion) -> str:
    """«Draft 3», «Plan 3, signed», «Plan 3, rejected»."""
    return f"Draft {row.number}" if row.state == "draft" else f"{row}, {row.get_state_display().lower()}"


__all__ = ["KINDS", "plan_page", "shown_week", "state_words"]
