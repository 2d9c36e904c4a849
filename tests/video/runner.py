"""A runner in closed form as a camera shows them: what the pose model would say, without a picture or a model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from restride.adapters.pose.estimator import POINTS
from restride.adapters.video.clip import Clip
from restride.adapters.video.followed import Followed
from tests.gait.runner import run

WIDTH, HEIGHT = 1280, 720


def filmed(
    *,
    view: str = "side",
    rate_hz: float = 60.0,
    seconds: float = 8.0,
    slow: float = 1.0,
    metre_px: float = 300.0,
    shrinks: float = 1.0,
    noise_px: float = 1.0,
    faces_left: bool = False,
) -> Followed:
    """Followed through a clip that plays ``slow`` times slower than life and shows the runner ever smaller."""
    track = run(rate_hz * slow, seconds=seconds)
    rng = np.random.default_rng(5)
    size = metre_px * np.linspace(1.0, 1 / shrinks, track.frames)
    points = np.zeros((track.frames, len(POINTS), 3))
    for k, name in enumerate(POINTS):
        xyz = track.points.get(name)
        if xyz is None:
            xyz = _made_up(track.points, name)
        across = xyz[:, 0] * (-1 if faces_left else 1) if view == "side" else xyz[:, 2] * (1 if view == "rear" else -1)
        points[:, k, 0] = WIDTH / 2 + size * across
        points[:, k, 1] = HEIGHT - 40 - size * xyz[:, 1]
        points[:, k, 2] = 0.95
    points[:, :, :2] += rng.normal(0, noise_px, points[:, :, :2].shape)
    frames = np.arange(track.frames)
    clip = Clip("clip", WIDTH, HEIGHT, 0, "h264", "mov", frames / rate_hz)
    middle = points[:, [POINTS.index("hip_left"), POINTS.index("hip_right")], :2].mean(axis=1)
    regions = np.column_stack([middle, 2.2 * size, np.zeros(track.frames)])
    camera = np.column_stack([frames[::6], np.zeros((len(frames[::6]), 3)), np.full((len(frames[::6]), 2), np.nan)])
    return Followed(clip, "closed form", frames, np.ones(track.frames), regions, points, camera)


def _made_up(points: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Points that the runner in closed form lacks: face and arms hang on what is there."""
    stem, _, side = name.rpartition("_")
    if stem in ("elbow", "wrist"):
        return points[f"shoulder_{side}"] + np.array([0.05, -0.25 if stem == "elbow" else -0.4, 0.0])
    across = {"left": -0.05, "right": 0.05}.get(side, 0.0)
    return points["head"] + np.array([0.0 if stem == "ear" else 0.1, 0.0, across])


def panned(followed: Followed, heights_per_s: float = 0.5) -> Followed:
    """The same with a camera that turns: the background goes one way."""
    height = float(np.nanmedian(followed.heights()))
    camera = followed.camera.copy()
    camera[1:, 1] = heights_per_s * height * np.diff(followed.clip.time_s[camera[:, 0].astype(int)])
    return replace(followed, camera=camera)


def lost(followed: Followed, start: int, stop: int) -> Followed:
    """Not seen from one row to another."""
    points, presence = followed.points.copy(), followed.presence.copy()
    points[start:stop], presence[start:stop] = np.nan, 0
    return replace(followed, points=points, presence=presence)
