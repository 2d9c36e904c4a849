"""What the way back's page of a record shows, made from one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from restride.adapters.charts.comeback import DaySeen, pain_and_running_chart
from restride.adapters.charts.svg import Chart
from restride.explain.comeback_text import figure, level_words, minutes, observation_words, ran_words
from restride.explain.dates import long_date
from restride.explain.words import TISSUES
from restride.model.comeback import Comeback, Decision, PlannedRun
from restride.model.diary import DiaryEntry
from restride.site import engine
from restride.site.comeback.staircase import staircase_of
from restride.site.comeback.words import (
    COLOURS,
    DIRECTIONS,
    EVENTS,
    MODES,
    PAIN_WORDS,
    RISES,
    cap_parts,
    headline,
    then_words,
)
from restride.site.reasons import ShownReason, all_shown

DECISIONS_SHOWN, DECISIONS_KEPT = 6, 60
COLOURS_SHOWN = 8
ANSWERS = {"yes": ("Yes", "ok", "ok"), "no": ("No", "stop", "no"), "not_asked": ("Not asked", "warn", "unk")}


@dataclass(frozen=True, slots=True)
class ShownRun:
    """One session of the programme."""

    on: date
    title: str
    total: str
    rises: str
    certain: bool
    clock: str
    walk: bool
    reasons: tuple[ShownReason, ...]


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """One decision: what was seen, which rule, from what to what, why."""

    on: date
    colour: tuple[str, str, str]
    tone: str
    headline: str
    seen: str
    rule: str
    before: str
    after: str
    reasons: tuple[ShownReason, ...]


def way_back_page(document: Comeback, entries: Sequence[DiaryEntry], today: date) -> dict[str, Any]:
    """Return the template's context for a document and the diary it was made from."""
    decisions = [shown_decision(one, entries) for one in reversed(document.decisions)]
    latest = next((one for one in decisions if one.colour[0] != "" and one.headline), None)
    goal = document.goal
    return {
        "course": document,
        "mode": MODES[document.mode],
        "tissue": TISSUES[document.tissue].capitalize(),
        "heading": _heading(document),
        "standing": _standing(document),
        "colours": [COLOURS[one.observation.colour or "open"] for one in document.decisions[-COLOURS_SHOWN:]],
        "staircase": staircase_of(document, today),
        "latest": latest,
        "decisions": decisions[:DECISIONS_SHOWN],
        "earlier": decisions[DECISIONS_SHOWN:DECISIONS_KEPT],
        "caps": [cap_parts(cap) for cap in document.caps],
        "runs": shown_runs(document),
        "what_if": [(EVENTS[one.event], then_words(one), DIRECTIONS[one.direction]) for one in document.what_if],
        "readiness": [(one.says, ANSWERS[one.answer]) for one in document.readiness],
        "missing": sum(one.answer != "yes" for one in document.readiness),
        "chart": chart_of(document, entries),
        "goal_words": _goal_words(document) if goal else "",
        "pain_reasons": all_shown(document.pain_rule.because, engine.facts()),
        "because": all_shown(document.because, engine.facts()),
    }


def shown_runs(document: Comeback) -> list[ShownRun]:
    """Return the sessions of the next two weeks."""
    return [_run(one) for one in document.next_runs]


def shown_decision(decision: Decision, entries: Sequence[DiaryEntry]) -> ShownDecision:
    """Return one decision in the therapist's words, with everything that was logged of that day."""
    reasons = all_shown(decision.reason, engine.facts())
    colour = decision.observation.colour or "open"
    until = decision.not_before if decision.ran else None
    rest = f", next not before {until:%a} {until.day} {until:%b}" if until else ""
    return ShownDecision(
        on=decision.on,
        colour=COLOURS[colour],
        tone=colour,
        headline=headline(decision),
        seen=_seen(decision, [one for one in entries if one.on == decision.on and one.kind in ("run", "walk")]),
        rule=" ".join(reason.says for reason in reasons),
        before=level_words(decision.before),
        after=level_words(decision.after) + rest,
        reasons=reasons,
    )


def chart_of(document: Comeback, entries: Sequence[DiaryEntry]) -> Chart | None:
    """Draw what was run and how it felt, with the colours of the decisions."""
    days: dict[date, DaySeen] = {}
    colours = {one.on: one.observation.colour or "open" for one in document.decisions}
    for entry in entries:
        if entry.kind != "run":
            continue
        before = days.get(entry.on, DaySeen(entry.on, 0.0, None, None, colours.get(entry.on, "open")))
        days[entry.on] = before._replace(
            minutes=before.minutes + _minutes(entry),
            during=_worst(before.during, entry.pain.during),
            morning=_worst(before.morning, entry.pain.next_morning),
        )
    if not days:
        return None
    return pain_and_running_chart(sorted(days.values()), document.pain_rule.during_max_nrs)


def side_by_side(now: Comeback, tried: Comeback) -> list[dict[str, Any]]:
    """Return the next two weeks of two documents day by day, with what differs."""
    days: Mapping[date, tuple[list[PlannedRun], list[PlannedRun]]] = {
        day: ([one for one in now.next_runs if one.on == day], [one for one in tried.next_runs if one.on == day])
        for day in sorted({one.on for document in (now, tried) for one in document.next_runs})
    }
    return [
        {
            "day": day,
            "now": _short(mine[0]) if mine else "",
            "tried": _short(other[0]) if other else "",
            "differs": (_short(mine[0]) if mine else "") != (_short(other[0]) if other else ""),
        }
        for day, (mine, other) in days.items()
    ]


def _run(run: PlannedRun) -> ShownRun:
    return ShownRun(
        on=run.on,
        title=figure(run),
        total=f"{minutes(run.total_s)} min in all",
        rises=RISES[run.rises],
        certain=run.certain,
        clock=run.not_before or "",
        walk=run.kind == "walk",
        reasons=all_shown(run.because, engine.facts()),
    )


def _short(run: PlannedRun) -> str:
    return figure(run)


def _heading(document: Comeback) -> str:
    if document.mode in ("WALK", "RUN_WALK", "LOCKED", "PAUSED"):
        return "The way back to 30 minutes"
    goal = document.goal
    return f"The way back to {minutes(goal.longest_s)} minutes" if goal else "The way back"


def _standing(document: Comeback) -> str:
    if document.mode in ("RUN_WALK", "CONTINUOUS"):
        runs = f"{document.runs_so_far} run{'' if document.runs_so_far == 1 else 's'} so far"
        return f"Level {document.level_number} of {document.levels}: {level_words(document.level)}. {runs}."
    if document.mode in ("BUILD", "MODIFY", "DONE"):
        return f"{document.says} Now {level_words(document.level)}."
    says = document.says.removeprefix(f"{MODES[document.mode][0]}: ")
    return f"{says[:1].upper()}{says[1:]}"


def _goal_words(document: Comeback) -> str:
    goal = document.goal
    if goal is None:
        return ""
    parts = [f"{goal.runs_per_week} runs a week, the longest {minutes(goal.longest_s)} min"]
    if goal.soonest is not None:
        parts.append(f"soonest {long_date(goal.soonest)} if every run is green")
    if goal.on is not None:
        by = f"{long_date(goal.on)}"
        if goal.feasible is None:
            parts.append(f"wanted by {by}")
        elif goal.feasible:
            parts.append(f"feasible by {by}")
        else:
            instead = f"; {minutes(goal.instead_s)} min would be" if goal.instead_s else ""
            parts.append(f"not feasible by {by}{instead}")
    return ". ".join(part[:1].upper() + part[1:] for part in parts) + "."


def _seen(decision: Decision, entries: Sequence[DiaryEntry]) -> str:
    ran = f"Ran {ran_words(decision.ran)}. " if decision.ran else ""
    said = [
        f"{value:g} {words}"
        for name, words in PAIN_WORDS.items()
        if (value := _worst(*(getattr(one.pain, name) for one in entries))) is not None
    ]
    more = ["limped"] if any(one.limped for one in entries) else []
    more += ["stiffer than usual"] if any(one.stiffness == "more" for one in entries) else []
    if not said and not more:
        return f"{ran}{observation_words(decision.observation).capitalize()}."
    pains = f"Pain of 10: {', '.join(said)}. " if said else ""
    return f"{ran}{pains}{', '.join(more).capitalize() + '.' if more else ''}".strip()


def _minutes(entry: DiaryEntry) -> float:
    if entry.ran:
        return sum(piece.repeats * piece.run.value for piece in entry.ran)
    return entry.running.value if entry.running is not None else 0.0


def _worst(*values: float | None) -> float | None:
    return max((value for value in values if value is not None), default=None)
