"""Do stated 95 % intervals hold the truth in 95 %? Constants chosen on some runners, judged on another.

python -m validation.gait_coverage
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from restride.adapters.force import read_force
from restride.gait.analysis import analyse, report_from_events
from restride.gait.forces import Contact, contact_events, contacts
from restride.gait.track import Floats, ForceTrack, Track, leg_length
from restride.model.gait import GaitReport, Metric
from restride.model.words import Side
from validation._gait_data import (
    DATA,
    FACTS,
    METHOD,
    Trial,
    available,
    dorn,
    errors_ms,
    filmed,
    forces_to_choose_by,
    hamner,
)
from validation._gait_page import write_section

RATES, NOISES, YAWS = (240, 120, 60, 30), (0, 1, 2, 4), (0, 15)
SEEDS, EVENT_SEEDS = range(200, 212), range(300, 306)
#: A clip holds so much of a longer recording [s]; the truth is the whole recording.
CLIP_S = 4.5
TIMES = ("cadence", "contact_time", "duty_factor")
FORM = (
    "foot_ahead_of_hip", "tibia_angle_contact", "knee_flexion_contact", "knee_flexion_peak", "knee_flexion_excursion",
    "foot_inclination", "ankle_dorsiflexion_peak", "knee_drive", "trunk_lean", "hip_extension_peak",
    "vertical_oscillation_leg",
)  # fmt: skip


class Lags(NamedTuple):
    """Where the body's centre falls and rises fastest, after strike and before toe-off, as shares of the step.

    ``fade`` is what of the second is left beyond a force of half a sine, of the same contact and step.
    """

    strike: float
    toe_off: float
    fade: float
    step_s: float
    contacts: int


def lags(force: Floats, time_s: Floats, threshold: float) -> Lags:
    """Lags from vertical force alone: the centre falls fastest where force rises through the body's weight."""
    found = contacts(force, time_s, threshold, METHOD.events)
    strikes = np.array([one.strike_s for one in found])
    gaps = np.diff(strikes)
    step = float(np.median(gaps[gaps < 0.6]))
    whole = (time_s >= strikes[0]) & (time_s <= strikes[-1])
    over = force - force[whole].mean()
    rows = []
    for one in found:
        inside = np.flatnonzero((time_s >= one.strike_s) & (time_s <= one.toe_off_s))
        speed = np.cumsum(over[inside])
        low, high = time_s[inside[np.argmin(speed)]], time_s[inside[np.argmax(speed)]]
        contact, off = (one.toe_off_s - one.strike_s) / step, (one.toe_off_s - high) / step
        half_sine = contact / np.pi * np.arcsin(min(2 * contact / np.pi, 1.0))
        rows.append(((low - one.strike_s) / step, off, off - half_sine))
    strike, toe_off, fade = np.mean(rows, axis=0).tolist()
    return Lags(strike, toe_off, fade, step, len(found))


def runners() -> Iterator[tuple[str, Lags]]:
    """Every runner whose force is here, on the level."""
    for name, forces in forces_to_choose_by():
        rows = [lags(*force) for force in forces]
        yield name, Lags(*np.mean(rows, axis=0).tolist()[:4], sum(row.contacts for row in rows))
    both = read_force(DATA / "mocap/hamner2010/hamner_subject02_running_grf.mot").force
    yield "hamner2010, 3.95 m/s (judged, not used)", lags(both.vertical_n.sum(axis=1), both.time_s, 36.0)


def choosing() -> list[str]:
    """The lags of four runners, and what the constants are."""
    rules = METHOD.events
    return [
        "Lags of the body's centre by force alone, as shares of the step. The constants are the mean of the first "
        "three runners with the distance of the pelvis' markers from the body's centre in dorn2012; the spreads are "
        "those between the three. hamner2010 was left out of choosing and is judged below. The rules themselves were "
        "designed with dorn2012 and hamner2010 in view. A force of half a sine, of the same contact and step, puts the "
        "fastest rise before toe-off by a share that grows with the contact; what is left of the three differs half as "
        "much, so the rule adds a constant to that. One of the three left out, the other two foretell toe-off to "
        f"{_left_out_ms('fade'):.1f} ms, by a constant share to {_left_out_ms('toe_off'):.1f} ms. For the "
        "strike, whose lag the landing of the heel makes and not the duration of the contact, the half sine foretells "
        "hardly better than a constant share, which stays.",
        "",
        "| runner | contacts | step | strike to fastest fall | fastest rise to toe-off | beyond the half sine |",
        "|---|---|---|---|---|---|",
        *(
            f"| {name} | {one.contacts} | {1000 * one.step_s:.0f} ms | {one.strike:.3f} | {one.toe_off:.3f} "
            f"| {one.fade:.3f} |"
            for name, one in runners()
        ),
        "| **constants, of the pelvis** | | "
        f"| {rules.pelvis_strike_lag:.3f} ± {1000 * rules.pelvis_strike_sd:.1f} ms | "
        f"| {rules.pelvis_toe_off_fade:.3f} ± {1000 * rules.pelvis_toe_off_sd:.1f} ms |",
    ]


def _left_out_ms(name: str) -> float:
    """How well a lag of each of the three runners is foretold by the mean of the other two, root mean square [ms]."""
    rows = [one for _, one in runners()][:3]
    shares, steps = np.array([getattr(one, name) for one in rows]), np.array([one.step_s for one in rows])
    others = (shares.sum() - shares) / (len(shares) - 1)
    return float(1000 * np.sqrt(np.mean(((others - shares) * steps) ** 2)))


def events(trials: list[Trial]) -> list[str]:
    """How often the interval of an event holds the force's, and whether noise adds what it is said to add."""
    lines = [
        f"Virtual cameras of {', '.join(map(str, RATES))} frames a second, {', '.join(map(str, NOISES))} px of noise, "
        f"yaw of {' and '.join(map(str, YAWS))}°, {len(EVENT_SEEDS)} draws each, none of them used twice or seen in "
        "choosing; the truth is the force. A rule's lag differs between runners, and most of the stated SD is that: a "
        "runner near the mean of those the lag was chosen on is held nearly always, one farther off less often. What "
        "noise adds to that is shown apart, as the SD beyond that of clips without noise.",
        "",
        "| recording | event | n | bias ± SD, ms | stated SD, ms | hold the truth | noise adds, seen / stated, ms |",
        "|---|---|---|---|---|---|---|",
    ]
    for trial in trials:
        readings = [trial]
        if trial.straight:
            readings.append(replace(trial.read_straight, name=f"{trial.name}, force read by a straight line"))
        lines += _held_events(trial, readings)
    return lines


def _held_events(trial: Trial, readings: Sequence[Trial]) -> list[str]:
    """A line for strike and toe-off of each reading of the trial's force; its clips are analysed once."""
    rows: list[dict[str, list[tuple[float, float, float]]]] = [{"strike": [], "toe_off": []} for _ in readings]
    for noise, clip in clips(trial, EVENT_SEEDS):
        report = analyse(clip, FACTS)
        for reading, found in zip(readings, rows, strict=True):
            for kind, values in _event_errors(report, reading).items():
                found[kind] += [(*pair, noise) for pair in values]
    lines = []
    for reading, found in zip(readings, rows, strict=True):
        for kind, values in found.items():
            error, stated, noises = np.array(values).T
            held = np.mean(np.abs(error) <= 1.96 * stated)
            seen, said = (
                _beyond(error.std(), error[noises == 0].std()),
                _beyond(_rms(stated), _rms(stated[noises == 0])),
            )
            lines.append(
                f"| {reading.name} | {kind.replace('_', '-')} | {len(error)} | "
                f"{error.mean():+.1f} ± {error.std():.1f} | {_rms(stated):.1f} | {100 * held:.1f} % | "
                f"{seen:.1f} / {said:.1f} |"
            )
    return lines


def _rms(values: Floats) -> float:
    return float(np.sqrt(np.mean(values**2)))


def _beyond(whole: float, part: float) -> float:
    """What is left of a spread when a part of it is taken out."""
    return float(np.sqrt(max(whole**2 - part**2, 0)))


def clips(
    trial: Trial, seeds: range, *, beside_m: float = 0.0, seconds: float | None = None
) -> Iterator[tuple[int, Track]]:
    """Every clip of the trial with its noise: rate, noise, yaw and draw; no draw is used for two of them."""
    for rate in RATES:
        for noise in NOISES:
            for yaw in YAWS:
                for seed in seeds:
                    own = (seed, rate, noise, yaw)
                    yield noise, filmed(trial, rate, noise, yaw, own, beside_m=beside_m, seconds=seconds)


def _event_errors(report: GaitReport, trial: Trial) -> dict[str, list[tuple[float, float]]]:
    found = errors_ms(report.events, trial)
    return {
        kind: [(float(e), 1000 * float(w) / 1.96) for e, w in zip(found[kind], found[f"width_{kind}"], strict=True)]
        for kind in ("strike", "toe_off")
    }


def metrics(trials: list[Trial]) -> list[str]:
    """How often the interval of a metric of the near leg holds the value of the whole recording by force."""
    offset = METHOD.errors.video_point_sd
    held: dict[str, dict[str, list[bool]]] = {}
    swayed = []
    for trial in trials:
        truth = analyse(_with_force(trial), FACTS)
        swayed.append(f"{_sway_deg(trial, truth):.1f}° in {trial.name}")
        for _, clip in clips(trial, SEEDS, beside_m=offset * leg_length(trial.track), seconds=CLIP_S):
            _hold(analyse(clip, FACTS), truth, held.setdefault(trial.name, {}))
    names = [trial.name for trial in trials]
    lines = [
        f"The camera above, and every point beside its joint by an SD of {offset:g} leg lengths, drawn anew for "
        f"each clip: as far as the method says a tracked point may be. Clips last {CLIP_S:g} s; the truth is the whole "
        "recording with events by force, so that placement, events, noise and the sampling of strides are all in it.",
        "",
        f"| metric of the near leg | {' | '.join(f'{name} (n, held)' for name in names)} |",
        "|---|" + "---|" * len(names),
    ]
    for metric in (*TIMES, *FORM):
        rows = [held[name].get(metric, []) for name in names]
        cells = [f"{len(row)}, {100 * np.mean(row):.0f} %" if row else "" for row in rows]
        lines.append(f"| {metric} | {' | '.join(cells)} |")
    for label, group in (("times", TIMES), ("form", FORM), ("all", (*TIMES, *FORM))):
        rows = [[one for m in group for one in held[name].get(m, [])] for name in names]
        cells = [f"{len(row)}, **{100 * np.mean(row):.1f} %**" for row in rows]
        lines.append(f"| **{label}** | {' | '.join(cells)} |")
    every = [one for name in names for m in (*TIMES, *FORM) for one in held[name].get(m, [])]
    together = 100 * float(np.mean(every))
    verdict = "reached" if 93 <= together <= 97 else "not reached"
    return [
        *lines,
        "",
        f"Bar: 93 to 97 %. Both runners together: {together:.1f} % of {len(every)}: {verdict}.",
        f"Half of these cameras stand at {max(YAWS)}°, where the method takes one set up by hand to be square within "
        f"{METHOD.errors.view_yaw_sd:g}° (SD). Such a view brings the foot, which lands inside the hip, nearer to it: "
        "that is what the foot ahead of the hip falls short by in the second runner. A runner wanders, of which the "
        "interval of a clip knows nothing: his step rate (below), and the lean of his trunk. Clips without noise or "
        f"placement differ from the whole recording in the lean by an SD of {' and '.join(swayed)}.",
    ]


def _sway_deg(trial: Trial, truth: GaitReport) -> float:
    """SD of the trunk's lean in clips without noise or placement against the whole recording."""
    wanted = truth.metric("trunk_lean", Side.RIGHT)
    found = [
        analyse(filmed(trial, 60, 0, 0, seed, seconds=CLIP_S), FACTS).metric("trunk_lean", Side.RIGHT) for seed in SEEDS
    ]
    assert wanted is not None
    return float(np.std([one.value - wanted.value for one in found if one is not None]))


def wander() -> list[str]:
    """How far the step rate of a clip lies from that of the run it was cut from, by force alone."""
    name, forces = list(forces_to_choose_by())[1]
    found = contacts(*forces[0], METHOD.events)
    run = _cadence(found)
    lines = [
        f"{name}: {len(found)} strikes, timed by force, so that neither camera nor rule adds to what is seen here. An "
        "interval is made of the steps of a clip and says how well they tell their own mean; a runner wanders over "
        "tens of seconds, of which a short clip knows nothing, and no term is added for it: one run is too few to "
        "choose one by. So «held» falls short of 95 % where the whole run is meant: the interval is the clip's own.",
        "",
        "| steps in a clip | clips | the run's step rate held |",
        "|---|---|---|",
    ]
    for steps in (8, 12, 24, 38):
        parts = [_cadence(found[first : first + steps + 1]) for first in range(len(found) - steps)]
        held = [abs(part.value - run.value) <= part.error for part in parts]
        lines.append(f"| {steps} | {len(held)} | {100 * np.mean(held):.0f} % |")
    return lines


def _cadence(found: Sequence[Contact]) -> Metric:
    """The step rate of contacts in a row, as a report states it."""
    sides = (Side.LEFT, Side.RIGHT)
    events = contact_events(found, [sides[i % 2] for i in range(len(found))], 1000.0, METHOD.events)
    report = report_from_events(events, FACTS, name="force", origin="force", rate_hz=1000.0, duration_s=30.0)
    metric = report.metric("cadence")
    assert metric is not None
    return metric


def _with_force(trial: Trial):  # type: ignore[no-untyped-def]
    """The trial's markers that a camera sees, with the events of the force."""
    keep = [n for n in trial.track.points if not n.startswith(("asis", "psis", "sacrum", "ball", "sternum"))]
    track = trial.track.with_points({n: trial.track.points[n] for n in keep})
    clock = np.arange(track.time_s[0], track.time_s[-1], 0.001)
    on = np.zeros((len(clock), 2))
    for column, side in enumerate((Side.LEFT, Side.RIGHT)):
        for one in trial.truth[side]:
            on[:, column] += 1000.0 * ((clock >= one.strike_s) & (clock <= one.toe_off_s))
    return replace(track, force=ForceTrack(clock, on, (Side.LEFT, Side.RIGHT)))


def _hold(report: GaitReport, truth: GaitReport, held: dict[str, list[bool]]) -> None:
    for metric in report.metrics:
        wanted = truth.metric(metric.id, metric.side)
        if metric.id in (*TIMES, *FORM) and metric.side is not Side.LEFT and wanted is not None:
            if metric.id in TIMES and metric.id != "cadence" and metric.side is not Side.BOTH:
                continue
            held.setdefault(metric.id, []).append(abs(metric.value - wanted.value) <= metric.error)


def main() -> int:
    """Write the tables."""
    if not available():
        return 0
    trials = [dorn(), hamner()]
    write_section("How the constants of the events were chosen", choosing())
    write_section("Coverage of the stated intervals of events", events(trials))
    write_section("Coverage of the stated intervals of metrics", metrics(trials))
    write_section("The step rate of a clip and of the run", wander())
    return 0


if __name__ == "__main__":
    sys.exit(main())
