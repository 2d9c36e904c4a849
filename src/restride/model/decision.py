"""A decision and its reasons. Words are made from these afterwards, in :mod:`restride.explain`."""

from __future__ import annotations

import msgspec

from restride.model.words import Certainty, Status


class CiteRef(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A source id with the place in it and how much of it was read."""

    source: str
    where: str | None = None
    read: str | None = None


class Reason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why: which rule, on which findings, from which facts and sources, how certain.

    ``rule`` is a knowledge or engine id; ``findings`` are finding ids of the evaluation; ``facts`` name
    «table/id» of the knowledge. ``says`` is the therapist's sentence as it stands in the knowledge.
    """

    rule: str
    says: str
    findings: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    sources: tuple[CiteRef, ...] = ()
    certainty: Certainty | None = None
    status: Status | None = None
