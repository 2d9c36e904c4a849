"""The camera: from places in space to places in the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from restride.figure.errors import FigureError
from restride.figure.runner.turning import Floats

#: View → where the camera looks, turned from straight ahead towards the runner's right. [degrees]
LOOKS = {"rear": 0.0, "right": -90.0, "left": 90.0, "front": 180.0}


@dataclass(frozen=True)
class Camera:
    """A pinhole camera that looks at a point.

    ``yaw_deg`` walks it around the runner, ``down_deg`` tips it, ``roll_deg`` tilts the horizon. The picture is
    ``width`` × ``height`` pixels; ``focal_px`` is the distance of picture and pinhole.
    """

    width: int
    height: int
    view: str
    yaw_deg: float
    down_deg: float
    roll_deg: float
    distance_m: float
    target: tuple[float, float, float]
    focal_px: float

    def axes(self) -> tuple[Floats, Floats, Floats]:
        """Right, up and forward of the camera in space."""
        heading = np.radians(LOOKS[self.view] + self.yaw_deg)
        down, roll = np.radians(self.down_deg), np.radians(self.roll_deg)
        ahead = np.array([np.cos(heading) * np.cos(down), -np.sin(down), np.sin(heading) * np.cos(down)])
        right = np.array([-np.sin(heading), 0.0, np.cos(heading)])
        up = np.cross(right, ahead)
        return (
            np.cos(roll) * right + np.sin(roll) * up,
            np.cos(roll) * up - np.sin(roll) * right,
            ahead,
        )

    def place(self) -> Floats:
        """Where the camera stands. [m]."""
        return np.array(self.target) - self.distance_m * self.axes()[2]

    def picture(self, places: Floats) -> tuple[Floats, Floats]:
        """Places in space to the picture.

        Parameters
        ----------
        places : float64 array, shape (…, 3)

        Returns
        -------
        tuple
            (…, 3): pixels to the right, pixels down, and nearness in pixels (larger is nearer); and (…) pixels a metre.
        """
        right, up, ahead = self.axes()
        from_camera = places - self.place()
        depth = np.maximum(from_camera @ ahead, 0.05)
        scale = self.focal_px / depth
        return (
            np.stack(
                [
                    self.width / 2 + scale * (from_camera @ right),
                    self.height / 2 - scale * (from_camera @ up),
                    (self.distance_m - depth) * self.focal_px / self.distance_m,
                ],
                axis=-1,
            ),
            scale,
        )


def camera(
    view: str,
    size: tuple[int, int],
    tall_m: float,
    yaw_deg: float = 0.0,
    down_deg: float = 0.0,
    roll_deg: float = 0.0,
    distance_m: float = 5.0,
    fills: float = 0.78,
) -> Camera:
    """A camera in which somebody so tall fills this share of the picture's height.

    Raises
    ------
    FigureError
        A view or a size that cannot be.
    """
    if view not in LOOKS:
        raise FigureError(f"'{view}' is no view; the runner is seen from the left, right, rear or front.")
    width, height = size
    if not (64 <= width <= 4096 and 64 <= height <= 4096) or width % 2 or height % 2:
        raise FigureError(f"A picture of {width} × {height} cannot be made; give even numbers from 64 to 4096.")
    if not 1.5 <= distance_m <= 100:
        raise FigureError(f"A camera at {distance_m:g} m cannot see the runner well; give 1.5 to 100 m.")
    if not 0.05 <= fills <= 0.95:
        raise FigureError(f"A runner of {fills:g} of the picture's height cannot be drawn; give 0.05 to 0.95.")
    if not all(-180 <= angle <= 180 for angle in (yaw_deg, down_deg, roll_deg)):
        raise FigureError("A camera is turned, looks down and is tilted by -180 to 180 degrees; give angles within.")
    # A strider is wider than tall in a narrow picture.
    share = min(fills, 0.9 * width / height)
    return Camera(
        width, height, view, yaw_deg, down_deg, roll_deg, distance_m, (0.02 * tall_m, 0.53 * tall_m, 0.0),
        share * height * distance_m / tall_m,
    )  # fmt: skip
