"""What every part of a case is made of: the immutable base and the short bounded values."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Pain0To10 = Annotated[float, msgspec.Meta(ge=0, le=10)]
Weeks = Annotated[float, msgspec.Meta(ge=0, le=5200)]
Count = Annotated[float, msgspec.Meta(ge=0, le=100)]
Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Words = Annotated[str, msgspec.Meta(max_length=4000)]
Short = Annotated[str, msgspec.Meta(max_length=200)]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every part of a case: immutable, unknown keys are errors."""
