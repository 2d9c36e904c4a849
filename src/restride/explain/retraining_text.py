"""A proposal to change form, in words for the therapist."""

from __future__ import annotations

from collections.abc import Iterator

from restride.explain.gait_words import with_error, with_unit
from restride.knowledge.load import Knowledge
from restride.model.retraining import Retraining
from restride.model.words import Side

RETRAINING_VERDICTS = {
    "ready": "Ready, if the runner agrees.",
    "not_yet": "Not yet: a condition below is not known to be met.",
    "no": "Do not change form now.",
    "nothing_to_change": "Nothing to change: no finding of form stands out that a cue answers.",
}
CONDITIONS = {
    "symptoms": "symptoms",
    "loads_the_tissue": "the finding loads the sore tissue",
    "tissue_allows": "the tissue allows it",
    "nothing_forbids": "nothing forbids the cue",
    "persists": "seen again on a repeat",
    "agrees": "the runner agrees",
}
#: Tissues that take more or less load, as a therapist names them.
LOADED = {
    "calf_muscle": "calf muscle", "achilles": "Achilles tendon", "patellofemoral": "patellofemoral joint",
    "knee_joint": "knee joint",
}  # fmt: skip
_MARKS = {"yes": "yes", "no": "NO ", "unknown": "?  "}


def retraining_text(proposal: Retraining, knowledge: Knowledge) -> str:
    """Verdict, conditions, the one cue, its dose, what to watch and when to look again."""
    return "\n".join(["", "Retraining", RETRAINING_VERDICTS[proposal.verdict], *_lines(proposal, knowledge)]) + "\n"


def _lines(one: Retraining, knowledge: Knowledge) -> Iterator[str]:
    for check in one.checks:
        yield f"  {_MARKS[check.met]} {CONDITIONS[check.id]}: {check.says}"
    cue = one.cue
    if cue is None or one.verdict == "no":
        return
    word = knowledge.findings.get(cue.finding)
    side = "" if cue.side is Side.BOTH else f", {cue.side.value}"
    seen = with_error(cue.value, cue.error, cue.unit)
    yield f"One cue: {cue.name}. For: {word.says if word else cue.finding}{side} ({seen})."
    if cue.evidence:
        yield f"  Evidence: {cue.evidence}"
    yield from (f"  {number}. {step}" for number, step in enumerate(cue.steps, 1))
    if one.others:
        yield f"  Never together with: {', '.join(other.name for other in one.others)}."
    yield from _cadence(one)
    yield from _dose(one)
    yield from _watch(one)


def _cadence(one: Retraining) -> Iterator[str]:
    if not one.cadence or one.own_steps_per_min is None:
        return
    at = f" at {one.speed_m_s:.2f} m/s" if one.speed_m_s is not None else ""
    own = f"{one.own_steps_per_min:.0f} ± {one.own_error or 0:.1f}"
    yield f"Step rate: own {own} steps/min{at}; the same speed with the beat."
    for target in one.cadence:
        yield (
            f"  up to +{target.above_own_percent:g} %: {target.steps_per_min} steps/min, "
            f"metronome {target.steps_per_min} (or {target.strides_per_min}, one foot)"
        )


def _dose(one: Retraining) -> Iterator[str]:
    if one.sessions:
        yield "Dose: run (of it with feedback), min"
        for week in sorted({row.week for row in one.sessions}):
            rows = [f"{row.run_min} ({row.feedback_min})" for row in one.sessions if row.week == week]
            yield f"  week {week}: {', '.join(rows)}"
    for form in one.longer:
        yield f"  Or: {form.says}"


def _watch(one: Retraining) -> Iterator[str]:
    if one.more_load:
        more, less = (
            ", ".join(LOADED.get(part, part.replace("_", " ")) for part in parts)
            for parts in (one.more_load, one.less_load)
        )
        yield f"Takes more load: {more}. Takes less: {less}."
    yield from (f"  {text}" for text in one.watch)
    if one.flat_weeks is not None:
        yield f"  Distance and speed stay as they are for {one.flat_weeks:g} weeks; these minutes count as training."
    if one.stop_if:
        yield f"Stop: {one.stop_if}"
    if one.transfer_days and one.cue is not None:
        days = " and ".join("after the last session" if not day else f"{day:g} days later" for day in one.transfer_days)
        yield (
            f"Look again without the cue, at the same speed, {days}: learned if it has changed the wanted way by "
            f"more than {with_unit(one.cue.smallest_change, one.cue.unit)}, the smallest real change."
        )
