"""A recording as the therapist uploads it."""

from __future__ import annotations

from datetime import date
from typing import Any

from restride.site.recordings.actions import add_recording
from restride.site.recordings.models import Recording
from tests.site.cast import Cast
from tests.site.recordings.forces import force_csv


def added(
    cast: Cast,
    content: bytes | None = None,
    name: str = "belt.csv",
    *,
    on: date = date(2026, 11, 20),
    movement: str = "",
    role: str = "usual",
    condition: str = "",
    visit: int = 1,
    **options: Any,
) -> Recording:
    """The record as the therapist uploads it."""
    return add_recording(
        episode=cast.episode,
        name=name,
        blocks=[content or force_csv()],
        recorded_on=on,
        options=options,
        movement=movement,
        role=role,
        condition=condition,
        visit_of_day=visit,
        by=cast.therapist,
    )
