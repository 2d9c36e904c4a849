"""Recordings of movement as a case or a session names them: where they are and what they do not say themselves."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from restride.model.movement import MovementName
from restride.model.parts import Part, Short
from restride.model.runs import Beside

SpeedMS = Annotated[float, msgspec.Meta(gt=0, le=12)]
RateHz = Annotated[float, msgspec.Meta(gt=0, le=10_000)]
HeightM = Annotated[float, msgspec.Meta(gt=0.5, lt=2.6)]
#: Times slower than life.
SlowMotion = Annotated[float, msgspec.Meta(ge=1, le=40)]


class NamedRecording(Part, frozen=True, kw_only=True):
    """One recording that a file names, which lies beside that file, and what it does not say itself."""

    file: Beside
    #: Ground force of the same run.
    force: Beside | None = None
    speed_m_s: SpeedMS | None = None
    rate_hz: RateHz | None = None
    #: Where an inertial sensor sat.
    sensor: Short | None = None
    first_foot: Literal["left", "right"] | None = None
    #: The runner's height, for a scale in a picture [m].
    height_m: HeightM | None = None
    #: What was different: with the beat, in other shoes.
    says: Short | None = None


class CaseRecording(NamedRecording, frozen=True, kw_only=True):
    """One recording of running, or of a movement test, that a case names."""

    #: Of a movement test: which one, and the tested leg.
    movement: MovementName | None = None
    side: Literal["left", "right"] | None = None
    on: date | None = None
