"""The one door to drawn figures: a picture of an item for the sheets."""

from __future__ import annotations

from restride.figure import draw, has_figure
from restride.model.words import Side


def figure_svg(item_id: str, side: Side) -> str | None:
    """Drawing of an item, the named side at work, as SVG; None while it is not drawn.

    The handout leaves the picture slot out cleanly where this gives None.
    """
    if not has_figure(item_id):
        return None
    return draw(item_id, "left" if side is Side.LEFT else "right", kind="strip", theme="print")
