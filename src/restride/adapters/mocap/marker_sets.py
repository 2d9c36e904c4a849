"""From the names of a marker set to the points of the skeleton."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from restride.gait.joints import CLUSTER_LEAST
from restride.gait.track import MIDDLE_POINTS, POINTS, SIDES, sided
from restride.knowledge.strict_yaml import StrictYamlError, read_yaml
from restride.model.errors import PlainError
from restride.model.files import WRITTEN_BYTES, read_whole
from restride.model.words import Side

_NEEDED = (
    "hips (or both iliac spines with the sacrum), knees, ankles, and heels or toes of both sides, "
    "for example RASI, LASI, SACR, RKNE, LKNE, RANK, LANK, RHEE, LHEE, RTOE, LTOE"
)


class MappingError(PlainError):
    """A marker set that cannot be mapped, or a mapping file that does not fit."""


class Mapped(NamedTuple):
    """Which label stands for which point, which labels track a segment, which stand for nothing."""

    #: Point of the skeleton, or «trochanter_left» → labels, averaged where there are several.
    points: dict[str, tuple[str, ...]]
    #: «thigh_left» → labels of its tracking markers.
    clusters: dict[str, tuple[str, ...]]
    unused: tuple[str, ...]


#: Bare name → what it may stand for, each with the place of the name among its synonyms.
_Meanings = dict[str, list[tuple[int, str]]]


@cache
def _sets() -> tuple[_Meanings, _Meanings]:
    """What each bare name may stand for among the points, and among the segments it may track."""
    raw = read_yaml((Path(__file__).parent / "marker_sets.yaml").read_bytes(), name="marker_sets.yaml")
    if not isinstance(raw, dict):
        raise MappingError("marker_sets.yaml is no table of names.")
    points: _Meanings = {}
    clusters: _Meanings = {}
    for part, meanings in (("points", points), ("clusters", clusters)):
        for meaning, names in raw[part].items():
            for place, name in enumerate(names):
                meanings.setdefault(str(name), []).append((place, meaning))
    return points, clusters


def bare(label: str) -> str:
    """A label without the subject's prefix, blanks and signs, in capitals."""
    return re.sub(r"[^A-Z0-9]", "", re.split(r"[:|]", label)[-1].upper())


def split_side(name: str) -> list[tuple[str, Side]]:
    """Every way to read a side out of a bare name: «LKNE» → (KNE, left); the side may also stand last."""
    readings = []
    for side, word in ((Side.LEFT, "LEFT"), (Side.RIGHT, "RIGHT"), (Side.LEFT, "L"), (Side.RIGHT, "R")):
        if name.startswith(word) and len(name) > len(word):
            readings.append((name[len(word) :], side))
        if name.endswith(word) and len(name) > len(word) + 1:
            readings.append((name[: -len(word)], side))
    return readings


def map_markers(labels: Sequence[str], own: Mapping[str, str] | None = None) -> Mapped:
    """Find the points of the skeleton among the labels.

    ``own`` maps labels of the file to points (a mapping file) and goes before the synonyms.

    Raises
    ------
    MappingError
        Too little is recognised: the sentence lists what was found and what is needed.
    """
    own = dict(own or {})
    _check_mapping(own, labels)
    candidates: _Meanings = {}
    clusters: dict[str, list[str]] = {}
    synonyms, segments = _sets()
    for label in labels:
        if label in own:
            candidates.setdefault(own[label], []).append((-1, label))
            continue
        name = bare(label)
        for place, point in synonyms.get(name, ()):
            if point in MIDDLE_POINTS:
                candidates.setdefault(point, []).append((place, label))
        for stem, side in split_side(name):
            for place, point in synonyms.get(stem, ()):
                if point not in MIDDLE_POINTS:
                    candidates.setdefault(sided(point, side), []).append((place, label))
            for _, segment in segments.get(stem, ()):
                clusters.setdefault(sided(segment, side), []).append(label)
    points = {point: _best(found) for point, found in candidates.items()}
    used = {label for names in (*points.values(), *clusters.values()) for label in names}
    mapped = Mapped(
        points,
        {k: tuple(dict.fromkeys(v)) for k, v in clusters.items()},
        tuple(label for label in labels if label not in used),
    )
    _check(mapped, labels)
    return mapped


def _check_mapping(own: Mapping[str, str], labels: Sequence[str]) -> None:
    for label, point in own.items():
        if point not in POINTS:
            raise MappingError(
                f"The mapping names the point '{point}', which the skeleton does not have; points are "
                f"{', '.join(sorted(POINTS))}."
            )
        if label not in labels:
            raise MappingError(
                f"The mapping names the label '{label}', which the recording does not have; its labels are "
                f"{_listed(labels)}."
            )


#: Synonyms that lie on either side of a joint and are averaged when both are there.
_PAIRS = ({"WRA", "WRB"}, {"WRISTMED", "WRISTLAT"})


def _best(found: list[tuple[int, str]]) -> tuple[str, ...]:
    found = sorted(dict.fromkeys(found))
    stems = {label: {stem for stem, _ in split_side(bare(label))} for _, label in found}
    for pair in _PAIRS:
        both = [label for _, label in found if stems[label] & pair]
        if len(both) == 2:
            return tuple(both)
    return (found[0][1],)


def _check(mapped: Mapped, labels: Sequence[str]) -> None:
    missing = []
    for side in SIDES:
        has = mapped.points
        leg = sided("knee", side) in has and sided("ankle", side) in has
        if not leg and not (sided("thigh", side) in mapped.clusters and sided("shank", side) in mapped.clusters):
            missing.append(f"{side.value} knee and ankle")
        if sided("heel", side) not in has and sided("toe", side) not in has and sided("ankle", side) not in has:
            missing.append(f"{side.value} foot")
    hips = all(
        sided("hip", s) in mapped.points or sided("asis", s) in mapped.points or sided("trochanter", s) in mapped.points
        for s in SIDES
    )
    if not hips:
        missing.append("hips")
    if not missing and not any(_has_lower_end(mapped, side) for side in SIDES):
        missing.append("heels and ankles")
    if missing:
        raise MappingError(
            f"The marker set is not known: {', '.join(missing)} not recognised among {_listed(labels)}. Needed are "
            f"{_NEEDED}; name them in a mapping file (label: point, one a line)."
        )


def _has_lower_end(mapped: Mapped, side: Side) -> bool:
    """Whether a leg ends somewhere: at a heel, at an ankle, or at an ankle that moving markers tell."""
    told = all(len(mapped.clusters.get(sided(segment, side), ())) >= CLUSTER_LEAST for segment in ("shank", "foot"))
    return told or any(sided(point, side) in mapped.points for point in ("heel", "ankle"))


def _listed(labels: Sequence[str]) -> str:
    return ", ".join(_readable(label) for label in labels[:40]) + (" …" if len(labels) > 40 else "")


def _readable(label: str) -> str:
    """A label as it fits into a sentence: a damaged file's may be long and of any bytes."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in label)
    return plain if len(plain) <= 40 else f"{plain[:39]}…"


def read_mapping(path: Path) -> dict[str, str]:
    """A mapping file: YAML, one «label: point» a line.

    Raises
    ------
    PlainError
        It cannot be read, or is no such file.
    """
    try:
        raw = read_yaml(read_whole(path, most=WRITTEN_BYTES), name=path.name)
    except StrictYamlError as error:
        raise MappingError(f"The mapping {path.name} cannot be read: {error}") from None
    if not isinstance(raw, dict) or not all(isinstance(value, str) for value in raw.values()):
        raise MappingError(
            f"{path.name} is no mapping: write one «label: point» a line, for example «RKNE: knee_right»."
        )
    return {str(key): value for key, value in raw.items()}
