"""Pictures of exercises, drills and movement tests, drawn from joint angles.

    >>> from restride.figure import draw, has_figure
    >>> draw("heel_raise_double", "right")[:4]
    '<svg'

A picture is SVG text without style or script: colours come from classes (``figure.css``), motion from SMIL, and the
group ``f-still`` takes the place of ``f-move`` where motion is not wanted.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from restride.figure.errors import FigureError
from restride.figure.pose import POSES, pose_ids, read_pose_file

if TYPE_CHECKING:
    from restride.figure.svg import Kind
    from restride.figure.timeline import Scene

__all__ = [
    "FigureError",
    "draw",
    "figure_ids",
    "forget",
    "found_problems",
    "goes_down_first",
    "has_figure",
    "is_moving",
    "shows",
    "stylesheet",
]


def figure_ids() -> tuple[str, ...]:
    """Every item that has a figure."""
    return pose_ids()


def has_figure(item_id: str, kind: Kind = "animated") -> bool:
    """Whether this item is drawn; a «pair» also needs its common fault written down."""
    if item_id not in _known_ids():
        return False
    if kind != "pair":
        return True
    file = _scene(item_id).file
    return file.fault is not None or bool(file.pair_of)


def draw(
    item_id: str,
    side: str = "right",
    kind: Kind = "animated",
    tempo_s: tuple[float, float, float] | None = None,
    theme: str | None = None,
) -> str:
    """Draw an item.

    Parameters
    ----------
    item_id : str
        Id of an exercise, drill or test of the knowledge.
    side : str
        «left» or «right»: the side that works. Left is the exact mirror image of right.
    kind : str
        «animated» (a loop), «still», «strip» (start → end, for paper) or «pair» (right and wrong).
    tempo_s : tuple of float
        Up, pause, down, as prescribed; the loop then lasts as long as that takes. None: the item's own dose, made to
        fit three to five seconds. [s]
    theme : str
        None: colours by class, from the page. «light», «dark», «print» or «auto»: colours written into the file.

    Returns
    -------
    str
        SVG text.

    Raises
    ------
    FigureError
        No figure of this id, an unknown side, kind or theme, or a file that cannot be drawn.
    """
    word = str(side)
    if word not in ("left", "right", "both", "middle"):
        raise FigureError(f"{item_id}: '{word}' is no side; say left or right.")
    return _draw(item_id, "left" if word == "left" else "right", kind, tempo_s, theme or "")


def shows(item_id: str) -> str:
    """What the picture shows, in one sentence; the text alternative where it is an image.

    Raises
    ------
    FigureError
        Nothing is drawn for this id.
    """
    return _scene(item_id).file.shows


def is_moving(item_id: str) -> bool:
    """Whether its picture moves; a position of a test or a technique is still."""
    return item_id in _known_ids() and _scene(item_id).is_moving


def goes_down_first(item_id: str) -> bool:
    """Whether one repetition begins with the way down, as the picture moves; without a picture it begins with up."""
    return item_id in _known_ids() and _scene(item_id).file.way == "down"


@lru_cache(maxsize=2048)
def _draw(item_id: str, side: str, kind: str, tempo_s: tuple[float, float, float] | None, theme: str) -> str:
    from restride.figure import svg
    from restride.figure.caption import dose_tempo, words
    from restride.figure.timeline import fitted, tempo_of

    found = _scene(item_id)
    if kind == "pair" and found.file.pair_of:
        return _draw(found.file.pair_of, side, kind, None, theme)
    flip = side != found.drawn
    said = words(found, side, kind)
    if kind == "animated":
        moves = tempo_of(found, tempo_s) if tempo_s else fitted(tempo_of(found, dose_tempo(item_id)))
        return svg.animated_svg(found, moves, flip, said, theme)
    drawing = {"still": svg.still_svg, "strip": svg.strip_svg, "pair": svg.pair_svg}.get(kind)
    if drawing is None:
        raise FigureError(f"{item_id}: '{kind}' is no kind of figure; they are animated, still, strip and pair.")
    return drawing(found, flip, said, theme)


@lru_cache(maxsize=512)
def _scene(item_id: str) -> Scene:
    from restride.figure.timeline import scene

    if item_id not in _known_ids():
        raise FigureError(f"nothing is drawn for '{item_id}'; 'restride figure list' names what is.")
    return scene(read_pose_file(POSES / f"{item_id}.yaml"))


@lru_cache(maxsize=1)
def _known_ids() -> frozenset[str]:
    return frozenset(pose_ids())


def found_problems(item_id: str) -> list[str]:
    """What the checks find in one file: limits, contacts, floor and things, balance, loop."""
    from restride.figure.checks import problems

    return list(problems(_scene(item_id)))


def forget() -> None:
    """Draw everything anew from the files; for the preview, while somebody writes them."""
    from restride.figure.pose import postures

    for cached in (_draw, _scene, _known_ids, postures):
        cached.cache_clear()


def stylesheet() -> str:
    """The style sheet of the figures: colours from the page's tokens, and what holds still."""
    return (Path(__file__).parent / "figure.css").read_text(encoding="utf-8")
