"""A finding: one thing known, absent or unknown about the runner, and where it comes from."""

from __future__ import annotations

from datetime import date

import msgspec

from restride.model.words import Side, State


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One finding from the vocabulary.

    ``about`` is the number of the complaint it belongs to, None for the whole runner. ``origin`` is the
    place in the case it was read from, as a dotted path.
    """

    what: str
    state: State
    side: Side = Side.UNKNOWN
    #: What was tested or pictured, where somebody said so.
    site: str | None = None
    about: int | None = None
    value: float | None = None
    unit: str | None = None
    origin: str
    #: The day it happened, where it is one, and how long before the complaint began. [weeks]
    on: date | None = None
    weeks_before_onset: float | None = None
    #: Therapist's words with the value, where the vocabulary's own would lose it.
    says: str | None = None
