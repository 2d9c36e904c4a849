"""Several recordings as one session: takes by role, the best measurement of each number, legs, changes.

clips ─► takes (one a role) ─► numbers, each from the clip that measured it best
                ├─► left against right, where both legs were measured
                └─► against the usual take, and against an earlier session
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from restride.gait.compare import compare, speeds_differ
from restride.gait.metrics import COMPARED_LEGS, worse
from restride.knowledge.load import Knowledge
from restride.model.errors import PlainError
from restride.model.gait import Change, GaitComparison, GaitReport, Metric
from restride.model.gait_session import GaitSession, Role, SessionChange, SessionClip, Take, TakeMetric
from restride.model.words import Side

_GRADES = ("good", "usable", "poor")
_ASYMMETRY = "_asymmetry"
_RUNS: dict[Role, str] = {
    "usual": "usual run", "cue": "run with a cue", "barefoot": "barefoot run", "other_shoes": "run in other shoes",
    "tired": "run with tired legs",
}  # fmt: skip


class SessionError(PlainError):
    """Recordings that make no session."""


def session_of(
    clips: Sequence[SessionClip], knowledge: Knowledge, *, on: date | None = None, earlier: GaitSession | None = None
) -> GaitSession:
    """Put the recordings of one day together.

    Parameters
    ----------
    clips : sequence of SessionClip
        In the order they were made.
    on : date, optional
        The day.
    earlier : GaitSession, optional
        A session to hold this one against, role by role.

    Raises
    ------
    SessionError
        There is no recording, or one is there twice.
    """
    if not clips:
        raise SessionError("A session needs at least one recording of running; none was given.")
    _once(clips)
    takes = [_take(list(group), knowledge) for group in _groups(clips)]
    within, open_within = _within(clips, knowledge)
    since, open_since = _since(clips, earlier, knowledge) if earlier is not None else ([], [])
    return GaitSession(
        on=on,
        clips=tuple(clips),
        takes=tuple(takes),
        changes=(*within, *since),
        not_compared=(*open_within, *open_since),
        knowledge_version=clips[0].report.knowledge_version,
    )


def _once(clips: Sequence[SessionClip]) -> None:
    seen: dict[tuple[object, ...], str] = {}
    for one in clips:
        name, run = one.report.recording.name, (one.report.strides, one.report.metrics)
        if run in seen:
            raise SessionError(f"{name} holds the same run as {seen[run]}; give each recording of a session once.")
        seen[run] = name


def _groups(clips: Sequence[SessionClip]) -> Iterable[list[SessionClip]]:
    groups: dict[tuple[str, str], list[SessionClip]] = {}
    for one in clips:
        groups.setdefault((one.role, one.report.recording.locomotion), []).append(one)
    return groups.values()


def _take(clips: list[SessionClip], knowledge: Knowledge) -> Take:
    reports = [one.report for one in clips]
    best: dict[tuple[str, Side], TakeMetric] = {}
    for report in reports:
        for metric in report.metrics:
            held = best.get((metric.id, metric.side))
            if metric.id.endswith(_ASYMMETRY) or (held is not None and not _better(metric, held.metric)):
                continue
            best[metric.id, metric.side] = TakeMetric(clip=report.recording.name, metric=metric)
    legs, because = _legs(reports, knowledge)
    return Take(
        role=clips[0].role,
        locomotion=reports[0].recording.locomotion,
        clips=tuple(report.recording.name for report in reports),
        metrics=tuple(best.values()),
        legs=tuple(legs),
        legs_because=because,
    )


def _better(one: Metric, other: Metric) -> bool:
    return (_GRADES.index(one.grade), one.error) < (_GRADES.index(other.grade), other.error)


def _legs(reports: Sequence[GaitReport], knowledge: Knowledge) -> tuple[list[Metric], str | None]:
    """Left minus right: of recordings that saw both legs, and of two side views at one speed."""
    found = {metric.id: metric for report in reports for metric in report.metrics if metric.id.endswith(_ASYMMETRY)}
    left, right = (_from_side(reports, side) for side in (Side.LEFT, Side.RIGHT))
    if left is None or right is None:
        seen = "left" if left is not None else "right" if right is not None else None
        because = None if found or seen is None else (
            f"Only the {seen} leg was filmed from its side; film the other side at the same speed to compare the legs."
        )  # fmt: skip
        return list(found.values()), because
    differ = speeds_differ(left.recording, right.recording, knowledge)
    if differ is None:
        return list(found.values()), (
            "Both sides were filmed, but the speed of one is not known; give it, so that the legs can be compared."
        )
    if differ:
        return list(found.values()), (
            f"Both sides were filmed, but at different speeds ({left.recording.speed_m_s:.2f} and "
            f"{right.recording.speed_m_s:.2f} m/s); form changes with speed, so the legs are not compared."
        )
    for pair in _across(left, right):
        held = found.get(pair.id)
        if held is None or _better(pair, held):
            found[pair.id] = pair
    said = f"Left from {left.recording.name}, right from {right.recording.name}: two views, each with its whole error."
    return list(found.values()), said


def _from_side(reports: Sequence[GaitReport], side: Side) -> GaitReport | None:
    found = [one for one in reports if one.recording.view == "side" and one.recording.near_side is side]
    return min(found, key=lambda one: _GRADES.index(one.quality.grade), default=None)


def _across(left: GaitReport, right: GaitReport) -> Iterable[Metric]:
    """Each near leg from its own side. The camera stood elsewhere, so no part of the error is shared."""
    for name in sorted(COMPARED_LEGS):
        one, other = left.metric(name, Side.LEFT), right.metric(name, Side.RIGHT)
        if one is None or other is None or "poor" in (one.grade, other.grade):
            continue
        error = float(np.hypot(one.error, other.error))
        yield Metric(
            id=f"{name}{_ASYMMETRY}",
            name=f"{one.name}, left minus right",
            side=Side.BOTH,
            value=one.value - other.value,
            unit=one.unit,
            plane=one.plane,
            n_strides=min(one.n_strides, other.n_strides),
            error=error,
            smallest_change=max(float(np.hypot(one.smallest_change, other.smallest_change)), error),
            grade=worse("usable", worse(one.grade, other.grade)),
            reasons=("Measured in two views, one after the other.",),
        )


def _within(clips: Sequence[SessionClip], knowledge: Knowledge) -> tuple[list[SessionChange], list[str]]:
    """Every other role against the usual run; without one, against the first role."""
    roles = list(dict.fromkeys(one.role for one in clips))
    base = "usual" if "usual" in roles else roles[0]
    found, missing = [], []
    for role in roles:
        if role == base:
            continue
        merged = _merged(
            [one for one in clips if one.role == base], [one for one in clips if one.role == role], knowledge
        )
        if merged is None:
            missing.append(_words_of_missing(f"{_RUNS[role]} and the {_RUNS[base]}"))
        else:
            found.append(SessionChange(kind="within", before=base, after=role, comparison=merged))
    return found, missing


def _since(
    clips: Sequence[SessionClip], earlier: GaitSession, knowledge: Knowledge
) -> tuple[list[SessionChange], list[str]]:
    found, missing = [], []
    for role in dict.fromkeys(one.role for one in clips):
        before = [one for one in earlier.clips if one.role == role]
        if not before:
            continue
        merged = _merged(before, [one for one in clips if one.role == role], knowledge)
        if merged is None:
            missing.append(_words_of_missing(f"{_RUNS[role]} of this session and of the earlier one"))
        else:
            change = SessionChange(kind="since", before=role, after=role, earlier_on=earlier.on, comparison=merged)
            found.append(change)
    return found, missing


def _words_of_missing(both: str) -> str:
    return f"The {both} were not recorded in the same way; film both from the same place to compare them."


def _merged(before: Sequence[SessionClip], after: Sequence[SessionClip], knowledge: Knowledge) -> GaitComparison | None:
    """All numbers of recordings made in the same way, each from the pair that can show the smallest change."""
    pairs = [(one, other) for other in after if (one := _alike(other, before)) is not None]
    if not pairs:
        return None
    found = [compare(one.report, other.report, knowledge) for one, other in pairs]
    best: dict[tuple[str, Side], Change] = {}
    for comparison in found:
        for change in comparison.changes:
            held = best.get((change.id, change.side))
            if held is None or _sharper(change, held):
                best[change.id, change.side] = change
    seen = {change.id for change in best.values()}
    return GaitComparison(
        before=", ".join(dict.fromkeys(one.before for one in found)),
        after=", ".join(dict.fromkeys(one.after for one in found)),
        changes=tuple(best.values()),
        only_in_one=tuple(sorted({name for one in found for name in one.only_in_one} - seen)),
        warnings=tuple(dict.fromkeys(warning for one in found for warning in one.warnings)),
    )


def _alike(clip: SessionClip, others: Sequence[SessionClip]) -> SessionClip | None:
    """A recording by the same method, from the same side, of the same gait; the nearest in speed."""
    here = clip.report.recording
    fit = [
        one for one in others
        if (one.report.recording.origin, one.report.recording.view, one.report.recording.near_side,
            one.report.recording.locomotion) == (here.origin, here.view, here.near_side, here.locomotion)
    ]  # fmt: skip
    return min(
        fit, key=lambda one: abs((one.report.recording.speed_m_s or 0.0) - (here.speed_m_s or 0.0)), default=None
    )


def _sharper(one: Change, other: Change) -> bool:
    blind = "not_comparable"
    return (one.verdict == blind, one.smallest_change) < (other.verdict == blind, other.smallest_change)
