"""Light on what was drawn: from above and the side of the camera, softer in folds, and down to picture size."""

from __future__ import annotations

import numpy as np
import scipy

from restride.figure.runner.cones import FAR, Layer, Pixels

#: Where the light comes from, in the picture: right, down, towards the eye.
LIGHT = (-0.42, -0.66, 0.62)
#: Light from everywhere, from the lamp, and how much darker edges and folds are.
AMBIENT, DIRECT, RIM, FOLD = 0.66, 0.50, 0.22, 0.34
#: What lies further back is darker by so much a metre.
FADE_A_METRE = 0.5
#: Folds are as wide as this. [m]
FOLD_M = 0.05


def lit(layer: Layer, palette: Pixels, metre_px: float, behind: Pixels) -> Pixels:
    """Colour and cover of a layer.

    Parameters
    ----------
    palette : float32 array, shape (materials, 3)
        Colours, 0–255.
    metre_px : float
        Pixels a metre.
    behind : float32 array, shape of the layer
        Nearness of the things that may stand before the runner. [px]

    Returns
    -------
    float32 array, shape (rows, columns, 4)
        Red, green, blue times cover, and cover (0 or 1).
    """
    out = np.zeros((*layer.depth.shape, 4), np.float32)
    seen = np.flatnonzero((layer.depth > FAR) & (layer.depth > behind))
    across, down = layer.across.ravel()[seen], layer.down.ravel()[seen]
    towards = np.sqrt(np.clip(1 - across * across - down * down, 0, 1))
    direct = np.maximum(np.float32(LIGHT[0]) * across + np.float32(LIGHT[1]) * down + np.float32(LIGHT[2]) * towards, 0)
    shade = np.float32(AMBIENT) * (np.float32(0.83) - np.float32(0.17) * down) + np.float32(DIRECT) * direct
    edge = 1 - towards
    shade *= 1 - np.float32(RIM) * edge * edge
    shade *= _folds(layer, metre_px)[seen]
    shade *= 1 + np.float32(FADE_A_METRE) * np.clip(layer.depth.ravel()[seen] / np.float32(metre_px), -0.6, 0)
    flat = out.reshape(-1, 4)
    flat[seen, :3] = palette[layer.material.ravel()[seen]] * shade[:, None]
    flat[seen, 3] = 1
    return out


def _folds(layer: Layer, metre_px: float) -> Pixels:
    """Darker where something near stands before it; found on every second pixel."""
    depth = layer.depth[::2, ::2]
    seen = (depth > FAR).astype(np.float32)
    size = max(3, int(FOLD_M * metre_px / 2) | 1)
    mean = scipy.ndimage.uniform_filter
    around = mean(np.where(seen > 0, depth, 0), size) / np.maximum(mean(seen, size), 1e-3)
    buried = np.clip((around - depth) / np.float32(FOLD_M * metre_px), 0, 1)
    rows, columns = layer.depth.shape
    full = np.repeat(np.repeat(1 - np.float32(FOLD) * buried, 2, axis=0), 2, axis=1)
    return np.asarray(full[:rows, :columns].reshape(-1))


def shrunk(picture: Pixels, times: int) -> Pixels:
    """The mean of times × times pixels."""
    total = picture[0::times, 0::times].copy()
    for row in range(times):
        for column in range(times):
            if row or column:
                total += picture[row::times, column::times]
    return np.asarray(total / np.float32(times * times))
