"""Score questionnaires and scales, and call a change a change only beyond measurement error.

A change counts from the larger of the detectable and the important change on: for several measures the
error is larger than the published important change.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from restride.knowledge.load import Knowledge
from restride.knowledge.schema import Cite, Fact, Measure
from restride.model.case import MeasureResult
from restride.model.decision import CiteRef, Reason
from restride.model.evaluation import MeasureScore
from restride.model.words import Certainty, Status

Verdict = Literal["better", "worse", "no_real_change", "first", "not_scored"]


def score_measures(results: Iterable[MeasureResult], knowledge: Knowledge) -> tuple[MeasureScore, ...]:
    """The latest score of every measure and side, with its change against the one before."""
    by_measure: dict[tuple[str, str], list[MeasureResult]] = {}
    for result in results:
        by_measure.setdefault((result.measure, result.side.value), []).append(result)
    scores = []
    for (name, _), taken in sorted(by_measure.items()):
        measure = knowledge.measures[name]
        taken.sort(key=lambda one: (one.on or date.min, one.score if one.score is not None else -1, str(one.items)))
        latest, before = taken[-1], taken[-2] if len(taken) > 1 else None
        scores.append(_entry(measure, latest, before))
    return tuple(scores)


def score_of(measure: Measure, result: MeasureResult) -> tuple[float | None, str]:
    """The score, or None with the reason why there is none."""
    if result.score is not None:
        if not measure.low <= result.score <= measure.high:
            return None, f"{result.score:g} lies outside {measure.low:g} to {measure.high:g}."
        return result.score, "Entered as a score."
    if not result.items:
        return None, "Neither a score nor answers were given."
    return _from_items(measure, result.items)


def _from_items(measure: Measure, items: tuple[float | None, ...]) -> tuple[float | None, str]:
    answered = [item for item in items if item is not None]
    missing = max(len(items), measure.items) - len(answered)
    if measure.method == "given":
        return None, "Only the total score of this measure can be entered."
    if len(items) > measure.items and measure.method != "mean":
        return None, f"{len(items)} answers were given, and the measure has {measure.items}."
    if missing > measure.missing_allowed or not answered:
        return None, f"{missing} answers are missing; at most {measure.missing_allowed} may be."
    low, high = measure.item_low, measure.item_high
    if any((low is not None and item < low) or (high is not None and item > high) for item in answered):
        return (
            None,
            f"An answer lies outside {low:g} to {high:g}."
            if low is not None and high is not None
            else "An answer lies outside its range.",
        )
    mean = sum(answered) / len(answered)
    if measure.method in ("mean", "single"):
        return mean, "Mean of the answers."
    if measure.method == "sum":
        return mean * measure.items, "Sum of the answers; a missing one counts as the mean of the others."
    if low is None or high is None or high == low:
        return None, "The range of one answer is not known."
    return 100 * (mean - low) / (high - low), "Share of the possible points. [%]"


def change_of(measure: Measure, before: float, after: float) -> tuple[Verdict, Reason]:
    """Better, worse, or no real change; without any published error no verdict is given beyond «no real change»."""
    limit = real_change(measure)
    if limit is None or limit.value is None:
        reason = Reason(
            rule=f"measures/{measure.id}",
            says="Its measurement error is not known; no change is claimed.",
            certainty=Certainty.ENGINEERING_DEFAULT,
            status=Status.REVIEWED,
        )
        return "no_real_change", reason
    reason = Reason(
        rule=f"measures/{measure.id}",
        says=f"A change counts from {limit.value:g} {limit.unit}: {limit.says}",
        sources=_cites(limit.sources),
        certainty=limit.certainty,
        status=limit.status,
    )
    change = after - before
    if abs(change) < limit.value:
        return "no_real_change", reason
    rising_is_better = measure.higher_is == "better"
    return ("better" if (change > 0) == rising_is_better else "worse"), reason


def real_change(measure: Measure) -> Fact | None:
    """The larger of the detectable and the important change."""
    known = [
        fact
        for fact in (measure.detectable_change, measure.important_change)
        if fact is not None and (fact.value is not None)
    ]
    return max(known, key=lambda fact: fact.value or 0.0, default=None)


def _cites(sources: Iterable[Cite]) -> tuple[CiteRef, ...]:
    return tuple(CiteRef(source=cite.source, where=cite.where, read=cite.read.value) for cite in sources)


def _entry(measure: Measure, latest: MeasureResult, before: MeasureResult | None) -> MeasureScore:
    score, how = score_of(measure, latest)
    earlier = score_of(measure, before)[0] if before is not None else None
    base = Reason(rule=f"measures/{measure.id}", says=how, sources=_cites(measure.sources), status=measure.status)
    if score is None:
        return MeasureScore(
            measure=measure.id,
            name=measure.name,
            score=None,
            unit=measure.unit,
            says=f"{measure.name}: not scored. {how}",
            verdict="not_scored",
            because=(base,),
        )
    if earlier is None:
        return MeasureScore(
            measure=measure.id,
            name=measure.name,
            score=score,
            unit=measure.unit,
            says=f"{measure.name}: {score:g} {measure.unit}",
            because=(base,),
        )
    verdict, reason = change_of(measure, earlier, score)
    words = {"better": "better", "worse": "worse", "no_real_change": "no change beyond measurement error"}
    return MeasureScore(
        measure=measure.id,
        name=measure.name,
        score=score,
        unit=measure.unit,
        says=f"{measure.name}: {score:g} {measure.unit}, {words[verdict]} ({score - earlier:+g}).",
        change=score - earlier,
        verdict=verdict,
        because=(base, reason),
    )
