"""One door for every motion capture format: names mapped, units in metres, up upwards, joints found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from restride.adapters.columns import unbroken
from restride.adapters.mocap.c3d import C3d, read_c3d, vertical_force
from restride.adapters.mocap.marker_sets import Mapped, bare, map_markers, split_side
from restride.adapters.mocap.openpose import read_openpose
from restride.adapters.mocap.skeletons import JointPositions, read_asf_amc, read_bvh
from restride.adapters.mocap.tables import read_trc
from restride.gait.joints import with_joint_centres
from restride.gait.method import Method
from restride.gait.numerics import centile, median
from restride.gait.orientation import upright
from restride.gait.sides import check_clusters
from restride.gait.track import FOOT_POINTS, Floats, ForceTrack, Track, leg_length
from restride.model.errors import PlainError
from restride.model.words import Side

SUFFIXES = (".c3d", ".trc", ".bvh", ".amc")
_METRES = {
    "mm": 0.001,
    "cm": 0.01,
    "dm": 0.1,
    "m": 1.0,
    "in": 0.0254,
    "inch": 0.0254,
    "meters": 1.0,
    "millimeters": 0.001,
}
#: The unit of the CMU recordings and of BVH files made from them: inches over 0.45 [m].
_CMU_M = 0.0254 / 0.45
#: Fewer frames hold no step at any frame rate that is read.
_FEWEST_FRAMES = 12
#: No marker lies ten kilometres away, in millimetres; beyond that a file is damaged.
_FARTHEST = 1e7
#: Names of joints, not of markers on the skin: nothing to move inwards.
_CENTRES = ("JC", "CENTER", "CENTRE", "TIBIA", "FEMUR", "FOOT", "LEG", "SHIN")


class MocapError(PlainError):
    """A motion capture recording that cannot be used."""


def read_mocap(
    path: Path, method: Method, *, mapping: Mapping[str, str] | None = None, rate_hz: float | None = None
) -> Track:
    """Read a recording into a track in metres, y up.

    Parameters
    ----------
    path : Path
        A C3D, TRC, BVH or AMC file, or a folder of OpenPose JSON files.
    mapping : mapping of str to str, optional
        Label of the file → point of the skeleton, before the synonyms.
    rate_hz : float, optional
        Frames a second, where the file has none (AMC, OpenPose) or a wrong one [Hz].

    Raises
    ------
    PlainError
        In one sentence: what was found, why it cannot be used, what to do.
    """
    if path.is_dir():
        return _openpose(path, rate_hz)
    suffix = path.suffix.lower()
    if suffix == ".c3d":
        return _c3d(read_c3d(path), path, method, mapping, rate_hz)
    if suffix == ".trc":
        trc = read_trc(path)
        time = unbroken(trc.time_s, path.name) if rate_hz is None else np.arange(len(trc.time_s)) / rate_hz
        track = _markers(trc.labels, trc.points, time, trc.unit, path.name, method, mapping)
        return replace(track, notes=(*track.notes, *trc.notes))
    if suffix == ".bvh":
        return _skeleton(read_bvh(path), path.name, method, mapping, rate_hz)
    if suffix == ".amc":
        return _skeleton(read_asf_amc(path), path.name, method, mapping, rate_hz)
    raise MocapError(
        f"{path.name} is no motion capture file that is read here: {', '.join(SUFFIXES)} or an OpenPose folder."
    )


def _c3d(file: C3d, path: Path, method: Method, mapping: Mapping[str, str] | None, rate_hz: float | None) -> Track:
    time = np.arange(len(file.points)) / (rate_hz or file.rate_hz)
    track = _markers(file.labels, file.points, time, file.unit, path.name, method, mapping)
    return replace(track, force=_force(file))


def _force(file: C3d) -> ForceTrack | None:
    """Vertical force of each plate, upward on the runner positive; or of the channels named Fz."""
    upright = [force for plate in file.plates if (force := vertical_force(file, plate)) is not None]
    upright = upright or [
        file.analog[:, i] for i, label in enumerate(file.analog_labels) if label.upper().startswith(("FZ", "FORCE.FZ"))
    ]
    if not upright:
        return None
    vertical = np.stack(upright, axis=1)
    # Whether the file gives the force on the plate or on the runner: gravity decides.
    peak = vertical[np.abs(vertical).argmax(axis=0), range(vertical.shape[1])]
    signs = np.where(peak < 0, -1.0, 1.0)
    time = np.arange(len(vertical)) / file.analog_rate_hz
    return ForceTrack(time, vertical * signs, (Side.UNKNOWN,) * len(upright))


def _markers(
    labels: Sequence[str],
    values: Floats,
    time_s: Floats,
    unit: str,
    name: str,
    method: Method,
    own: Mapping[str, str] | None,
) -> Track:
    if unit.strip().lower() in ("px", "pixel", "pixels"):
        raise MocapError(
            f"{name} gives its points in pixels, which have no length; give the video, or points in metres."
        )
    if len(values) < _FEWEST_FRAMES:
        count = f"{len(values)} frame{'s' if len(values) != 1 else ''}"
        raise MocapError(f"{name} holds only {count}; record some seconds of steady running.")
    rows = _rows(values)
    # The origin itself is how many programs write «not seen».
    rows.transpose(0, 2, 1)[~rows.any(axis=1)] = np.nan
    seen = np.asarray(np.isfinite(rows).any(axis=(1, 2)))
    if not seen.any():
        raise MocapError(
            f"All markers of {name} are zero or missing in every frame; reconstruct and label the trial first."
        )
    if _flat(rows):
        raise MocapError(
            f"All points of {name} lie in one plane, as those of a film do, so nobody can see which way the runner "
            "faces; give the film itself."
        )
    twice = [label for label, count in Counter(labels).items() if count > 1]
    if twice:
        # Which of them is meant nobody can tell.
        once = [i for i, label in enumerate(labels) if label not in twice]
        labels, rows, seen = [labels[i] for i in once], rows[once], seen[once]
    notes = tuple(f"The label {label} stands more than once in the file; its markers were left out." for label in twice)
    mapped = map_markers(labels, own)
    shown = [label for label, there in zip(labels, seen, strict=True) if there]
    place = dict(zip(labels, rows, strict=True))
    axes = upright(_points(mapped, {label: place[label] for label in shown}))
    place = {label: _turned(xyz, axes) for label, xyz in place.items()}
    points = _points(mapped, {label: place[label] for label in shown})
    clusters = {
        segment: np.stack([place[one].T for one in names], axis=1) for segment, names in mapped.clusters.items()
    }
    extra = {label: place[label].T for label in mapped.unused}
    trochanters = {point: points.pop(point) for point in list(points) if point.startswith("trochanter")}
    track = Track(time_s, points, unit="m", origin="markers", extra=extra, name=name, axes=axes, notes=notes)
    track, factor = _in_metres(track, _METRES.get(unit.lower().strip()), method, trochanters)
    clusters = {segment: xyz * factor for segment, xyz in clusters.items()}
    track = with_joint_centres(track, clusters, method.joints, skin=_on_skin(mapped))
    check_clusters(track, clusters, method.track)
    return track


def _rows(values: Floats) -> Floats:
    """Markers with each coordinate together in memory, shape (markers, 3, frames); NaN where missing.

    Values that lie so already are written into: every copy of a long recording costs as much as its analysis.
    """
    rows = np.ascontiguousarray(values.transpose(1, 2, 0), dtype=np.float64)
    # What no length in any unit can be.
    beyond = ~((rows < _FARTHEST) & (rows > -_FARTHEST))
    if beyond.any():
        rows[beyond] = np.nan
    return rows


def _flat(rows: Floats) -> bool:
    """Whether one of three coordinates is the same for all markers, and another is not; some frames tell."""
    some = rows[:, :, :: max(rows.shape[2] // 50, 1)]
    spans = [float(np.ptp(seen)) for one in some.transpose(1, 0, 2) if len(seen := one[np.isfinite(one)])]
    return bool(spans) and min(spans) < 1e-6 * max(spans)


def _turned(rows: Floats, axes: Floats) -> Floats:
    """Coordinates exchanged and turned round as the matrix of one 1 or −1 a row says, shape (3, frames)."""
    if np.array_equal(axes, np.eye(3)):
        return rows
    found: Floats = rows[np.abs(axes).argmax(axis=1)]
    found *= axes.sum(axis=1)[:, None]
    return found


def _points(mapped: Mapped, shown: Mapping[str, Floats]) -> dict[str, Floats]:
    """Every point of the skeleton with a marker that was seen at all, (frames, 3); the mean where it has several."""
    found = {}
    for point, names in mapped.points.items():
        own = [shown[one] for one in names if one in shown]
        if own:
            found[point] = (own[0] if len(own) == 1 else np.mean(own, axis=0)).T
    return found


def _on_skin(mapped: Mapped) -> frozenset[str]:
    skin = set()
    for point, labels in mapped.points.items():
        if point.startswith(("knee_", "ankle_")) and "medial" not in point:
            stems = {stem for label in labels for stem, _ in split_side(bare(label))} | {
                bare(label) for label in labels
            }
            if not any(word in stem for stem in stems for word in _CENTRES):
                skin.add(point)
    return frozenset(skin)


def _in_metres(
    track: Track, factor: float | None, method: Method, trochanters: Mapping[str, Floats]
) -> tuple[Track, float]:
    """Lengths in metres: the file's unit where a leg has the length of a leg with it, else the one unit that fits."""
    points = dict(track.points)
    for point, xyz in trochanters.items():
        points.setdefault(point.replace("trochanter", "hip"), xyz)
    probe = _leg_probe(replace(track, points=points))
    low, high = method.track.leg_shortest, method.track.leg_longest
    notes: tuple[str, ...] = ()
    if factor is None or not low <= probe * factor <= high:
        fitting = [one for one in (0.001, 0.01, 1.0, 0.0254, _CMU_M) if low <= probe * one <= high]
        if not fitting:
            raise MocapError(
                f"The legs in {track.name} are {probe:g} units long, which is no leg in "
                "mm, cm, m or inches; check the export's unit."
            )
        if factor is not None:
            notes = (
                f"The file's own unit would make legs of {probe * factor:.3g} m; {fitting[0]:g} m a unit was used.",
            )
        factor = fitting[0]
    extra = dict(track.extra)
    if factor != 1:
        points, extra = ({name: xyz * factor for name, xyz in part.items()} for part in (points, extra))
    axes = None if track.axes is None else factor * track.axes
    return replace(track, points=points, extra=extra, notes=(*track.notes, *notes), axes=axes), factor


def _leg_probe(track: Track) -> float:
    """Length of the leg in the file's own units, from joints, or from pelvis height above the feet."""
    hips = track.middle("hip")
    if hips is None:
        hips = track.middle("asis")
    feet = [xyz for name, xyz in track.points.items() if name.rsplit("_", 1)[0] in FOOT_POINTS]
    if hips is None or not feet:
        return leg_length(track)
    high, low = (every[np.isfinite(every)] for every in (hips[:, 1], np.concatenate([foot[:, 1] for foot in feet])))
    return median(high) - centile(low, 2) if len(high) and len(low) else leg_length(track)


def _skeleton(
    joints: JointPositions, name: str, method: Method, own: Mapping[str, str] | None, rate_hz: float | None
) -> Track:
    rate, notes = _skeleton_rate(joints, name, rate_hz)
    labels = tuple(joints.positions)
    mapped = map_markers(labels, own)
    place = dict(zip(labels, _rows(np.stack([joints.positions[label] for label in labels], axis=1)), strict=True))
    axes = upright(_points(mapped, place))
    points = _points(mapped, {label: _turned(xyz, axes) for label, xyz in place.items()})
    frames = len(next(iter(points.values())))
    track = Track(np.arange(frames) / rate, points, origin="skeleton", name=name, notes=notes)
    return _in_metres(track, joints.metres, method, {})[0]


def _skeleton_rate(joints: JointPositions, name: str, rate_hz: float | None) -> tuple[float, tuple[str, ...]]:
    if rate_hz is not None:
        said = joints.frame_s
        wrong = said is not None and abs(said * rate_hz - 1) > 0.05
        return rate_hz, (
            f"The file says {1 / said:.1f} frames a second; {rate_hz:g} were given and used.",
        ) if wrong and said else ()
    if joints.frame_s is None:
        raise MocapError(f"{name} does not say how many frames a second it has; give the rate, for CMU recordings 120.")
    if not 0.0005 <= joints.frame_s <= 0.2:
        raise MocapError(f"{name} says that a frame takes {joints.frame_s:g} s, which cannot be; give the rate.")
    return 1 / joints.frame_s, ()


def _openpose(folder: Path, rate_hz: float | None) -> Track:
    found = read_openpose(folder)
    if rate_hz is None:
        raise MocapError(
            f"OpenPose files do not say how many frames a second {folder.name} has; give the rate of the video."
        )
    frames = len(next(iter(found.points.values())))
    seen = {name: xyz for name, xyz in found.points.items() if np.isfinite(xyz).any()}
    if not seen:
        raise MocapError(f"There is nobody in any frame of {folder.name}.")
    notes = ("Several people are in the picture; in each frame the tallest was followed.",) if found.several else ()
    return Track(
        np.arange(frames) / rate_hz,
        seen,
        unit="px",
        view="picture",
        origin="keypoints",
        confidence={name: found.confidence[name] for name in seen},
        name=folder.name,
        notes=notes,
    )
