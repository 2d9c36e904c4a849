"""The published cases as a guard: they are few and odd, so only a floor is held, no weight is fitted to them."""

from __future__ import annotations

from tests.evaluation.hand_made import real
from validation.published_cases import CASES, score_all


def test_every_published_case_is_read_and_evaluated() -> None:
    assert len(score_all(real())) == len(CASES) == 27


def test_the_answer_is_usually_among_the_first_three_and_no_emergency_is_sent_home() -> None:
    scores = score_all(real())
    assert sum(one.rank is not None and one.rank <= 3 for one in scores) >= 23
    must = [one for one in scores if one.must_refer]
    assert sum(one.referred for one in must) >= len(must) - 2
    assert sum(one.referred for one in scores if not one.must_refer) <= 3
