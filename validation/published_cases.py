"""Score the evaluation against published cases of runners, and write docs/validation/published_cases.md.

    python -m validation.published_cases

The case files hold what a report tells of history and examination, never its imaging or its answer.
What a report does not mention is unknown. Published cases are the odd ones; see the page for what the
numbers can and cannot say.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from restride.evaluation import evaluate
from restride.knowledge.case_reader import read_case_file
from restride.knowledge.load import Knowledge, load
from restride.knowledge.strict_yaml import read_yaml

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "cases" / "published"
PAGE = ROOT / "docs" / "validation" / "published_cases.md"
#: Any day: nothing in these cases depends on it.
DAY = date(2026, 11, 21)


def _read_expected() -> dict[str, Any]:
    expected = read_yaml((FOLDER / "expected.yaml").read_bytes(), name="expected.yaml")
    assert isinstance(expected, dict)
    return expected


CASES = _read_expected()


class Score(NamedTuple):
    """One case: where the answer stands, and what was decided."""

    case: str
    strict: bool
    #: Rank of the report's own answer, and of the best accepted one; None where it is not named.
    own_rank: int | None
    rank: int | None
    first: str
    level: str
    must_refer: str | None
    referred: bool
    urgency: str


def score_all(knowledge: Knowledge) -> list[Score]:
    """Every case in the order of the expected answers."""
    return [_score(name, expected, knowledge) for name, expected in CASES.items()]


def _score(name: str, expected: dict[str, Any], knowledge: Knowledge) -> Score:
    found = evaluate(read_case_file(FOLDER / f"{name}.yaml", knowledge), knowledge, DAY)
    answer, also = set(expected["answer"]), set(expected.get("also", ()))
    named = [one for complaint in found.complaints for one in complaint.hypotheses]
    first = found.complaints[0].hypotheses[0]
    return Score(
        case=name,
        strict=expected["scored"] == "strict",
        own_rank=min((one.rank for one in named if one.condition in answer), default=None),
        rank=min((one.rank for one in named if one.condition in answer | also), default=None),
        first=first.condition,
        level=first.level,
        must_refer=expected.get("refer"),
        referred=found.course.decision == "refer",
        urgency=found.course.urgency.value,
    )


def page(scores: list[Score], knowledge: Knowledge) -> str:
    """The table and the totals."""
    strict = [one for one in scores if one.strict]
    must = [one for one in scores if one.must_refer]
    may = [one for one in scores if not one.must_refer]
    lines = [
        "# Published cases",
        "",
        f"{len(scores)} published cases of injured runners, evaluated from what their reports tell of history and",
        "examination. Written by `python -m validation.published_cases`; the cases with their citations stand in",
        "`tests/cases/published/`. Nothing is fitted to them: they are few, and published because they were odd.",
        "More than a third needed referral, far more than in a clinic: sensitivity carries over, predictive values",
        "do not. The same reports were at hand while the engine was built, so these numbers are not a test on new",
        "cases.",
        "",
        "| | all | scored strictly |",
        "|---|---|---|",
        f"| an accepted answer comes first | {_share(scores, 1)} | {_share(strict, 1)} |",
        f"| an accepted answer among the first three | {_share(scores, 3)} | {_share(strict, 3)} |",
        f"| the report's own answer comes first | {_own(scores, 1)} | {_own(strict, 1)} |",
        f"| the report's own answer among the first three | {_own(scores, 3)} | {_own(strict, 3)} |",
        f"| referred where the report says so | {sum(one.referred for one in must)} of {len(must)} | |",
        f"| referred where the report does not | {sum(one.referred for one in may)} of {len(may)} | |",
        "",
        f"Knowledge {knowledge.version}. «Rank»: of the best accepted answer (the report's own).",
        "",
        "| case | rank | first hypothesis | level | report: refer | referred |",
        "|---|---|---|---|---|---|",
    ]
    for one in scores:
        rank = f"{one.rank or '–'}" + (f" ({one.own_rank or '–'})" if one.own_rank != one.rank else "")
        referred = one.urgency.replace("_", " ").lower() if one.referred else "no"
        level = one.level.replace("_", " ")
        lines.append(f"| {one.case} | {rank} | {one.first} | {level} | {one.must_refer or 'no'} | {referred} |")
    missed = [one.case for one in must if not one.referred]
    over = [one.case for one in may if one.referred]
    lines += ["", f"Not referred although the report says so: {', '.join(missed) or 'none'}."]
    lines += [f"Referred although the report does not: {', '.join(over) or 'none'}.", ""]
    return "\n".join(lines)


def _share(scores: list[Score], places: int) -> str:
    return f"{sum(one.rank is not None and one.rank <= places for one in scores)} of {len(scores)}"


def _own(scores: list[Score], places: int) -> str:
    return f"{sum(one.own_rank is not None and one.own_rank <= places for one in scores)} of {len(scores)}"


def main() -> int:
    """Print the page and write it; exit status 1 where most answers are not among the first three."""
    knowledge = load()
    scores = score_all(knowledge)
    text = page(scores, knowledge)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    return int(sum(one.rank is not None and one.rank <= 3 for one in scores) * 2 < len(scores))


if __name__ == "__main__":
    sys.exit(main())
