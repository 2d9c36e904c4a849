"""The record of one activity that is kept: small, exact, without positions unless they were asked for."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Literal

import msgspec

#: 1 January 1970 as an ordinal. [days]
_EPOCH_DAY = date(1970, 1, 1).toordinal()

Kind = Literal["run", "walk", "cross"]
Grade = Literal["OK", "PARTIAL", "REJECTED"]

#: Width of the speed classes of :attr:`RunRecord.speed_s`; a storage grid, not a threshold. [m/s]
SPEED_CLASS_M_S = 0.25


class Out(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of what is stored: immutable, defaults left out."""


class Bout(Out, frozen=True, kw_only=True):
    """A stretch of running without a walk break."""

    #: After the start of the recording. [s]
    at_s: float
    duration_s: float
    distance_m: float | None = None
    steps: float | None = None


class Pause(Out, frozen=True, kw_only=True):
    """The timer was stopped, or nothing was recorded for long."""

    at_s: float
    duration_s: float
    by: Literal["timer", "gap"]


class Dynamics(Out, frozen=True, kw_only=True):
    """Means over the running of what a pod, a strap or the watch measured of the step."""

    contact_ms: float | None = None
    oscillation_mm: float | None = None
    step_length_mm: float | None = None
    vertical_ratio_pct: float | None = None
    balance_pct: float | None = None
    stiffness_kn_m: float | None = None
    form_power_w: float | None = None
    power_w: float | None = None


class Origin(Out, frozen=True, kw_only=True):
    """The file a record came from."""

    name: str
    sha256: str
    format: str
    grade: Grade = "OK"
    points: int = 0
    device: str | None = None


class RunRecord(Out, frozen=True, kw_only=True):
    """One activity.

    ``kind`` is «run», «walk», or «cross» for everything else; ``sport`` keeps the word. Lengths of time: ``elapsed_s``
    from first to last, ``timer_s`` without pauses, ``run_s`` and ``walk_s`` of those.
    """

    #: First 16 hexadecimal digits of the file's SHA-256, and the number of the activity in the file.
    id: str
    kind: Kind
    sport: str
    where: Literal["outdoor", "treadmill", "track", "trail", "virtual", "unknown"] = "unknown"
    #: UTC; None where the clock was not set: such a record is shown and not dated. [s since the epoch]
    start_s: float | None = None
    utc_offset_s: int = 0
    offset_from: Literal["file", "asked", "position", "unknown"] = "unknown"
    distance_m: float | None = None
    distance_from: Literal["device", "summary", "positions", "typed"] | None = None
    elapsed_s: float = 0.0
    timer_s: float = 0.0
    run_s: float = 0.0
    walk_s: float = 0.0
    run_m: float | None = None
    steps: float | None = None
    bouts: tuple[Bout, ...] = ()
    pauses: tuple[Pause, ...] = ()
    #: Seconds of running in speed classes of :data:`SPEED_CLASS_M_S`, from 0 up. [s]
    speed_s: tuple[float, ...] = ()
    climb_m: float | None = None
    drop_m: float | None = None
    #: Shares of the distance on a hill, up and down.
    up_share: float | None = None
    down_share: float | None = None
    heart_rate_mean: float | None = None
    heart_rate_max: float | None = None
    effort_0_10: float | None = None
    training_effect: float | None = None
    dynamics: Dynamics = Dynamics()
    title: str | None = None
    shoes: str | None = None
    notes: tuple[str, ...] = ()
    origin: Origin
    #: Other files that hold the same activity.
    also_in: tuple[str, ...] = ()
    #: Latitude and longitude, only where they were asked for. [deg]
    positions: tuple[tuple[float, float], ...] = ()

    @property
    def local(self) -> datetime:
        """Start in the runner's local time; the epoch where it is not known."""
        zone = timezone(timedelta(seconds=self.utc_offset_s))
        return datetime.fromtimestamp(self.start_s or 0.0, tz=zone)

    @property
    def day(self) -> date:
        """The runner's local day."""
        return date.fromordinal(self.ordinal)

    @property
    def ordinal(self) -> int:
        """The runner's local day as its ordinal number. [days]."""
        return int(((self.start_s or 0.0) + self.utc_offset_s) // 86_400) + _EPOCH_DAY

    @property
    def longest_bout_s(self) -> float:
        """Longest stretch of running without a walk break. [s]."""
        return max((bout.duration_s for bout in self.bouts), default=0.0)

    @property
    def speed_m_s(self) -> float | None:
        """Mean speed while running. [m/s]."""
        return self.run_m / self.run_s if self.run_m and self.run_s else None

    @property
    def effort_min(self) -> float | None:
        """Session effort, 0 to 10, times minutes. [effort x min]."""
        return None if self.effort_0_10 is None else self.effort_0_10 * self.timer_s / 60


class FileReading(Out, frozen=True, kw_only=True):
    """What became of one file: its grade, why, and the activities in it."""

    name: str
    sha256: str
    format: str
    grade: Grade
    #: One sentence; empty where nothing is to be said.
    reason: str = ""
    points: int = 0
    runs: tuple[RunRecord, ...] = ()
