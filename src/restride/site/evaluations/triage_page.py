"""What stands first on the evaluation's page: open flags, unanswered questions, locks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from restride.knowledge.load import Knowledge
from restride.model.case import Case
from restride.model.evaluation import Evaluation, OpenFlag, Triage
from restride.model.words import Answer
from restride.site.reasons import ShownReason, all_shown

HOUSE_RULE_OF_LOCK = "triage/impact_locked"


@dataclass(frozen=True, slots=True)
class ShownFlag:
    """A flag in words, with what to do and whom to see."""

    id: str
    urgency: str
    says: str
    action: str
    whom: str
    reasons: tuple[ShownReason, ...]
    cleared_by: str
    cleared_on: date | None


@dataclass(frozen=True, slots=True)
class ShownTriage:
    """Everything above the hypotheses."""

    open: tuple[ShownFlag, ...]
    cleared: tuple[ShownFlag, ...]
    ask_first: tuple[str, ...]
    not_asked: tuple[str, ...]
    answered: int
    asked_of: int
    plan_locked: bool
    signing_locked: bool
    impact_locked: bool
    impact_because: str


def shown_triage(evaluation: Evaluation, case: Case, facts: Knowledge) -> ShownTriage:
    """Return the triage as a page shows it."""
    triage = evaluation.triage
    known = [flag for flag in triage.flags if flag.answer != "unknown_counts_as_open"]
    answered = sum(answer is not Answer.NOT_ASKED for answer in case.red_flags.values())
    return ShownTriage(
        open=tuple(_flag(flag, facts) for flag in known if flag.cleared_on is None),
        cleared=tuple(_flag(flag, facts) for flag in known if flag.cleared_on is not None),
        ask_first=tuple(facts.red_flags[name].screens_for for name in triage.ask_first if name in facts.red_flags),
        not_asked=tuple(facts.red_flags[name].screens_for for name in triage.not_asked if name in facts.red_flags),
        answered=answered,
        asked_of=answered + len(triage.not_asked),
        plan_locked=triage.plan_locked,
        signing_locked=triage.signing_locked,
        impact_locked=triage.impact_locked,
        impact_because=impact_because(triage, facts),
    )


def impact_because(triage: Triage, facts: Knowledge) -> str:
    """Return why impact is locked: what is still possible, in words."""
    says = next((one.says for one in triage.because if one.rule.endswith(HOUSE_RULE_OF_LOCK)), "")
    ids = says.partition(": ")[2]
    names = [_name(one.strip(" ."), facts) for one in ids.split(",") if one.strip(" .")]
    return f"Still possible: {', '.join(names)}. Impact tests open when that is settled." if names else says


def _name(one: str, facts: Knowledge) -> str:
    if one in facts.conditions:
        return facts.conditions[one].name
    return facts.red_flags[one].screens_for if one in facts.red_flags else one


def _flag(flag: OpenFlag, facts: Knowledge) -> ShownFlag:
    return ShownFlag(
        id=flag.flag,
        urgency=flag.urgency.value,
        says=flag.says,
        action=flag.action,
        whom=flag.whom_to_see,
        reasons=all_shown(flag.because, facts),
        cleared_by=flag.cleared_by or "",
        cleared_on=flag.cleared_on,
    )
