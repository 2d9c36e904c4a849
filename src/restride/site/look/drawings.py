"""Drawings that are data: the body map, small lines, evidence bars."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

BODY_MAP = Path(__file__).with_name("body_map.json")
SPARK_LEFT, SPARK_RIGHT = 4, 84
SPARK_TOP, SPARK_BOTTOM = 4, 28
SCALE_TOP = 10


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line over the full 0–10 scale, never stretched to its own range."""

    path: str
    last_x: float
    last_y: float
    label: str


@cache
def body_view(view: str) -> dict[str, Any]:
    """Return one view of the body: silhouette and named regions."""
    views: dict[str, dict[str, Any]] = json.loads(BODY_MAP.read_text(encoding="utf-8"))
    return views[view]


def spark(numbers: Sequence[int], what: str) -> Spark | None:
    """Draw numbers of 0–10, oldest first; nothing for fewer than two."""
    if len(numbers) < 2:
        return None
    step = (SPARK_RIGHT - SPARK_LEFT) / (len(numbers) - 1)
    points = [
        (
            round(SPARK_LEFT + step * at, 1),
            round(SPARK_BOTTOM - (SPARK_BOTTOM - SPARK_TOP) * number / SCALE_TOP, 1),
        )
        for at, number in enumerate(numbers)
    ]
    return Spark(
        path="M" + "L".join(f"{x:g} {y:g}" for x, y in points),
        last_x=points[-1][0],
        last_y=points[-1][1],
        label=f"{what} over {len(numbers)} entries, from {numbers[0]} to {numbers[-1]} of {SCALE_TOP}",
    )
