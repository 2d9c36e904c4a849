"""What a pain entry means under the plan's pain rule: up, repeat, stop. Pure: the rule and the numbers decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from restride.explain.runner_text import within
from restride.model.plan import PainRule

Kind = Literal["green", "amber", "red"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """What a runner said about one session; None is not said."""

    during: int | None = None
    right_after: int | None = None
    next_morning: int | None = None
    #: The morning before it, or as it was before the plan; None where nobody knows.
    usual_morning: float | None = None
    limped: bool = False
    elsewhere: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was said."""
        numbers = (self.during, self.right_after, self.next_morning)
        return all(number is None for number in numbers) and not self.limped and not self.elsewhere


@dataclass(frozen=True, slots=True)
class Gate:
    """The consequence: which gate, why, and what to do."""

    kind: Kind
    why: str
    do: str


REPEAT = "Do the same again next time, no more. One repeat is normal."
STOP = "Stop for today and walk only. Your therapist sees this in their list. Call the clinic if it gets worse."


def gate_of(rule: PainRule, felt: Felt) -> Gate | None:
    """Return the consequence; nothing where nothing was said. The strictest sign counts."""
    if felt.empty:
        return None
    return _red(rule, felt) or _amber(rule, felt) or _green(rule, felt)


def _red(rule: PainRule, felt: Felt) -> Gate | None:
    limit = rule.during_max_nrs
    if felt.limped:
        return Gate("red", "You limped.", STOP)
    for number, when in ((felt.during, "while doing it"), (felt.right_after, "right after")):
        if number is not None and number > limit:
            words = "none is allowed for now" if limit == 0 else f"your limit is {limit:g}"
            return Gate("red", f"You reached {number} of 10 {when}; {words}.", STOP)
    if rule.next_morning == "zero" and limit == 0 and felt.next_morning:
        return Gate("red", f"{felt.next_morning} of 10 this morning; none is allowed for now.", STOP)
    return None


def _amber(rule: PainRule, felt: Felt) -> Gate | None:
    if felt.next_morning is not None and felt.next_morning > _morning_limit(rule, felt):
        return Gate("amber", f"{felt.next_morning} of 10 in the morning is more than usual.", REPEAT)
    if felt.elsewhere:
        return Gate("amber", "Something else hurts too.", f"{REPEAT} Tell your therapist about the other place.")
    return None


def _green(rule: PainRule, felt: Felt) -> Gate:
    if felt.next_morning is not None:
        return Gate("green", "As usual in the morning.", "Clear to do what is planned today.")
    settles = within(rule.settles_within_h)
    return Gate("green", "Within your limit.", f"Go on as planned if it settles {settles} and tomorrow is as usual.")


def _morning_limit(rule: PainRule, felt: Felt) -> float:
    """Pain of a morning that still counts as usual; where nobody knows it, none."""
    return 0.0 if rule.next_morning == "zero" else felt.usual_morning or 0.0
