"""The drawn exercises on a page: one tag, inline, so that one picture follows theme, print and reduced motion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from restride.figure import FigureError, draw, has_figure, is_moving, shows
from restride.figure.svg import Kind
from restride.model.words import Side
from restride.site import engine
from restride.site.clinical_library.pictures import picture_address
from restride.site.look.templatetags.look import icon

register = template.Library()

Tempo = tuple[float, float, float]
#: Tests whose movement is that of the exercise with the same id; a passive test of the same name is another thing.
ACTIVE_TESTS = frozenset({"strength", "endurance", "control", "function"})


@register.simple_tag
def figure(
    item_id: str,
    side: str | Iterable[str] = "right",
    kind: str = "animated",
    tempo: Sequence[float] | None = None,
    quiet: bool = True,
) -> SafeString:
    """Draw an item in its slot: animated, still, strip (start and end) or pair (right and wrong).

    ``side`` is a word or the sides of a planned item, of which the first counts; ``tempo`` is up, pause, down as
    prescribed. Where nothing is drawn the slot stays quiet, or with ``quiet=False`` nothing is shown at all.
    """
    svg = drawn(item_id, side_of(side), kind, _tempo(tempo))
    if not svg:
        return format_html('<div class="pic">{}</div>', icon("dumb")) if quiet else SafeString("")
    if kind == "animated" and not is_moving(item_id):
        kind = "still"
    if kind != "animated":
        return format_html('<div class="pic {}">{}</div>', kind, svg)
    # Still until the script is there: what moves without end must be possible to pause.
    return format_html(
        '<div class="pic live f-paused">{}'
        '<button class="f-toggle" type="button" hidden data-what="{}">{}</button></div>',
        svg,
        _name(item_id),
        _SIGNS,
    )


@register.simple_tag
def picture(item_id: str, side: str | Iterable[str] = "right", kind: str = "still") -> SafeString:
    """Show a still picture as an image of its own address, loaded when it comes into view; nothing where none is."""
    try:
        if not has_figure(item_id, cast(Kind, kind)):
            return SafeString("")
        address, words = picture_address(item_id, side_of(side), kind), shows(item_id)
    except FigureError:
        return SafeString("")
    return format_html(
        '<div class="pic {}"><img class="fig" src="{}" alt="{}" loading="lazy" decoding="async"></div>',
        kind,
        address,
        words,
    )


@register.simple_tag
def movement(test_id: str, side: str = "right") -> SafeString:
    """Draw a movement test; nothing where it has no picture of its own."""
    test = engine.facts().tests.get(test_id)
    if test is None or (test_id in engine.facts().items and test.kind not in ACTIVE_TESTS):
        return SafeString("")
    return figure(test_id, side, "animated", quiet=False)


def drawn(item_id: str, side: str, kind: str, tempo: Tempo | None = None) -> SafeString:
    """Return the picture, kept by the figures' own cache; empty where none is drawn or its file is broken."""
    wanted = cast(Kind, kind)
    try:
        svg = draw(item_id, side, wanted, tempo) if has_figure(item_id, wanted) else ""
    except FigureError:  # `restride figure check` names it; a page is no place for it
        svg = ""
    return mark_safe(svg)  # noqa: S308  (our own drawing; its words are escaped there)


def side_of(side: str | Iterable[str]) -> str:
    """Return the side to draw: the one that is said, the first of several, else the right."""
    words = [side] if isinstance(side, str) else list(side)
    return Side.LEFT.value if words and words[0].startswith(Side.LEFT) else Side.RIGHT.value


def _tempo(tempo: Sequence[float] | None) -> Tempo | None:
    """Return up, pause, down; a tempo without a way down is the drawing's own affair."""
    if tempo is None or len(tempo) != len(("up", "pause", "down")) or not (tempo[0] and tempo[2]):
        return None
    return (float(tempo[0]), float(tempo[1]), float(tempo[2]))


def _name(item_id: str) -> str:
    facts = engine.facts()
    known = facts.items.get(item_id) or facts.tests.get(item_id)
    return known.name if known else item_id


_SIGNS = mark_safe(
    '<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path class="to-pause" d="M8 5v14M16 5v14"/>'
    '<path class="to-play" d="M8 5l11 7-11 7z"/></svg>'
)
