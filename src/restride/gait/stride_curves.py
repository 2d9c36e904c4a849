"""Angles over the stride: every whole stride stretched to 0–100 %, for means and for pictures."""

from __future__ import annotations

import numpy as np

from restride.gait.context import Gait
from restride.gait.kinematics import CURVES
from restride.gait.track import SIDES, Floats, sided
from restride.model.gait import Curve
from restride.model.words import Side


def stride_rows(gait: Gait, angle: str, side: Side) -> Floats:
    """One angle in every whole stride of a side, shape (strides, 101) [deg]; strides with a gap are left out.

    An angle of the trunk or pelvis has no side of its own and is laid over the strides of either foot.
    """
    values = gait.angles.get(sided(angle, side), gait.angles.get(angle))
    if values is None:
        return np.zeros((0, 101))
    rows = gait.at(values, gait.phases(side).hundredths_s)
    whole = np.isfinite(rows).all(axis=1)
    return rows if whole.all() else np.asarray(rows[whole])


def mean_curves(gait: Gait) -> list[Curve]:
    """Mean and SD of every angle that is shown as a curve, each side that was seen."""
    out = []
    for angle in CURVES:
        for side in SIDES:
            rows = stride_rows(gait, angle, side)
            if len(rows):
                mean = rows.mean(axis=0)
                apart = rows - mean
                spread = np.sqrt((apart * apart).sum(axis=0) / max(len(rows) - 1, 1))
                out.append(
                    Curve(angle=angle, side=side, unit="deg", mean=tuple(mean.round(3).tolist()),
                          sd=tuple(spread.round(3).tolist()), n_strides=len(rows))
                )  # fmt: skip
    return out
