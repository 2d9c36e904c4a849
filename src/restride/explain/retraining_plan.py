"""A chosen cue as a plan holds it: the dose in numbers, the steps in the runner's words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from restride.model.retraining import CadenceTarget, LongerForm, Retraining


class Chosen(NamedTuple):
    """What a therapist chose of a proposal: the step rate, where the cue has one, and the form of the dose."""

    proposal: Retraining
    target: CadenceTarget | None
    #: None: the eight sessions with feedback that fades.
    form: LongerForm | None
    own_words: str = ""


def dose_of(chosen: Chosen) -> dict[str, Any]:
    """Minutes, days a week, the metronome and the way the feedback fades, as parts of a planned dose."""
    proposal, form = chosen.proposal, chosen.form
    sessions, weeks = _extent(proposal, form)
    parameters = {"sessions": f"{_span(sessions)} in {_span(weeks)} weeks" if weeks else _span(sessions)}
    if form is None:
        parameters["feedback"] = "all of it at first, then less in even steps to none"
    elif form.minutes is not None:
        parameters["minutes in all"] = _span(form.minutes)
    bouts: dict[str, Any] = {}
    dose: dict[str, Any] = {"load": _metronome(chosen), "parameters": parameters}
    runs = [one.run_min for one in proposal.sessions]
    if runs:
        # Longer forms say how much in all, never how long one run is: that stays as short as in the eight.
        dose["minutes"] = (float(min(runs)), float(max(runs)))
        # One run, not the library's short bouts so many times over.
        bouts = {"sets": None, "repetitions": None}
    if weeks:
        # The shorter series goes with the fewer weeks: many sessions are never pressed into few weeks.
        rates = sorted(count / week for count, week in zip(sessions, weeks, strict=True))
        dose["days_per_week"] = (max(math.floor(rates[0]), 1), math.ceil(rates[1]))
    return bouts | {name: value for name, value in dose.items() if value is not None}


def steps_of(chosen: Chosen) -> tuple[str, ...]:
    """What the runner does, in order."""
    return tuple(_steps(chosen))


def _steps(chosen: Chosen) -> Iterator[str]:
    proposal, target = chosen.proposal, chosen.target
    if proposal.cue is None:
        return
    if chosen.own_words:
        yield chosen.own_words
    yield from proposal.cue.steps
    if target is not None and proposal.own_steps_per_min is not None:
        yield (
            f"Your own step rate is {proposal.own_steps_per_min:.0f} a minute. Set the metronome to "
            f"{target.steps_per_min}, or to {target.strides_per_min} for every second step. Run no faster than before."
        )
    if chosen.form is None:
        for week in sorted({one.week for one in proposal.sessions}):
            runs = "; ".join(
                f"{one.run_min} min, {_help(one.feedback_min, one.run_min)}"
                for one in proposal.sessions if one.week == week
            )  # fmt: skip
            yield f"Week {week}: {runs}."
    else:
        yield _in_all(chosen.proposal, chosen.form)
    if proposal.flat_weeks is not None:
        yield f"For {proposal.flat_weeks:g} weeks run no further and no faster. These minutes count as running."
    if proposal.stop_if:
        yield f"Stop the new style: {proposal.stop_if}"
    days = [f"{day:g} days later" if day else "after the last session" for day in proposal.transfer_days]
    if days:
        yield f"We film again without help, at the same speed, {' and '.join(days)}."


def _help(feedback_min: int, run_min: int) -> str:
    if feedback_min >= run_min:
        return "all with help"
    return f"{feedback_min} of them with help" if feedback_min else "without help"


def _metronome(chosen: Chosen) -> str | None:
    target, own = chosen.target, chosen.proposal.own_steps_per_min
    if target is None or own is None:
        return None
    speed = chosen.proposal.speed_m_s
    at = f" at {speed:.2f} m/s" if speed is not None else ""
    return f"metronome {target.steps_per_min} a minute: up to +{target.above_own_percent:g} % of own {own:.0f}{at}"


Span = tuple[float, float]


def _in_all(proposal: Retraining, form: LongerForm) -> str:
    """«8 to 18 runs with help, spread over 2 to 6 weeks, 177 to 196 minutes in all»."""
    sessions, weeks = _extent(proposal, form)
    over = f", spread over {_span(weeks)} weeks" if weeks else ""
    minutes = f", {_span(form.minutes)} minutes in all" if form.minutes else ""
    return f"{_span(sessions)} runs with help{over}{minutes}."


def _extent(proposal: Retraining, form: LongerForm | None) -> tuple[Span, Span | None]:
    """Sessions and weeks."""
    count, weeks = float(len(proposal.sessions)), float(max((one.week for one in proposal.sessions), default=1))
    if form is None:
        return (count, count), (weeks, weeks)
    return form.sessions or (count, count), form.weeks


def _span(pair: Span) -> str:
    return f"{pair[0]:g}" if pair[0] == pair[1] else f"{pair[0]:g} to {pair[1]:g}"
