"""The runner is taken up again after passing behind somebody; without a picture or a pose model."""

from __future__ import annotations

import numpy as np
import pytest

from restride.adapters.pose.estimator import POINTS, RGB, Pose, Region
from restride.adapters.video.follower import Follower

#: Of both people, and where the bystander stands [px].
SIZE, STANDS, ACROSS = 200.0, 500.0, 300.0


class Scene:
    """A runner goes ``speed`` pixels a frame behind a bystander; the model takes whoever is nearer."""

    name = "scene"

    def __init__(self, speed: float) -> None:
        self.speed, self.frame = speed, 0

    @property
    def runner(self) -> float:
        return 100.0 + self.speed * self.frame

    @property
    def visible(self) -> list[float]:
        hidden = abs(self.runner - STANDS) < 0.3 * SIZE
        return [STANDS] if hidden else [self.runner, STANDS]

    def people(self, image: RGB, *, around: Region | None = None, least: float = 0.5) -> list[Region]:
        return [Region(x, ACROSS, SIZE) for x in self.visible if around is None or abs(x - around.x) < around.size / 2]

    def pose(self, image: RGB, region: Region) -> Pose:
        x = min(self.visible, key=lambda one: abs(one - region.x))
        points = np.full((len(POINTS), 3), x)
        return Pose(points, float(abs(x - region.x) < 0.5 * SIZE), Region(x, ACROSS, SIZE))

    glance = pose


@pytest.mark.parametrize("speed", [6.0, 12.0, 25.0])
def test_a_runner_who_passes_behind_somebody_is_taken_up_again(speed: float) -> None:
    scene = Scene(speed)
    others = np.array([[0.0, STANDS, ACROSS, SIZE]])
    follower = Follower(scene, 1.0, np.empty(0), Region(100.0, ACROSS, SIZE), others=others)
    far = []
    frames = int(800 / speed)
    for scene.frame in range(frames):
        row = follower.row(scene.frame, np.zeros((2, 2, 4), dtype=np.uint8))
        far.append(abs(row[2] - scene.runner))
    beyond = [k for k in range(frames) if 100 + speed * k > STANDS + 0.8 * SIZE]
    assert np.nanmax([far[k] for k in beyond]) < 1
    assert np.isfinite([far[k] for k in beyond]).mean() > 0.8
    # Whoever stands there is taken for the runner for a moment at most, while both are at one place.
    assert np.nanmax(far) < 0.5 * SIZE


def test_beside_nobody_a_runner_who_stops_is_still_the_runner() -> None:
    scene = Scene(8.0)
    follower = Follower(scene, 1.0, np.empty(0), Region(100.0, ACROSS, SIZE))
    for scene.frame in [*range(20), *[20] * 20]:
        row = follower.row(scene.frame, np.zeros((2, 2, 4), dtype=np.uint8))
        assert row[2] == scene.runner
