"""What the choice of treatment depends on, gathered once from case, evaluation and knowledge."""

from __future__ import annotations

import operator
from datetime import date
from functools import cached_property

from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Cite, Condition, Criterion, Phase
from restride.model.case import Case
from restride.model.decision import CiteRef, Reason
from restride.model.evaluation import ComplaintPicture, Evaluation, Hypothesis
from restride.model.words import Side, State, Tissue

_IRRITABILITY = ("low", "moderate", "unknown", "high")
_PHASE_BEFORE_ANY = 1
_COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}


class Situation:
    """One case on one day, seen by the builder of the plan. Read only."""

    def __init__(self, case: Case, evaluation: Evaluation, knowledge: Knowledge, today: date) -> None:
        self.case = case
        self.evaluation = evaluation
        self.knowledge = knowledge
        self.today = today

    @cached_property
    def leads(self) -> tuple[tuple[ComplaintPicture, Hypothesis], ...]:
        """The hypotheses to treat by: each complaint's first, and a second that cannot be told apart."""
        chosen = []
        for picture in self.evaluation.complaints:
            for hypothesis in picture.hypotheses[:2]:
                told_apart = hypothesis.condition not in picture.not_told_apart
                if hypothesis.rank > 1 and told_apart:
                    continue
                if hypothesis.level in ("well_supported", "possible"):
                    chosen.append((picture, hypothesis))
        return tuple(chosen)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The leading conditions, without repetition."""
        seen = {hypothesis.condition: None for _, hypothesis in self.leads}
        return tuple(self.knowledge.conditions[name] for name in seen)

    @cached_property
    def names(self) -> frozenset[str]:
        """Ids of the leading conditions."""
        return frozenset(condition.id for condition in self.conditions)

    @cached_property
    def lead(self) -> Hypothesis | None:
        """The hypothesis the plan is built around."""
        return self.leads[0][1] if self.leads else None

    @cached_property
    def tissue(self) -> Tissue:
        """The tissue whose pain rule applies; unknown where nothing leads, none in particular without a complaint."""
        pictures = self.evaluation.complaints
        return pictures[0].state.tissue if pictures else Tissue.OTHER

    @cached_property
    def irritability(self) -> str:
        """The most irritable of the complaints; unknown counts as more than moderate."""
        levels = [picture.state.irritability.level for picture in self.evaluation.complaints]
        known = [level if level in _IRRITABILITY else "unknown" for level in levels]
        return max(known, key=_IRRITABILITY.index) if known else "low"

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """Affected sides, worked out from the complaints."""
        sides: list[Side] = []
        for picture in self.evaluation.complaints:
            wanted = (Side.LEFT, Side.RIGHT) if picture.side is Side.BOTH else (picture.side,)
            sides += [side for side in wanted if side in (Side.LEFT, Side.RIGHT) and side not in sides]
        return tuple(sides)

    @cached_property
    def present(self) -> frozenset[str]:
        """Findings known to be present."""
        return frozenset(f.what for f in self.evaluation.findings if f.state is State.PRESENT)

    @cached_property
    def absent(self) -> frozenset[str]:
        """Findings known to be absent everywhere they were looked for."""
        known = {f.what for f in self.evaluation.findings if f.state is State.ABSENT}
        return frozenset(known - self.present)

    @cached_property
    def affected(self) -> frozenset[str]:
        """Load keys of the tissues under suspicion."""
        names = {condition.id for condition in self.conditions}
        table = self.knowledge.engine["affected_tissue"].lists
        return frozenset(key for key, members in table.items() if names & set(members))

    @cached_property
    def phase(self) -> Phase | None:
        """The phase to start in: the first whose exit is not known to be reached."""
        if not self.conditions:
            return None
        phases = self.conditions[0].phases
        for phase in phases:
            if not phase.exit or not all(self.is_met(criterion) for criterion in phase.exit):
                return phase
        return phases[-1] if phases else None

    @property
    def phase_number(self) -> int:
        """Number of the current phase; the first where a condition has none."""
        return self.phase.number if self.phase else _PHASE_BEFORE_ANY

    def is_met(self, criterion: Criterion) -> bool | None:
        """Whether a phase's criterion is met; None where nobody knows."""
        if criterion.release:
            return any(c.flag in self.names and c.by.strip() and c.on <= self.today for c in self.case.clearances)
        finding = criterion.finding
        if finding:
            if finding not in self.present and finding not in self.absent:
                return None
            return (finding in self.present) == (criterion.state == "present")
        score = next((m.score for m in self.evaluation.measures if m.measure == criterion.measure), None)
        limit = criterion.fact.value if criterion.fact else None
        if score is None or limit is None or criterion.op is None:
            return None
        return bool(_COMPARE[criterion.op](score, limit))

    def number(self, name: str) -> float:
        """A number of the builder from ``engine/treatment_choice.yaml``."""
        return self.knowledge.number("treatment_choice", name)

    def list(self, name: str) -> tuple[str, ...]:
        """A list of the builder from the same file."""
        return tuple(self.knowledge.engine["treatment_choice"].lists[name])

    def house_rule(self, table: str, name: str) -> Reason:
        """A reason that cites one number of the reasoning."""
        fact = self.knowledge.fact(table, name)
        return Reason(
            rule=f"{table}.{name}",
            says=fact.says,
            facts=(f"{table}/{name}",),
            sources=cites(fact.sources),
            certainty=fact.certainty,
            status=fact.status,
        )


def cites(sources: tuple[Cite, ...]) -> tuple[CiteRef, ...]:
    """Citations of the knowledge as they stand in a decision."""
    return tuple(CiteRef(source=cite.source, where=cite.where, read=cite.read.value) for cite in sources)
