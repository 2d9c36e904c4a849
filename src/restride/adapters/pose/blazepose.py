"""BlazePose on LiteRT: a detector that finds people, and a landmark model that is led from frame to frame.

The two networks, their inputs and how their numbers are to be read are those of the published model
(Bazarevsky 2020; Grishchenko 2022). What is written here is the way around them.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from restride.adapters.pose import weights
from restride.adapters.pose.crop import cropped, to_picture
from restride.adapters.pose.estimator import RGB, Floats, Pose, Region
from restride.adapters.pose.trimming import trimmed

DETECTOR_SIDE = 224
LANDMARK_SIDE = 256
#: Places in the model's list of 33 points, in our order; and of two more that it adds for the next frame: middle of
#: the hips, and one as far as the body reaches.
_PLACES = np.array([0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34])
#: Of the landmark model: points, presence, heat map.
_OUTPUTS = (0, 1, 3)
#: A region reaches a quarter beyond the body.
_MARGIN = 1.25
#: Overlap from which two finds are one person.
_SAME = 0.3
#: Half the width of the patch of the heat map around a point that is refined, and the heat it takes.
_PATCH, _HEAT = 3, 0.5


class BlazePose:
    """The estimator. One thread: a second makes neither network faster, a second process does."""

    def __init__(self, size: weights.Size | None = None) -> None:
        found = weights.find(size)
        self.name = found.name
        self._detector = _Network(found.detector, (0, 1), darkest=-1.0)
        self._found = found
        self._anchors = _anchors()

    def people(self, image: RGB, *, around: Region | None = None, least: float = 0.5) -> list[Region]:
        """People in the picture or in a region of it; see :class:`PoseEstimator`."""
        height, width = image.shape[:2]
        look = around or Region(width / 2, height / 2, float(max(width, height)))
        raw, scores = self._detector.run(cropped(image, look, DETECTOR_SIDE))
        chance = _sigmoid(scores[0, :, 0].clip(-100, 100))
        sure = np.flatnonzero(chance >= least)
        if not len(sure):
            return []
        boxes = raw[0, sure] / DETECTOR_SIDE
        boxes[:, [0, 1]] += self._anchors[sure]
        points = boxes[:, 4:8].reshape(-1, 2) + np.repeat(self._anchors[sure], 2, axis=0)
        points = to_picture(points.astype(np.float64) * DETECTOR_SIDE, look, DETECTOR_SIDE).reshape(-1, 2, 2)
        return [_region(points[i, 0], points[i, 1]) for i in _distinct(boxes[:, :4], chance[sure])]

    def pose(self, image: RGB, region: Region) -> Pose:
        """The person in this region; see :class:`PoseEstimator`."""
        return self._pose(self._landmarks, image, region)

    def glance(self, image: RGB, region: Region) -> Pose:
        """The same by the model of middle size where the heavy one is loaded and that is there too."""
        return self._pose(self._light, image, region)

    @cached_property
    def _landmarks(self) -> _Network:
        # Loaded by the first who needs it: whoever only glances can do without a heavy one.
        return _Network(self._found.landmarks, _OUTPUTS)

    @cached_property
    def _light(self) -> _Network:
        try:
            heavy = self._found.size == "heavy"
            return _Network(weights.find("full").landmarks, _OUTPUTS) if heavy else self._landmarks
        except weights.WeightsError:
            return self._landmarks

    @staticmethod
    def _pose(network: _Network, image: RGB, region: Region) -> Pose:
        raw, presence, heat = network.run(cropped(image, region, LANDMARK_SIDE))
        marks = raw.reshape(-1, 5)[_PLACES].astype(np.float64)
        xy = _refined(marks[:, :2] / LANDMARK_SIDE, heat[0], _PLACES) * LANDMARK_SIDE
        placed = to_picture(xy, region, LANDMARK_SIDE)
        seen = _sigmoid(marks[:, 3]) * _sigmoid(marks[:, 4])
        points = np.column_stack([placed, seen])
        return Pose(points[:-2], float(presence[0, 0]), _region(placed[-2], placed[-1]))


class _Network:
    """One network: a picture in, those of its outputs that are wanted, in the model's own order, and no more is run."""

    def __init__(self, path: Path, wanted: tuple[int, ...], *, darkest: float = 0.0) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self._interpreter = Interpreter(model_content=trimmed(path, wanted), num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.tensor(self._interpreter.get_input_details()[0]["index"])
        self._outputs = [self._interpreter.tensor(one["index"]) for one in self._interpreter.get_output_details()]
        #: What black is told as; white is told as 1.
        self._darkest = darkest

    def run(self, image: RGB) -> list[NDArray[np.float32]]:
        """The outputs, in the network's own memory: it runs again only when nobody holds them any more."""
        self._fill(self._input()[0], image)
        self._interpreter.invoke()
        return [output() for output in self._outputs]

    def _fill(self, place: NDArray[np.float32], image: RGB) -> None:
        np.divide(image, 255 / (1 - self._darkest), out=place, dtype=np.float32)
        if self._darkest:
            place += self._darkest


def _anchors() -> Floats:
    """Centres of the detector's cells, as shares of its picture: two on each of 28², two of 14², six of 7²."""
    rows = []
    for cells, times in ((28, 2), (14, 2), (7, 6)):
        y, x = np.meshgrid(np.arange(cells), np.arange(cells), indexing="ij")
        centres = np.stack([x.ravel(), y.ravel()], axis=1) + 0.5
        rows.append(np.repeat(centres / cells, times, axis=0))
    return np.concatenate(rows)


def _region(centre: Floats, reach: Floats) -> Region:
    """The square around a person whose hips lie at ``centre`` and whose body reaches to ``reach``."""
    across, down = reach - centre
    turn = np.arctan2(across, -down)
    return Region(float(centre[0]), float(centre[1]), float(2 * np.hypot(across, down) * _MARGIN), float(turn))


def _distinct(boxes: Floats, chance: Floats) -> list[int]:
    """The surest of every group of overlapping boxes (x, y of the centre, width, height)."""
    left, kept = list(np.argsort(-chance)), []
    while left:
        best = left.pop(0)
        kept.append(int(best))
        left = [one for one in left if _overlap(boxes[best], boxes[one]) < _SAME]
    return kept


def _overlap(first: Floats, second: Floats) -> float:
    low = np.maximum(first[:2] - first[2:] / 2, second[:2] - second[2:] / 2)
    high = np.minimum(first[:2] + first[2:] / 2, second[:2] + second[2:] / 2)
    common = float(np.prod((high - low).clip(0)))
    return common / (float(np.prod(first[2:]) + np.prod(second[2:])) - common + 1e-12)


def _refined(points: Floats, heat: NDArray[np.float32], layers: NDArray[np.intp]) -> Floats:
    """Points moved to the middle of the heat around them, each in its layer, where the heat map is sure of them."""
    cells = heat.shape[0]
    centre = np.floor(points * cells).astype(np.intp)
    inside = ((centre >= 0) & (centre < cells)).all(axis=1)
    around = np.arange(-_PATCH, _PATCH + 1)
    columns, rows = (centre[:, axis, None] + around for axis in (0, 1))
    known = [(one >= 0) & (one < cells) for one in (columns, rows)]
    place = np.clip(rows, 0, cells - 1)[:, :, None], np.clip(columns, 0, cells - 1)[:, None, :]
    patch = _sigmoid(heat[(*place, layers[:, None, None])])
    patch *= known[1][:, :, None] & known[0][:, None, :]
    sure = inside & (patch.max(axis=(1, 2)) >= _HEAT)
    total = np.maximum(patch.sum(axis=(1, 2)), 1e-9)
    middle = [(patch.sum(axis=axis) * at).sum(axis=1) / total / cells for axis, at in ((1, columns), (2, rows))]
    return np.where(sure[:, None], np.stack(middle, axis=1), points)


def _sigmoid(values: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.asarray(1.0 / (1.0 + np.exp(-values.astype(np.float64))))
