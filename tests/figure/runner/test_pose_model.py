"""The pose model finds the drawn runner in every picture, from all four sides, feet included."""

import numpy as np
import pytest

from restride.adapters.pose.estimator import POINTS
from restride.figure.runner import Film, Shot, drawn_motion, truth_of
from restride.model.errors import PlainError

SHOTS = {
    "right": Shot(view="right", seconds=0.3, rate_hz=20.0, size=(384, 480)),
    "left, long rail": Shot(view="left", seconds=0.3, rate_hz=20.0, size=(384, 480), rails="long", look="dark"),
    "rear": Shot(view="rear", seconds=0.3, rate_hz=20.0, size=(384, 480), look="brown"),
    "front, outdoors, noise": Shot(
        view="front", seconds=0.3, rate_hz=20.0, size=(384, 480), look="fair", scene="track", noise=6.0
    ),
}


@pytest.fixture(scope="module")
def model():
    blazepose = pytest.importorskip("restride.adapters.pose.blazepose")
    try:
        return blazepose.BlazePose()
    except PlainError as problem:
        pytest.skip(f"the pose model is not here: {problem}")


@pytest.mark.parametrize("shot", SHOTS.values(), ids=list(SHOTS))
def test_the_model_finds_the_runner_in_every_picture(model, shot):
    film = Film(drawn_motion("run", 3.2), shot)
    truth = truth_of(film)
    metre = film.camera.focal_px / film.camera.distance_m
    away = []
    for at, picture in enumerate(film.pictures()):
        people = model.people(picture)
        assert len(people) == 1
        found = model.pose(picture, people[0])
        assert found.presence > 0.9
        for name in ("shoulder_left", "shoulder_right", "hip_left", "hip_right", "knee_left", "knee_right"):
            away.append(np.linalg.norm(found.points[POINTS.index(name), :2] - truth.points_px[name][at]) / metre)
    # Within a hand's breadth; the model's own scatter is a few centimetres.
    assert np.median(away) < 0.05
    assert np.percentile(away, 90) < 0.12
