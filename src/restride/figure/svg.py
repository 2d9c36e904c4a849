"""The finished picture: floor, things, person, arrow, words for screen readers, in one SVG text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Literal

from restride.figure import signs
from restride.figure.body import SIDES
from restride.figure.caption import is_held
from restride.figure.clinic import clinic
from restride.figure.errors import FigureError
from restride.figure.motion import Clock, clock
from restride.figure.outline import number
from restride.figure.paint import person
from restride.figure.props import TREADMILL, bands, standing
from restride.figure.skeleton import Figure, Point
from restride.figure.theme import coloured
from restride.figure.timeline import KeyPose, Scene, fault_pose, moments

Kind = Literal["animated", "still", "strip", "pair"]
Box = tuple[float, float, float, float]
MARGIN = 9.0
#: The floor reaches this far beyond everything; a picture is at least so wide and high.
FLOOR = 12.0
LEAST = (150.0, 96.0)
#: A cut-out drawn larger than this share has finer lines.
FINE = 0.7
#: How far flesh reaches around a bone's ends, for the cut of the picture.
FLESH = {
    "pelvis": 13.0, "waist": 9.0, "chest": 11.0, "head": 4.0, "thigh": 11.0, "shank": 7.0, "foot": 4.0, "toes": 3.0,
    "arm": 6.6, "fore": 4.5, "hand": 3.0,
}  # fmt: skip


def animated_svg(found: Scene, moves: Sequence[object], is_mirrored: bool, words: tuple[str, str], theme: str) -> str:
    """A loop without script: the moving person, and the same still where motion is not wanted; a position is still."""
    if not found.is_moving:
        return still_svg(found, is_mirrored, words, theme)
    row = moments(found, moves)  # type: ignore[arg-type]
    people = [figure for _, figure in row]
    tick = clock([at for at, _ in row])
    still = found.poses[found.still].figure
    box = _box(found, [*people, still])
    back, front = _setting(found, box)
    moving = _content(found, people, tick)
    frozen = _content(found, [still], Clock())
    inside = f'{back}<g class="f-move">{moving}</g><g class="f-still">{frozen}</g>{front}{_arrow(found)}'
    return _document(
        box, inside, is_mirrored, words, theme, _kind(found, "fig fig-live"), _clock(found, box, row[-1][0])
    )


def still_svg(found: Scene, is_mirrored: bool, words: tuple[str, str], theme: str) -> str:
    """The one pose that says it, with the arrow."""
    still = found.poses[found.still].figure
    box = _box(found, [still])
    back, front = _setting(found, box)
    inside = back + _content(found, [still], Clock()) + front + _arrow(found)
    return _document(box, inside, is_mirrored, words, theme, _kind(found, "fig"), _clock(found, box))


def strip_svg(found: Scene, is_mirrored: bool, words: tuple[str, str], theme: str) -> str:
    """Key poses side by side, for paper: start → end."""
    if not found.is_moving:
        return still_svg(found, is_mirrored, words, theme)
    names = found.file.strip or (found.first, found.still)
    poses = [found.poses[name] for name in names]
    box = _box(found, [pose.figure for pose in poses])
    panels = []
    for pose in poses:
        back, front = _setting(found, box)
        arrow = _arrow(found) if pose.name == found.still or (pose is poses[-1] and found.still not in names) else ""
        panels.append(back + _content(found, [pose.figure], Clock()) + front + arrow)
    return _row(box, panels, is_mirrored, words, theme, "next", _kind(found, "fig"))


def pair_svg(found: Scene, is_mirrored: bool, words: tuple[str, str], theme: str) -> str:
    """Right and wrong, side by side, each with its sign."""
    fault = found.file.fault
    if fault is None:
        raise FigureError(f"{found.file.id}.yaml: no common fault is written down, so there is no pair; add 'fault'.")
    wrong = fault_pose(found, fault)
    right: KeyPose = found.poses[fault.beside or found.still]
    box = _box(found, [right.figure, wrong.figure], head_room=10.0)
    panels = []
    for pose in (right, wrong):
        back, front = _setting(found, box)
        guide = signs.guide_path(fault.guide, pose.figure)
        panels.append(back + _content(found, [pose.figure], Clock()) + front + guide)
    return _row(box, panels, is_mirrored, words, theme, "signs", _kind(found, "fig"))


def _content(found: Scene, row: Sequence[Figure], tick: Clock) -> str:
    """The person and what follows the person."""
    props = found.props
    text = bands(props, row, tick.attributes, front=False)
    text += person(found, row, tick)
    text += bands(props, row, tick.attributes, front=True)
    text += clinic((*found.posture.props, *found.file.props), row, tick)
    if not tick.runs:
        text += signs.guide_path(found.file.guide, row[0])
    return text


def _setting(found: Scene, box: Box) -> tuple[str, str]:
    """Floor and standing things, behind and in front."""
    props = found.props
    low = 4.5 if any(prop.kind == "mat" for prop in props) else 1.0
    floor = f'<path class="f-ground" d="M{number(box[0] + 3)} {number(low)}H{number(box[0] + box[2] - 3)}"/>'
    floor = floor if found.has_floor else ""
    return floor + standing(props, front=False), standing(props, front=True)


def _arrow(found: Scene) -> str:
    arrow = found.file.arrow
    if arrow is None:
        return ""
    if arrow.around:
        return signs.turn_path(arrow, found.poses[found.still].figure, _grain(found))
    return signs.arrow_path(*signs.way_of(arrow, _way(found), _grain(found)), _grain(found), arrow.against)


def _clock(found: Scene, box: Box, loop_s: float = 0.0) -> str:
    """The sign of a hold, in the corner above; never mirrored."""
    if not is_held(found):
        return ""
    size = min(box[2], box[3] * 1.6) / 150
    return signs.hold_sign(box[0] + box[2] - 15 * size, box[1] + 16 * size, size, loop_s)


def _grain(found: Scene) -> float:
    """How fine lines are: 1, less in a close-up."""
    return min(1.0, found.closeup[1] / 85) if found.closeup else 1.0


def _way(found: Scene) -> list[Figure]:
    """The person from the first pose to the still one."""
    if found.file.arrow and found.file.arrow.line:  # it follows nobody
        return []
    names = [found.first]
    for move in found.moves:
        names.append(move.to)
        if move.to == found.still:
            break
    first, *others = names
    row = [found.poses[first].figure]
    here = first
    for name in others:
        from restride.figure.timeline import between

        row += [figure for _, figure in between(found, found.poses[here], found.poses[name], False)]
        here = name
    return row


def _box(found: Scene, people: Sequence[Figure], head_room: float = 0.0) -> Box:
    """What the picture must hold, cut close."""
    if found.closeup:
        name, half_width, half_height = found.closeup
        x, y = people[-1].point(name)
        is_centred = found.posture.centred if found.file.centred is None else found.file.centred
        bottom = y + half_height if is_centred else 6.0 * _grain(found)
        return x - half_width, bottom - 2 * half_height, 2 * half_width, 2 * half_height
    spots: list[tuple[float, float, float]] = [(0.0, 0.0, 2.0)] if found.has_floor else []
    for figure in people:
        for bone, (x, y) in figure.origin.items():
            spots.append((x, y, FLESH[bone.partition(".")[0]]))
        for which in SIDES:
            spots += [(*figure.point(f"{end}.{which}"), 3.0) for end in ("toe", "heel", "fingers")]
        spots.append((*figure.point("head"), 13.0))
    for prop in found.props:
        spots += [(x, y, 3.0) for x, y in _prop_corners(prop.kind, prop.at, prop.size)]
        spots += [(float(e[0]), -float(e[1]), 5.0) for e in prop.ends if not isinstance(e, str)]
    if found.file.arrow is not None and not found.file.arrow.around:
        spots += [(x, y, 5.0) for x, y in signs.way_of(found.file.arrow, _way(found), 1.0)]
    left, right = min(x - r for x, _, r in spots), max(x + r for x, _, r in spots)
    top, bottom = min(y - r for _, y, r in spots), max(y + r for _, y, r in spots)
    left, right, top = left - FLOOR, right + FLOOR, top - MARGIN - head_room
    bottom = max(bottom, 4.0) + 5.0
    wide, high = max(LEAST[0], right - left), max(LEAST[1], bottom - top)
    return (left + right - wide) / 2, bottom - high, wide, high


def _prop_corners(kind: str, at: tuple[float, ...], size: tuple[float, ...]) -> list[Point]:
    if kind == "mat" and len(size) > 1:
        return [(at[0], -at[1]), (at[0] + size[0], -at[1] - size[1])]
    if kind in ("band", "loop", "rope", "machine", "bar", "weight", "barbell", "ankle_weight", "wall", "mat"):
        return [(at[0], 0.0)] if kind in ("wall", "mat") else []
    if kind == "treadmill":
        length, height = (*size, *TREADMILL[len(size) :])
        return [(at[0] - length / 2, 11.0), (at[0] + length / 2 + 4.0, -height)]
    if kind == "chair":
        width, seat, back = (*size, 42.0, 46.0, -52.0)[:3] if not size else (*size, *(42.0, 46.0, -52.0)[len(size) :])
        return [(at[0] - width / 2, -seat - abs(back)), (at[0] + width / 2, -seat)]
    width = size[0] if size else 20.0
    return [(at[0], -at[-1] if len(at) > 1 else 0.0), (at[0] + width, 0.0)]


def _row(
    box: Box, panels: list[str], is_mirrored: bool, words: tuple[str, str], theme: str, between: str, kind: str
) -> str:
    """Panels side by side; the signs between them are never mirrored."""
    x, y, width, height = box
    size = min(1.0, width / LEAST[0])
    gap = (16.0 if between == "next" else 8.0) * size
    text = ""
    for at, panel in enumerate(panels):
        shift = at * (width + gap)
        inner = _flipped(box, panel) if is_mirrored else panel
        place = f'x="{number(x + shift)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        text += f'<svg {place} viewBox="{_view(box)}">{inner}</svg>'
        if between == "signs":
            sign = signs.right_sign if at == 0 else signs.wrong_sign
            text += sign(x + shift + 14 * size, y + 14 * size, size)
        elif at:
            text += signs.next_sign(x + shift - gap / 2, y + height / 2, size)
    whole = (x, y, width * len(panels) + gap * (len(panels) - 1), height)
    return _document(whole, text, False, words, theme, kind)


def _view(box: Box) -> str:
    return " ".join(number(v) for v in box)


def _kind(found: Scene, kind: str) -> str:
    """Classes of the whole picture; a close-up has finer lines."""
    return f"{kind} fig-close" if found.closeup and _grain(found) < FINE else kind


def _flipped(box: Box, inside: str) -> str:
    return f'<g transform="matrix(-1 0 0 1 {number(2 * box[0] + box[2])} 0)">{inside}</g>'


def _document(
    box: Box, inside: str, is_mirrored: bool, words: tuple[str, str], theme: str, kind: str, over: str = ""
) -> str:
    """The picture as a file; what lies over it is never mirrored."""
    if is_mirrored:
        inside = _flipped(box, inside)
    title, description = (escape(text, quote=False) for text in words)
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="{_view(box)}" role="img">'
        f"<title>{title}</title><desc>{description}</desc>{inside}{over}</svg>"
    )
    return coloured(text, theme, 0.45 if "fig-close" in kind else 1.0) if theme else text
