"""What was examined so far: each test once, left and right, with what it said."""

from __future__ import annotations

from dataclasses import dataclass

from restride.explain.words import VERDICTS
from restride.knowledge.case_reader import exam_words
from restride.knowledge.load import Knowledge
from restride.model.case import Case, ExamResult
from restride.model.evaluation import Evaluation
from restride.model.words import Side
from restride.site.evaluations.page import VERDICT_SIGNS
from restride.site.exams.entry import RESULT_WORDS

GRAVEST_FIRST = ("impaired", "watch", "within_error", "no_difference", "not_comparable")


@dataclass(frozen=True, slots=True)
class DoneTest:
    """One test with its results by side."""

    id: str
    name: str
    left: str
    right: str
    middle: str
    sign: tuple[str, str, str] | None


def done_tests(case: Case, evaluation: Evaluation, facts: Knowledge) -> tuple[DoneTest, ...]:
    """Return every test of the case, in the order of entry, the newest first."""
    names = exam_words(facts)
    grouped: dict[str, list[ExamResult]] = {}
    for result in case.exam:
        grouped.setdefault(result.test, []).append(result)
    return tuple(
        DoneTest(
            id=test,
            name=names.get(test, test),
            left=_said(results, Side.LEFT),
            right=_said(results, Side.RIGHT),
            middle=_said(results, Side.UNKNOWN) or _said(results, Side.MIDDLE),
            sign=_sign(test, evaluation),
        )
        for test, results in reversed(grouped.items())
    )


def _said(results: list[ExamResult], side: Side) -> str:
    for one in results:
        if one.side is side or (one.side is Side.BOTH and side in (Side.LEFT, Side.RIGHT)):
            words = one.value.text if one.value else RESULT_WORDS.get(one.result or "", "")
            if one.seen_by == "camera":
                words += f" ± {one.error.value:g}, by camera" if one.error else ", by camera"
            return f"{words}, pain {one.pain:g}" if one.pain is not None else words
    return ""


def _sign(test: str, evaluation: Evaluation) -> tuple[str, str, str] | None:
    verdicts = [one.verdict for one in evaluation.impairments if one.test == test]
    if not verdicts:
        return None
    gravest = min(verdicts, key=GRAVEST_FIRST.index)
    return (VERDICTS[gravest], *VERDICT_SIGNS[gravest])
