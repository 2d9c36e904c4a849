"""Reasons that cite the rules of the shield and the facts behind them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from restride.comeback.shield import RULES, Rule
from restride.knowledge.schema import Fact, Statement
from restride.model.decision import Reason
from restride.model.words import Certainty, Status
from restride.treatment.situation import cites

if TYPE_CHECKING:
    from restride.knowledge.load import Knowledge

#: Where a sentence takes a number from the knowledge: «{engine/comeback.week_share}», «{engine/comeback.rest_s|min}».
_PLACE = re.compile(r"\{([a-z_0-9/.]+)(\|min)?\}")
_RULES = {rule.id: rule for rule in RULES}
#: Transitions and other rules that are not of the shield: what they say, and the facts they rest on.
OTHERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "green": ("Inside the limits during the run and the day after: it counts as tolerated.",
              ("load_facts/comeback_algorithm.repeats",)),
    "amber": ("Over the tissue's limit: repeat the level.", ("load_facts/comeback_algorithm.hold",)),
    "two_ambers": ("{engine/comeback.ambers} ambers in a row: down to {engine/comeback.down_one_share} %; stages back "
                   "on a published ladder: {engine/comeback.stages_down}.",
                   ("engine/comeback.ambers", "engine/comeback.down_one_share", "engine/comeback.stages_down")),
    "red": ("Red: stop for {engine/comeback.red_rest_h} h, then down to {engine/comeback.down_two_share} %; stages "
            "back on a published ladder: {engine/comeback.stages_red}; walk without pain before the next run.",
            ("engine/comeback.red_rest_h", "engine/comeback.down_two_share", "engine/comeback.stages_red",
             "engine/comeback.walks_after_red")),
    "two_reds": ("{engine/comeback.reds} reds within {engine/comeback.reds_days} days: paused until the therapist has "
                 "looked.",
                 ("engine/comeback.reds", "engine/comeback.reds_days")),
    "walk_green": ("A walk without pain counts towards readiness.", ("load_facts/start_gate_walking.walk",)),
    "walk_open": ("The walk's log is not complete: it does not count.", ("load_facts/start_gate_walking.walk",)),
    "walk_amber": ("The walk went over the limit: repeat it.", ("load_facts/start_gate_walking.walk",)),
    "walk_red": ("The walk hurt: no run before a walk without pain.", ("load_facts/start_gate_walking.walk",)),
    "belief": ("More green runs than the rule asks for, because a step near this one failed or nearly failed.",
               ("engine/comeback.belief_days", "engine/comeback.belief_more_greens")),
    "readiness": ("What must hold before the first run.", ("load_facts/start_gate_general.daily_pain",)),
    "impact": ("A run is impact: none while a bone stress injury is possible.", ()),
    "modify": ("Still running: capped from the longest run of 30 days and the median week of four.",
               ("engine/comeback.modify_sore_share", "load_facts/session_cap.cap")),
    "race": ("A race is held against the longest tolerated run.", ("engine/comeback.race_share",)),
    "ladder": ("Proposed by a published ladder, guarded by the shield.", ()),
}  # fmt: skip


def reason(knowledge: Knowledge, rule: str) -> Reason:
    """The reason that names one rule, its facts and their sources."""
    return _reason(_Key(knowledge), rule)


class _Key:
    """Knowledge by its digest: reasons of one version are made once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __hash__(self) -> int:
        return hash(self.knowledge.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.knowledge.digest == self.knowledge.digest


@cache
def _reason(key: _Key, rule: str) -> Reason:
    known: Rule | None = _RULES.get(rule)
    says, facts = (known.says, known.facts) if known is not None else OTHERS[rule]
    found = [_find(key.knowledge, fact) for fact in facts]
    sources = tuple(dict.fromkeys(ref for one in found for ref in cites(one.sources)))
    certainty = known.grade if known is not None else (found[0].certainty if found else Certainty.EXPERT_OPINION)
    drafts = any(one.status is Status.DRAFT for one in found)
    return Reason(
        rule=rule, says=filled(says, key.knowledge), facts=facts, sources=sources, certainty=certainty,
        status=Status.DRAFT if drafts else Status.REVIEWED,
    )  # fmt: skip


def filled(says: str, knowledge: Knowledge) -> str:
    """A sentence with the numbers of the knowledge in their places; one marked so is said in minutes, not seconds."""
    return _PLACE.sub(lambda place: _number(_find(knowledge, place[1]), 60 if place[2] else 1), says)


def _number(fact: Fact | Statement, unit: int) -> str:
    ends = () if isinstance(fact, Statement) else (fact.value, fact.low, fact.high)
    said = " to ".join(f"{end / unit:g}" for end in ends if end is not None)
    if not said:
        raise KeyError(f"'{fact.says}' is no number.")
    return said


def _find(knowledge: Knowledge, name: str) -> Fact | Statement:
    """A fact by «table/record.fact», or a whole statement by «load_facts/record»."""
    table, _, path = name.partition("/")
    record, _, fact = path.partition(".")
    if table == "engine":
        return knowledge.engine[record].facts[fact]
    statement = knowledge.load_facts[record]
    return statement.facts[fact] if fact else statement
