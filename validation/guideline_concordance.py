"""What the program does with every guideline recommendation, on a textbook case of its condition."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import restride
from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Condition
from validation.textbook import textbook_case

TABLE = Path(__file__).parent.parent / "docs" / "validation" / "guideline_concordance.md"
_DAY = date(2026, 11, 21)
_WORDS = {
    "proposed": "proposed",
    "later_phase": "named, for a later phase",
    "in_other_words": "carried out by other items or talk",
    "not_proposed": "not proposed",
    "marked": "proposed for another reason, marked",
}


class Row(NamedTuple):
    """One recommendation and what became of it."""

    condition: str
    what: str
    direction: str
    grade: str
    does: str
    says: str

    @property
    def is_high_grade(self) -> bool:
        """Printed or recalled letter A or B."""
        return self.grade[:1] in "AB" and self.grade[1:2] in ("", " ", ",", "/", "-", ";", "(")

    @property
    def breaks_promise(self) -> bool:
        """A high grade that does not appear, or an «against» proposed without its mark."""
        if self.direction == "against":
            return self.does == "proposed"
        return self.is_high_grade and self.direction == "for" and self.does == "not_proposed"


def rows(knowledge: Knowledge) -> Iterator[Row]:
    """Every recommendation of every condition."""
    for condition in sorted(knowledge.conditions.values(), key=lambda one: one.id):
        yield from _of_condition(condition, knowledge)


def _of_condition(condition: Condition, knowledge: Knowledge) -> Iterator[Row]:
    case = textbook_case(condition, knowledge)
    evaluation = restride.evaluate(case, today=_DAY, facts=knowledge)
    plan = restride.plan(case, evaluation, today=_DAY, facts=knowledge)
    lines = {line.recommendation: line for line in plan.guideline if line.condition == condition.id}
    for recommendation in condition.recommendations:
        line = lines.get(recommendation.id)
        does = line.does if line else plan.decision if plan.decision != "proposed" else "another condition leads"
        says = line.says if line else "; ".join(plan.unlocks[:1])
        yield Row(condition.id, recommendation.what, recommendation.direction, recommendation.grade, does, says)


def table(found: list[Row]) -> str:
    """The table as a page."""
    counts = Counter((row.direction, row.does) for row in found)
    broken = [row for row in found if row.breaks_promise]
    lines = [
        "# Guideline concordance",
        "",
        "Every recommendation in the knowledge, and what the program does with it on a textbook case of its condition",
        "(every red flag answered no, hardly irritable, first phase). Made by `make validate`; letters are as recalled",
        "or read, see the knowledge. «locked»: the condition gets no plan before somebody has looked at it.",
        "",
        f"{len(found)} recommendations of {len({row.condition for row in found})} conditions. "
        f"Grade A or B «for» that does not appear: {sum(row.direction == 'for' for row in broken)}. "
        f"«Against» proposed without its mark: {sum(row.direction == 'against' for row in broken)}.",
        "",
        "| direction | what the program does | recommendations |",
        "|---|---|---|",
        *(
            f"| {direction} | {_WORDS.get(does, does)} | {count} |"
            for (direction, does), count in sorted(counts.items())
        ),
        "",
        "| condition | recommendation | direction | grade | program | note |",
        "|---|---|---|---|---|---|",
        *map(_line, found),
    ]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    does = _WORDS.get(row.does, row.does)
    cells = (row.condition, row.what, row.direction, row.grade, does, row.says)
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")


def main() -> int:
    """Write the table; exit status 1 where a promise is broken."""
    found = list(rows(restride.load_knowledge()))
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(table(found), encoding="utf-8")
    broken = [row for row in found if row.breaks_promise]
    for row in broken:
        sys.stdout.write(f"broken: {row.condition}: {row.direction} {row.grade}: {row.what} → {row.does}: {row.says}\n")
    sys.stdout.write(f"{len(found)} recommendations, {len(broken)} broken promises; wrote {TABLE.name}\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
