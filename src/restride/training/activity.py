"""One recorded activity as its device wrote it, whatever the file format: columns over time, and a summary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]

#: Columns a reader may give. Everything but ``time_s`` may be missing; NaN: not recorded at that point.
COLUMNS = (
    "time_s",  # since the Unix epoch, UTC [s]
    "distance_m",  # cumulative [m]
    "speed_m_s",
    "altitude_m",
    "cadence",  # as written: strides of one leg, or steps [1/min]
    "heart_rate",  # [1/min]
    "power_w",
    "latitude_deg",
    "longitude_deg",
    "contact_ms",
    "oscillation_mm",
    "step_length_mm",
    "vertical_ratio_pct",
    "balance_pct",  # left share of contact
    "stiffness_kn_m",
    "form_power_w",
    "temperature_c",
)

#: Sports as one word; everything that is neither running nor walking is cross-training.
Where = Literal["outdoor", "treadmill", "track", "trail", "virtual", "unknown"]


class Stop(msgspec.Struct, frozen=True):
    """The timer stood still: from, to. [s since the epoch]."""

    from_s: float
    to_s: float


class Declared(msgspec.Struct, frozen=True, kw_only=True):
    """What the device's own summary says; None where it says nothing."""

    distance_m: float | None = None
    elapsed_s: float | None = None
    timer_s: float | None = None
    climb_m: float | None = None
    drop_m: float | None = None
    strides: float | None = None
    heart_rate_mean: float | None = None
    heart_rate_max: float | None = None
    #: Effort the runner gave, 0 to 10.
    effort_0_10: float | None = None
    #: Training effect as the watch reckons it, 0 to 5.
    training_effect: float | None = None


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """One activity: what it was called, when it began, its columns and its summary."""

    #: «running», «walking», «cycling» …, or «unknown».
    sport: str = "unknown"
    where: Where = "unknown"
    #: Start of the activity, UTC; None where the clock was not set. [s since the epoch]
    start_s: float | None = None
    #: Local time minus UTC as the file says. [s]
    utc_offset_s: int | None = None
    columns: Mapping[str, Column] = {}
    stops: tuple[Stop, ...] = ()
    #: The device recorded its timer: a gap between points is then not a pause unless the timer stopped.
    timer_known: bool = False
    declared: Declared = Declared()
    #: Words of the runner: title, shoes.
    title: str | None = None
    shoes: str | None = None
    device: str | None = None
    #: What was odd about the recording, one sentence each.
    notes: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """How many points were recorded."""
        time = self.columns.get("time_s")
        return 0 if time is None else len(time)
