"""Sources, citations and facts: the parts every knowledge file is made of."""

from __future__ import annotations

from typing import Annotated

import msgspec

from restride.model.words import Certainty, Read, Status

#: Ids are lower-case words joined by underscores.
Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
#: A sentence or two for people; never empty.
Text = Annotated[str, msgspec.Meta(min_length=2, max_length=900)]


class Frozen(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every knowledge record: immutable, unknown keys are errors."""


class Source(Frozen, frozen=True, kw_only=True):
    """A paper, guideline, data set or page. ``read`` is the most that was ever read of it."""

    id: Id
    title: Text
    authors: str | None = None
    year: int | None = None
    journal: str | None = None
    doi: str | None = None
    #: False: the DOI was recalled, not seen in the source.
    doi_seen: bool = False
    url: str | None = None
    design: str | None = None
    population: str | None = None
    read: Read = Read.MEMORY
    note: str | None = None


class Cite(Frozen, frozen=True, kw_only=True):
    """Which source says so, where in it, and what of it was read for this claim."""

    source: Id
    where: str | None = None
    read: Read = Read.MEMORY


class Fact(Frozen, frozen=True, kw_only=True):
    """One number or range with its unit, population, sources, certainty and status.

    Exactly one of ``value`` or (``low`` and/or ``high``) is given. A house rule has certainty
    ``engineering_default`` and may have no source; everything else cites at least one.
    """

    says: Text
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str
    applies_to: str
    sources: tuple[Cite, ...] = ()
    certainty: Certainty
    status: Status = Status.DRAFT
    #: Which direction is the safer error: "lower" or "higher".
    safer: str | None = None
    note: str | None = None
