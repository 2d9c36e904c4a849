"""Runs that somebody has been shown already: the next plan keeps their days where the rules let it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from restride.model.case import Case
from restride.model.diary import ComebackSettings, PublishedRun


def with_published(case: Case, shown: Iterable[PublishedRun], today: date) -> Case:
    """The case with the runs its runner has been shown and that lie ahead, in place of those it named itself.

    They move days only: no run becomes longer, earlier than its rest allows, or certain by having been shown.
    """
    ahead = tuple(sorted((one for one in shown if one.on >= today), key=lambda one: one.on))
    settings = case.comeback or ComebackSettings()
    return msgspec.structs.replace(case, comeback=msgspec.structs.replace(settings, published=ahead))
