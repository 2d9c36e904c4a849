"""How much pain is allowed: the rule of the tissue; the strictest where the tissue is unknown."""

from __future__ import annotations

from restride.model.plan import PainRule
from restride.model.words import Tissue
from restride.treatment.situation import Situation

_TABLE = "pain_rules"


def pain_rule(situation: Situation, tissue: Tissue | None = None) -> PainRule:
    """The rule for ``tissue``, by default the one under suspicion."""
    tissue = tissue or situation.tissue
    name = tissue.value
    numbers = situation.knowledge
    during = numbers.number(_TABLE, f"{name}_during")
    settles_h = numbers.number(_TABLE, f"{name}_settles")
    return PainRule(
        tissue=tissue,
        during_max_nrs=during,
        settles_within_h=settles_h,
        next_morning="zero" if during == 0 else "baseline",
        says=_therapist_words(during, settles_h),
        plain=_runner_words(during, settles_h, numbers.number("comeback", "red_during")),
        because=(
            situation.house_rule(_TABLE, f"{name}_during"),
            situation.house_rule(_TABLE, f"{name}_settles"),
        ),
    )


def _hours(settles_h: float) -> str:
    return f"{settles_h * 60:.0f} minutes" if settles_h < 2 else f"{settles_h:g} hours"


def _therapist_words(during: float, settles_h: float) -> str:
    if during == 0:
        return "0/10 during, after and the next morning; any pain stops the session."
    return (
        f"At most {during:g}/10 during, settled within {_hours(settles_h)}, back to baseline the next morning, "
        "no rise from week to week."
    )


def limit_words(during: float, red_during: float) -> str:
    """What more than the limit means, and from where it means stop; the two are told apart wherever one is named."""
    if during >= red_during:
        return f"Above {red_during:g}, stop."
    return f"More than {during:g}: the same again next time, no more. Above {red_during:g}, stop."


def _runner_words(during: float, settles_h: float, red_during: float) -> str:
    if during == 0:
        return "No pain at all: not while you do it, not after it, not the next morning. If it hurts, stop."
    return (
        f"Up to {during:g} of 10 is fine while you do it. {limit_words(during, red_during)} It should settle within "
        f"{_hours(settles_h)} and feel as usual the next morning."
    )
