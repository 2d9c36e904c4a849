"""A session of several recordings in words."""

from __future__ import annotations

from collections.abc import Iterator

from restride.explain.dates import long_date
from restride.explain.gait_text import comparison_text
from restride.explain.gait_words import asymmetry_words, difference, number, unit_mark, with_error
from restride.model.gait import Metric
from restride.model.gait_session import GaitSession, Role, SessionChange, Take
from restride.model.words import Side

ROLES: dict[Role, str] = {
    "usual": "As usual",
    "cue": "With or after a cue",
    "barefoot": "Barefoot",
    "other_shoes": "Other shoes",
    "tired": "At the end of a run",
}
_SEEN = {"space": "in space", "side": "from the side", "rear": "from behind", "front": "from the front"}


SESSION_TITLE = "Running, one session"


def take_title(take: Take) -> str:
    """«As usual», «Barefoot, walking»."""
    return ROLES[take.role] + ("" if take.locomotion == "running" else ", walking")


def legs_title(take: Take, session: GaitSession) -> str:
    """«Left against right», with the take's name where there are several."""
    return "Left against right" if len(session.takes) == 1 else f"Left against right, {ROLES[take.role].lower()}"


def speed_words(speed_m_s: float | None) -> str:
    """«2.80 m/s»."""
    return f"{speed_m_s:.2f} m/s" if speed_m_s is not None else "not known"


def change_title(change: SessionChange) -> str:
    """«With or after a cue, against as usual»; «As usual, since 3 October 2026»."""
    if change.kind == "within":
        return f"{ROLES[change.after]}, against {ROLES[change.before].lower()}"
    when = long_date(change.earlier_on) if change.earlier_on else "the earlier session"
    return f"{ROLES[change.after]}, since {when}"


def seen_words(view: str, near: Side | None) -> str:
    """«from the side, left leg near»."""
    words = _SEEN.get(view, "")
    return f"{words}, {near.value} leg near" if near is not None and words else words or "no picture"


def take_cells(take: Take, name: str) -> list[tuple[Side, Metric, str]]:
    """The metric of a take by side, each with the recording that measured it; both feet only where no leg was."""
    found = [
        (side, found.metric, found.clip)
        for side in (Side.LEFT, Side.RIGHT, Side.BOTH)
        if (found := next((one for one in take.metrics if (one.metric.id, one.metric.side) == (name, side)), None))
    ]
    return [one for one in found if one[0] is not Side.BOTH] or found


def session_text(session: GaitSession) -> str:
    """The session for the terminal."""
    return "\n".join(_lines(session)) + "\n"


def _lines(session: GaitSession) -> Iterator[str]:
    day = f" of {long_date(session.on)}" if session.on else ""
    yield f"Session{day}: {len(session.clips)} recording{'s' if len(session.clips) != 1 else ''}"
    for clip in session.clips:
        one = clip.report.recording
        speed = f", {one.speed_m_s:.2f} m/s" if one.speed_m_s else ""
        says = f" ({clip.says})" if clip.says else ""
        yield f"  {ROLES[clip.role]}{says}: {one.name}, {seen_words(one.view, one.near_side)}{speed}"
        yield f"    {clip.report.quality.grade}. {' '.join(clip.report.quality.reasons)}".rstrip()
    for take in session.takes:
        yield ""
        yield f"{ROLES[take.role]}, {take.locomotion}"
        for found in take.metrics:
            metric = found.metric
            side = "" if metric.side is Side.BOTH else f", {metric.side.value}"
            said = with_error(metric.value, metric.error, metric.unit) + poor_words(metric)
            yield f"  {metric.name + side:52} {said:26} {found.clip}"
        for pair in take.legs:
            said = difference(pair.value, pair.error, pair.unit)
            yield f"  {pair.name:52} {said:26} {asymmetry_words(pair)}"
        if take.legs_because:
            yield f"  {take.legs_because}"
    for change in session.changes:
        yield ""
        yield change_title(change)
        yield comparison_text(change.comparison).strip("\n")
    yield from session.not_compared


def poor_words(metric: Metric) -> str:
    """What stands behind a number that was measured poorly, beside others that were not."""
    return " (poor)" if metric.grade == "poor" else ""


def cell_words(metric: Metric) -> str:
    """«164.1 ± 0.8 steps/min»."""
    return f"{number(metric.value, metric.unit)} ± {number(metric.error, metric.unit)}{unit_mark(metric.unit)}"
