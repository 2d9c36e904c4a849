"""What a pain entry means: the planner's one gate (:mod:`restride.comeback.gate`), said in the runner's words.

Runs and exercises are judged alike: by the limit of the plan's rule and the numbers of its tissue. Under a signed way
back, runs and mornings are judged by the tissue and limits that are signed there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from restride.comeback.gate import Felt as Session
from restride.comeback.gate import Gate as Colour
from restride.comeback.gate import Judged, judge
from restride.comeback.numbers import Numbers, numbers
from restride.explain.runner_text import within
from restride.model.plan import PainRule
from restride.site import engine

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
        said = (self.during, self.right_after, self.next_morning)
        return all(number is None for number in said) and not self.limped and not self.elsewhere


@dataclass(frozen=True, slots=True)
class Gate:
    """The consequence: which gate, why, and what to do."""

    kind: Kind
    why: str
    do: str


REPEAT = "Do the same again next time, no more. One repeat is normal."
STOP = "Stop for today and walk only. Your therapist sees this in their list. Call the clinic if it gets worse."
_WHEN = {"during": "while doing it", "right_after": "right after", "hour_later": "an hour later"}


def numbers_of(rule: PainRule) -> Numbers:
    """Return the numbers of a plan's pain rule: its tissue's, with its own limit."""
    return numbers(engine.facts(), rule.tissue, during_max=rule.during_max_nrs)


def gate_under(own: Numbers, felt: Felt) -> Gate | None:
    """Return the consequence under such numbers, the strictest sign first; nothing where nothing can be said yet."""
    if felt.empty:
        return None
    session = Session(
        during=felt.during, right_after=felt.right_after, next_morning=felt.next_morning, limped=felt.limped
    )
    judged = judge(session, felt.usual_morning or 0.0, own)
    if judged.gate is Colour.RED:
        return Gate("red", _why(judged, own), STOP)
    if judged.gate is Colour.AMBER:
        return Gate("amber", _why(judged, own), REPEAT)
    if felt.elsewhere:
        return Gate("amber", "Something else hurts too.", f"{REPEAT} Tell your therapist about the other place.")
    return _green(own, felt)


def _why(judged: Judged, own: Numbers) -> str:
    if judged.what == "limped":
        return "You limped."
    if judged.what == "next_morning":
        clearly = "clearly " if judged.gate is Colour.RED and judged.limit else ""
        none = "; none is allowed for now" if own.during_max == 0 else f" is {clearly}more than usual"
        return f"{judged.value:g} of 10 in the morning{none}."
    return f"You reached {judged.value or 0:g} of 10 {_WHEN.get(judged.what, 'then')}; {_limit(judged, own)}."


def _limit(judged: Judged, own: Numbers) -> str:
    """The limit that was passed, by its own name: above the tissue's means repeat, above the other one means stop."""
    if own.during_max == 0:
        return "none is allowed for now"
    if judged.gate is Colour.RED:
        return f"above {own.red_during:g} means stop"
    if judged.what == "right_after":
        return f"your limit right after is {own.red_during:g}"
    if judged.what == "hour_later":
        return "by then it should be as usual"
    return f"your limit is {own.during_max:g}, and above {own.red_during:g} means stop"


def _green(own: Numbers, felt: Felt) -> Gate | None:
    if felt.next_morning is not None:
        return Gate("green", "As usual in the morning.", "Clear to do what is planned today.")
    if felt.during is None:
        return None
    settles = within(own.settles_h)
    return Gate("green", "Within your limit.", f"Go on as planned if it settles {settles} and tomorrow is as usual.")
