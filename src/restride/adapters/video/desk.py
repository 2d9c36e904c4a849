"""What a child keeps from task to task: the open clip and the loaded model. Runs in the child process only."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from restride.adapters.pose.estimator import PoseEstimator, estimator
from restride.adapters.video.container import Opened, open_clip


@cache
def clip_at(path: str, threads: int = 1) -> Opened:
    """The clip, opened once; ``threads`` decode it."""
    return open_clip(Path(path), threads)


@cache
def model_named(model: str) -> PoseEstimator:
    """The pose model, loaded once."""
    return estimator(model)
