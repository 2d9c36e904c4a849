"""The whole path: a track, or a table of events from force or acceleration, to a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from msgspec import structs

from restride.gait.clock import time_factor
from restride.gait.context import Gait, with_angles
from restride.gait.events import find_events
from restride.gait.filtering import evenly_spaced, filtered, point_noise
from restride.gait.findings import find
from restride.gait.forces import force_events, merged
from restride.gait.method import Method, method_of
from restride.gait.metrics import asymmetry_metrics, form_metrics, length_metrics, maker_for, time_metrics
from restride.gait.orientation import Oriented, oriented
from restride.gait.patterns import find_patterns
from restride.gait.quality import quality_of
from restride.gait.reliability import held_against_runners
from restride.gait.repair import repaired
from restride.gait.sides import check_sides
from restride.gait.speed import Speed, find_speed
from restride.gait.stride_curves import mean_curves
from restride.gait.strides import build_strides
from restride.gait.taking_turns import check_alternate, check_runs
from restride.gait.track import SIDES, Track, TrackError, leg_length, sided
from restride.knowledge.load import Knowledge
from restride.model.gait import (
    Event,
    GaitReport,
    Grade,
    Locomotion,
    NotMeasured,
    Origin,
    Quality,
    Recording,
)
from restride.model.words import Side

#: Metrics that need no foot.
_FOOTLESS = frozenset({"cadence", "stride_rate", "step_length", "stride_length"})


def analyse(
    track: Track,
    knowledge: Knowledge,
    *,
    speed_m_s: float | None = None,
    metres_per_unit: float | None = None,
    use_force: bool = True,
    trust_clock: bool = False,
) -> GaitReport:
    """Analyse one track.

    Parameters
    ----------
    track : Track
        Named points; see :class:`restride.gait.track.Track`.
    knowledge : Knowledge
        Constants of the method and reference bands.
    speed_m_s : float, optional
        Belt speed; otherwise found from the path or from the feet, where there is a scale [m/s].
    metres_per_unit : float, optional
        Scale of a picture [m/px].
    use_force : bool
        Let force plates in the recording overrule the events found from movement.
    trust_clock : bool
        Do not refuse a clock against which runners fall too slowly or too fast.

    Raises
    ------
    TrackError
        In one sentence: why the recording cannot be analysed, and what to do.
    """
    return analyse_gait(
        track,
        knowledge,
        speed_m_s=speed_m_s,
        metres_per_unit=metres_per_unit,
        use_force=use_force,
        trust_clock=trust_clock,
    )[0]


def analyse_gait(
    track: Track,
    knowledge: Knowledge,
    *,
    speed_m_s: float | None = None,
    metres_per_unit: float | None = None,
    use_force: bool = True,
    trust_clock: bool = False,
) -> tuple[GaitReport, Gait]:
    """As :func:`analyse`, with the oriented, filtered track and its angles for exports and pictures."""
    method = method_of(knowledge)
    if metres_per_unit is not None and track.unit != "m":
        track = replace(track, points={k: v * metres_per_unit for k, v in track.points.items()}, unit="m")
    place = oriented(repaired(evenly_spaced(track), method.track), method.track)
    raw = place.track
    check_sides(raw, method.track)
    if raw.rate_hz < method.track.rate_lowest:
        raise TrackError(
            f"{raw.rate_hz:.1f} frames a second are too few to time a foot on the ground; "
            f"record at least {method.track.rate_lowest:g}, better 120 or more."
        )
    smooth = filtered(raw, method.track)
    noise, leg = point_noise(raw), leg_length(smooth)
    check_runs(smooth, leg, method)
    if not trust_clock:
        _check_clock(raw, leg, method)
    events, steps, locomotion = find_events(raw, smooth, noise, leg, method)
    check_alternate(events, steps.step_s, raw.name, method.events)
    if raw.force is not None and use_force:
        events = merged(events, force_events(raw.force, method.events, events), method.events)
    strides = build_strides(events, method.events)
    _enough(events, method, track.origin)
    speed = find_speed(smooth, strides, method.speed, given_m_s=speed_m_s)
    gait = with_angles(Gait(smooth, strides, tuple(events), method, leg, noise, speed, place.near_side))
    return _report(raw, place, gait, speed, locomotion, knowledge), gait


def _check_clock(track: Track, leg: float, method: Method) -> None:
    factor = time_factor(track, method, leg)
    slow = method.events.slow_from
    if factor is not None and not 1 / slow < factor < slow:
        how, times = ("slowly", factor) if factor > 1 else ("fast", 1 / factor)
        raise TrackError(
            f"At {track.rate_hz:.4g} frames a second the runner falls {times**2:.3g} times as {how} as a stone, so the "
            f"clock of this recording is about {times:.2g} times too {'slow' if factor > 1 else 'fast'}; "
            f"give the true rate, near {track.rate_hz * factor:.3g}."
        )


def _enough(events: Sequence[Event], method: Method, origin: str) -> None:
    fewest = method.track.video_steps_lowest if origin in ("video", "keypoints") else method.track.steps_lowest
    strikes = sorted(event.time_s for event in events if event.kind == "strike")
    if len(strikes) < fewest:
        raise TrackError(
            f"Only {len(strikes)} step{'s' if len(strikes) != 1 else ''} of running or walking in the recording; "
            f"at least {fewest:g} are needed, better 20."
        )
    step_s = float(np.median(np.diff(strikes)))
    if not method.events.step_shortest <= step_s <= method.events.stride_longest:
        raise TrackError(
            f"The feet land every {1000 * step_s:.0f} ms, which nobody's do in running or walking; the clock or rate "
            "is wrong, so give the true rate."
        )


def _report(
    raw: Track, place: Oriented, gait: Gait, speed: Speed, locomotion: Locomotion, knowledge: Knowledge
) -> GaitReport:
    track = gait.track
    maker = maker_for(knowledge, gait.method, track.origin, track.view, place.near_side)
    metrics = time_metrics(gait.strides, gait.events, track.rate_hz, maker)
    metrics += length_metrics(gait.strides, speed.value_m_s, speed.sd_m_s, maker)
    form, missing = form_metrics(gait, maker)
    metrics += form
    metrics += asymmetry_metrics(metrics, track.view, gait.method.errors)
    metrics = held_against_runners(metrics, knowledge)
    if speed.value_m_s is None:
        missing += [
            NotMeasured(id=name, name=label, because=speed.because)
            for name, label in (("step_length", "Step length"), ("stride_length", "Stride length"))
        ]
    if track.view == "side":
        missing.append(
            NotMeasured(
                id="asymmetry", name="Asymmetry", because="One side view shows one leg well; film the other side too."
            )
        )
    recording = Recording(
        name=track.name,
        origin=track.origin,
        view=track.view,
        near_side=place.near_side,
        rate_hz=track.rate_hz,
        duration_s=track.duration_s,
        frames=track.frames,
        unit=track.unit,  # type: ignore[arg-type]
        locomotion=locomotion,
        on_treadmill=speed.on_treadmill,
        speed_m_s=speed.value_m_s,
        speed_from=speed.how,
        heading_deg=place.heading_deg,
        point_noise=gait.noise,
        missing_share=_missing_share(raw, place.near_side),
        swapped_share=track.swapped_share,
        points=tuple(sorted(track.points)),
        notes=track.notes,
    )
    # Bands describe running; a walker is not held against them.
    findings = find(metrics, speed.value_m_s, knowledge) if locomotion == "running" else ()
    patterns = find_patterns(metrics, speed.value_m_s, knowledge) if locomotion == "running" else ()
    return GaitReport(
        recording=recording,
        quality=quality_of(recording, gait.strides, gait.method.track),
        events=tuple(gait.events),
        strides=tuple(gait.strides),
        metrics=tuple(metrics),
        not_measured=tuple(missing),
        findings=findings,
        patterns=patterns,
        curves=tuple(mean_curves(gait)),
        knowledge_version=knowledge.version,
    )  # fmt: skip


def _missing_share(track: Track, near: Side | None) -> float:
    """Of the point of the legs that is missing most; of one side view the near leg's, for the far one is flagged."""
    shown = SIDES if near is None else (near,)
    legs = [sided(p, s) for p in ("hip", "knee", "ankle", "heel", "toe") for s in shown]
    seen = [np.count_nonzero(np.isfinite(track.points[name][:, 1])) for name in legs if name in track.points]
    shares = [1 - int(count) / track.frames for count in seen]
    return max(shares) if shares else 1.0


def report_from_events(
    events: Sequence[Event],
    knowledge: Knowledge,
    *,
    name: str,
    origin: Origin,
    rate_hz: float,
    duration_s: float,
    locomotion: Locomotion = "running",
    speed_m_s: float | None = None,
    grade: Grade = "good",
    reasons: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
) -> GaitReport:
    """The report of a source that times the feet and sees nothing else: force, inertial sensors.

    Raises
    ------
    TrackError
        Too few steps.
    """
    from restride.gait.catalogue import CATALOGUE

    method = method_of(knowledge)
    _enough(events, method, origin)
    strides = build_strides(events, method.events)
    maker = maker_for(knowledge, method, origin, "space")
    metrics = time_metrics(strides, events, rate_hz, maker)
    metrics += length_metrics(strides, speed_m_s, method.speed.given_share * (speed_m_s or 0), maker)
    metrics += asymmetry_metrics(metrics, "space", method.errors)
    metrics = held_against_runners(metrics, knowledge)
    source = {"force": "A force record", "imu": "An inertial sensor"}.get(origin, "This source")
    missing = [NotMeasured(id=s.id, name=s.name, because=f"{source} shows no posture.") for s in CATALOGUE]
    found = {one.id for one in metrics}
    missing += [one for one in _untimed(events, speed_m_s) if one.id not in found]
    recording = Recording(
        name=name,
        origin=origin,
        view="space",
        rate_hz=rate_hz,
        duration_s=duration_s,
        frames=round(duration_s * rate_hz) + 1,
        unit="none",
        locomotion=locomotion,
        speed_m_s=speed_m_s,
        speed_from="given" if speed_m_s else None,
        notes=notes,
    )
    return GaitReport(
        recording=recording,
        quality=Quality(grade=grade, reasons=reasons),
        events=tuple(sorted(events, key=lambda event: event.time_s)),
        strides=strides,
        metrics=tuple(metrics),
        not_measured=tuple(missing),
        findings=find(metrics, speed_m_s, knowledge) if locomotion == "running" else (),
        knowledge_version=knowledge.version,
    )


def _untimed(events: Sequence[Event], speed_m_s: float | None) -> list[NotMeasured]:
    """What a source that times feet may lack, each with the likeliest reason."""
    lifts = any(event.kind == "toe_off" for event in events)
    both = {event.side for event in events} >= set(SIDES)
    one_foot = "Only one foot was timed."
    contact = one_foot if lifts else "No toe-off can be found in it."
    length = "The speed is not known; give it." if speed_m_s is None else one_foot
    rows = (
        ("contact_time", "Ground contact time", contact),
        ("flight_time", "Flight time", contact),
        ("swing_time", "Swing time", contact),
        ("duty_factor", "Duty factor", contact),
        ("step_time", "Step time, from this strike to the other foot's", one_foot),
        ("step_length", "Step length", length),
        ("stride_length", "Stride length", length),
    )
    found = [NotMeasured(id=name, name=label, because=because) for name, label, because in rows]
    if not both:
        found.append(NotMeasured(id="asymmetry", name="Asymmetry", because=one_foot))
    return found


def without_feet(report: GaitReport) -> GaitReport:
    """The same with what holds although nobody knows which foot it was: rates and lengths."""
    kept = tuple(one for one in report.metrics if one.id in _FOOTLESS)
    lost = {one.id: one.name for one in report.metrics if one.id not in _FOOTLESS and one.side is Side.BOTH}
    because = "The sensor does not tell the feet apart."
    missing = tuple(NotMeasured(id=name, name=label, because=because) for name, label in lost.items())
    return structs.replace(report, metrics=kept, not_measured=(*report.not_measured, *missing), events=(), strides=())
