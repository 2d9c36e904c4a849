"""Strength, range, endurance and control by side: against norms and the other leg, beyond error or not."""

from __future__ import annotations

from typing import Literal, NamedTuple

from restride.evaluation.prepared import Prepared
from restride.evaluation.reasons import from_fact, house_rule, of_fact, sourced
from restride.knowledge.case_reader import stored_unit
from restride.knowledge.schema import Norm, PhysicalTest
from restride.model.case import Case, Runner
from restride.model.decision import Reason
from restride.model.evaluation import Impairment
from restride.model.finding import Finding
from restride.model.words import Side, State

Verdict = Literal["impaired", "watch", "within_error", "no_difference", "not_comparable"]


class Measured(NamedTuple):
    """The values of one number test, by side, in the unit the test is stored in.

    ``errors`` holds what a recording says of its own values; a value measured by hand has none of its own.
    """

    test: PhysicalTest
    values: dict[Side, float]
    unit: str | None
    errors: dict[Side, float]


class Judged(NamedTuple):
    """What is said of one side, and why."""

    verdict: Verdict
    because: tuple[Reason, ...]
    symmetry_pct: float | None = None


def impairments(case: Case, prepared: Prepared) -> tuple[Impairment, ...]:
    """One entry per number test and side measured, in a fixed order."""
    found = []
    for measured in _measured(case, prepared):
        for side in sorted(measured.values):
            judged = _judge(measured, side, case.runner, prepared)
            found.append(_entry(measured, side, judged))
    return tuple(found)


def as_findings(entries: tuple[Impairment, ...]) -> tuple[Finding, ...]:
    """Findings of the vocabulary that the measured impairments stand for."""
    states = {"impaired": State.PRESENT, "no_difference": State.ABSENT}
    return tuple(
        Finding(
            what=entry.finding,
            state=states[entry.verdict],
            side=entry.side,
            value=entry.left if entry.side is Side.LEFT else entry.right,
            unit=entry.unit,
            origin=f"exam {entry.test}",
            says=entry.says,
        )
        for entry in entries
        if entry.finding and entry.verdict in states
    )


def _measured(case: Case, prepared: Prepared) -> list[Measured]:
    values: dict[str, dict[Side, float]] = {}
    units: dict[str, set[str]] = {}
    errors: dict[str, dict[Side, float]] = {}
    for result in case.exam:
        test = prepared.knowledge.tests.get(result.test)
        if result.value is None or test is None or test.result != "number":
            continue
        sides = (Side.LEFT, Side.RIGHT) if result.side is Side.BOTH else (result.side,)
        value, unit = as_stored(result.value.value, stored_unit(result.value.unit), test.units[0], case.runner)
        values.setdefault(test.id, {}).update(dict.fromkeys(sides, value))
        if result.error is not None:
            error, _ = as_stored(result.error.value, stored_unit(result.error.unit), test.units[0], case.runner)
            errors.setdefault(test.id, {}).update(dict.fromkeys(sides, error))
        units.setdefault(test.id, set()).add(unit)
    return [
        Measured(
            prepared.knowledge.tests[name],
            values[name],
            next(iter(units[name])) if len(units[name]) == 1 else None,
            errors.get(name, {}),
        )
        for name in sorted(values)
    ]


#: Newtons of one unit of force.
_NEWTONS = {"N": 1.0, "kg": 9.80665, "lb": 4.4482216152605}


def as_stored(value: float, unit: str, stored: str, runner: Runner) -> tuple[float, str]:
    """A force in the unit the test is stored in; as it was given where body mass is needed and not known."""
    if unit == stored:
        return value, unit
    mass_kg = runner.mass.value if runner.mass else None
    weight_n = mass_kg * _NEWTONS["kg"] if mass_kg else None
    newtons_of = _NEWTONS | ({"pct_bw": weight_n / 100} if weight_n else {})
    if unit in newtons_of and stored in newtons_of:
        return round(value * newtons_of[unit] / newtons_of[stored], 6), stored
    return value, unit


def _entry(measured: Measured, side: Side, judged: Judged) -> Impairment:
    test = measured.test
    value = measured.values[side]
    words = {
        "impaired": "beyond the limit and its measurement error",
        "watch": "at the edge; repeat before acting on it",
        "within_error": "below the limit, but within measurement error",
        "no_difference": "no impairment",
        "not_comparable": "nothing to compare it with",
    }
    unit = f" {measured.unit}" if measured.unit else ""
    return Impairment(
        test=test.id,
        name=test.name,
        side=side,
        left=measured.values.get(Side.LEFT),
        right=measured.values.get(Side.RIGHT),
        unit=measured.unit,
        symmetry_pct=judged.symmetry_pct,
        verdict=judged.verdict,
        finding=test.finding,
        need=test.need,
        says=f"{test.name}, {side.value}: {value:g}{unit}; {words[judged.verdict]}.",
        because=judged.because,
    )


def _judge(measured: Measured, side: Side, runner: Runner, prepared: Prepared) -> Judged:
    """The graver of what the norm and what the other leg says."""
    if measured.unit is None or (measured.test.better == "neither" and not measured.test.norms):
        reason = house_rule(
            "impairments/not_comparable", "The sides were given in different units, or there is no norm."
        )
        return Judged("not_comparable", (reason,))
    if measured.unit != measured.test.units[0]:
        reason = house_rule(
            "impairments/unit",
            f"Norms and error are known in {measured.test.units[0]}; only the sides can be compared.",
        )
        judged = _by_symmetry(measured, side) or Judged("not_comparable", (reason,))
        return judged._replace(because=(*judged.because, reason)) if judged.because[0] is not reason else judged
    by_norm = _by_norm(measured, side, runner, prepared)
    by_symmetry = _by_symmetry(measured, side)
    known = [one for one in (by_norm, by_symmetry) if one is not None]
    if not known:
        reason = house_rule("impairments/not_comparable", "Neither a norm nor the other leg is known.")
        return Judged("not_comparable", (reason,))
    order: tuple[Verdict, ...] = ("impaired", "watch", "within_error", "no_difference")
    gravest = min(known, key=lambda one: order.index(one.verdict))
    symmetry = by_symmetry.symmetry_pct if by_symmetry else None
    return gravest._replace(symmetry_pct=symmetry)


def _norm_for(test: PhysicalTest, runner: Runner) -> Norm | None:
    """The closest norm of this sex and age; one that is not limited fits everybody."""
    fitting = [
        norm
        for norm in test.norms
        if (norm.sex is None or norm.sex == runner.sex) and _age_fits(norm, runner.age_years)
    ]
    limited = [
        norm
        for norm in fitting
        if norm.sex is not None or norm.age_low_years is not None or norm.age_high_years is not None
    ]
    return next(iter(limited or fitting), None)


def _age_fits(norm: Norm, age: float | None) -> bool:
    if norm.age_low_years is None and norm.age_high_years is None:
        return True
    if age is None:
        return False
    return (norm.age_low_years is None or age >= norm.age_low_years) and (
        norm.age_high_years is None or age <= norm.age_high_years
    )


def _by_norm(measured: Measured, side: Side, runner: Runner, prepared: Prepared) -> Judged | None:
    test = measured.test
    norm = _norm_for(test, runner)
    if norm is None:
        return None
    limit, reason = _limit(norm, test, prepared)
    if limit is None or reason is None:
        return None
    below = (norm.impaired or ("below" if test.better == "higher" else "above")) == "below"
    value = measured.values[side]
    beyond = limit - value if below else value - limit
    if beyond <= 0:
        return Judged("no_difference", (reason,))
    error = _error(measured, side)
    because = (reason, *_error_reasons(measured, side))
    return Judged("within_error" if error is not None and beyond <= error else "impaired", because)


def _limit(norm: Norm, test: PhysicalTest, prepared: Prepared) -> tuple[float | None, Reason | None]:
    if norm.cut_off is not None and norm.cut_off.value is not None:
        return norm.cut_off.value, of_fact(f"tests/{test.id}", norm.cut_off)
    if (
        norm.mean is None
        or norm.sd is None
        or norm.mean.value is None
        or norm.sd.value is None
        or test.better == "neither"
    ):
        return None, None
    spread = prepared.numbers["complaint_state"]["norm_sd"] * norm.sd.value
    limit = norm.mean.value - spread if test.better == "higher" else norm.mean.value + spread
    reason = from_fact(prepared.knowledge, "complaint_state", "norm_sd")
    return limit, sourced(
        reason.rule,
        f"{norm.mean.says} {reason.says}",
        sources=norm.mean.sources,
        certainty=norm.mean.certainty,
        status=norm.mean.status,
    )


def _error(measured: Measured, *sides: Side) -> float | None:
    """The test's known error or, of a recording, its own, where that is larger; of two sides the larger."""
    fact = measured.test.error
    found = [measured.errors[side] for side in sides if side in measured.errors]
    if fact is not None and fact.value is not None:
        share = fact.value / 100 if fact.unit in ("pct", "%") else None
        found += [fact.value if share is None else abs(measured.values[side]) * share for side in sides[:1]]
    return max(found, default=None)


def _error_reasons(measured: Measured, *sides: Side) -> tuple[Reason, ...]:
    fact = measured.test.error
    known = (of_fact(f"tests/{measured.test.id}/error", fact),) if fact is not None and fact.value is not None else ()
    if not any(side in measured.errors for side in sides):
        return known
    said = " and ".join(f"{measured.errors[side]:g}" for side in sides if side in measured.errors)
    return (*known, house_rule("impairments/recording_error", f"The recording states an error of its own: ± {said}."))


def _by_symmetry(measured: Measured, side: Side) -> Judged | None:
    test, values = measured.test, measured.values
    left, right = values.get(Side.LEFT), values.get(Side.RIGHT)
    if test.better == "neither" or left is None or right is None or side not in (Side.LEFT, Side.RIGHT):
        return None
    own, other = values[side], values[side.mirrored]
    worse = own < other if test.better == "higher" else own > other
    high = max(abs(own), abs(other))
    pct = 100 * min(abs(own), abs(other)) / high if high else 100.0
    if test.symmetry_flag is None or test.symmetry_flag.value is None:
        return None
    flag = of_fact(f"tests/{test.id}/symmetry_flag", test.symmetry_flag)
    if not worse:
        return Judged("no_difference", (flag,), pct)
    if not _past(test.symmetry_flag.value, test.symmetry_flag.unit, own, other, pct):
        watch = test.symmetry_watch
        if watch is not None and watch.value is not None and _past(watch.value, watch.unit, own, other, pct):
            return Judged("watch", (of_fact(f"tests/{test.id}/symmetry_watch", watch),), pct)
        return Judged("no_difference", (flag,), pct)
    error = _error(measured, side, side.mirrored) if measured.unit == test.units[0] else None
    because = (flag, *_error_reasons(measured, side, side.mirrored))
    within = error is not None and abs(own - other) <= error
    return Judged("within_error" if within else "impaired", because, pct)


def _past(limit: float, unit: str, own: float, other: float, pct: float) -> bool:
    """Whether the weaker side is past a limit: a share of the stronger in percent, or a difference in the unit."""
    return pct < limit if unit in ("pct", "%") else abs(own - other) >= limit
