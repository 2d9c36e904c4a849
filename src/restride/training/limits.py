"""The numbers of this room, read once from the knowledge; every one of them stands in a file there."""

from __future__ import annotations

import msgspec

from restride.knowledge.load import Knowledge


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of ``engine/training.yaml``, table «reading_runs»; what each means stands there."""

    run_steps: float
    run_steps_leave: float
    run_speed: float
    run_speed_leave: float
    run_speed_alone: float
    run_speed_alone_leave: float
    moving_speed: float
    moving_steps: float
    median_window: float
    bout: float
    steps_not_strides: float
    steps_max: float
    speed_max: float
    mean_speed_max: float
    heart_rate_max: float
    pause_gap: float
    run_share: float
    grade_over: float
    hill_grade: float
    climb_step: float
    distance_disagrees: float
    summary_beyond: float
    summary_beyond_share: float
    duplicate_start: float
    duplicate_overlap: float
    backwards_share: float
    oldest_year: float


class Unusual(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of ``engine/training.yaml``, table «training_history»."""

    look_back: float
    baseline: float
    baseline_runs: float
    volume_days: float
    volume_rise_min: float
    frequency_rise: float
    fast_factor: float
    fast_rise: float
    climb_rise: float
    climb_week: float
    rise_ratio: float
    break_days: float
    after_break: float
    tissue_reference: float
    tissue_low: float
    tissue_middle: float
    tissue_high: float
    force_slow_speed: float
    force_fast_speed: float
    kneecap_slow_speed: float
    kneecap_fast_speed: float


class SpikeClass(msgspec.Struct, frozen=True, kw_only=True):
    """One published class of the session ratio: above ``over`` and up to ``to``."""

    name: str
    over: float
    to: float | None
    hazard: float
    #: The knowledge's own words with the confidence interval; None for the reference.
    says: str | None
    fact: str


def _table(kind: type, knowledge: Knowledge, table: str) -> dict[str, float]:
    return {field.name: knowledge.number(table, field.name) for field in msgspec.structs.fields(kind)}


def reading_limits(knowledge: Knowledge) -> Reading:
    """How recorded movement is read."""
    return Reading(**_table(Reading, knowledge, "reading_runs"))


def unusual_limits(knowledge: Knowledge) -> Unusual:
    """What is called unusual in a history."""
    return Unusual(**_table(Unusual, knowledge, "training_history"))


def history_days(knowledge: Knowledge) -> int:
    """Days a run is compared with, and that must be known before it can be. [days]."""
    return int(statement_number(knowledge, "spike_house_rule", "history"))


def statement_number(knowledge: Knowledge, statement: str, fact: str) -> float:
    """One number of ``load/training_load.yaml``.

    Raises
    ------
    KeyError
        The knowledge does not hold it.
    """
    value = knowledge.load_facts[statement].facts[fact].value
    if value is None:
        raise KeyError(f"load/{statement}.{fact} is a range")
    return value


def derived_number(knowledge: Knowledge, finding: str) -> float:
    """The number of the first rule of ``engine/derivations.yaml`` for a finding.

    Raises
    ------
    KeyError
        No rule for it holds a number.
    """
    for rule in knowledge.derivations:
        if rule.id == finding and rule.fact is not None and rule.fact.value is not None:
            return rule.fact.value
    raise KeyError(finding)


def spike_classes(knowledge: Knowledge) -> tuple[SpikeClass, ...]:
    """The published classes of the session ratio, lowest first."""
    facts = knowledge.load_facts["spike_categories"].facts

    def number(name: str) -> float:
        return statement_number(knowledge, "spike_categories", name)

    def spike(name: str, over: str, to: str | None) -> SpikeClass:
        hazard = facts[f"{name}_hazard"]
        return SpikeClass(
            name=name,
            over=number(over),
            to=number(to) if to else None,
            hazard=number(f"{name}_hazard"),
            says=hazard.says,
            fact=f"{name}_hazard",
        )

    reference = SpikeClass(
        name="usual", over=0.0, to=number("reference_ratio"), hazard=1.0, says=None, fact="reference_ratio"
    )
    return (
        reference,
        spike("small", "small_low", "small_high"),
        spike("moderate", "small_high", "moderate_high"),
        spike("large", "moderate_high", None),
    )
