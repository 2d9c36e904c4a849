"""Recordings of movement as a case or a session names them: where they are and what they do not say themselves."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, get_args

import msgspec

from restride.model.movement import MovementName
from restride.model.parts import Part, Short
from restride.model.quantity import Height
from restride.model.runs import Beside

#: What may be said of a recording, on the command line, in a file and on the site alike. Engineering defaults: from
#: the slowest walk to faster than anybody runs; rates that can show a foot on the ground.
SpeedMS = Annotated[float, msgspec.Meta(ge=0.3, le=12)]
RateHz = Annotated[float, msgspec.Meta(ge=10, le=10_000)]
HeightM = Annotated[float, msgspec.Meta(ge=Height.low, le=Height.high)]
#: Times slower than life.
SlowMotion = Annotated[float, msgspec.Meta(ge=1, le=40)]


def limits(kind: Any) -> tuple[float, float]:
    """Least and most of one of these numbers, both allowed."""
    meta = next(one for one in get_args(kind) if isinstance(one, msgspec.Meta))
    assert meta.ge is not None  # noqa: S101
    assert meta.le is not None  # noqa: S101
    return meta.ge, meta.le


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
