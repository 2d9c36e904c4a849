"""The contact sheet: every figure on one page, large and small, so that an eye can judge them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from restride.figure import FigureError, draw, has_figure

_STYLE = """
body{{margin:16px;font:13px system-ui,sans-serif;background:{page};color:{text}}}
main{{display:grid;grid-template-columns:repeat(auto-fill,minmax(720px,1fr));gap:12px}}
section{{display:flex;flex-wrap:wrap;gap:8px;align-items:end}}
h2{{flex-basis:100%;margin:6px 0 0;font-size:13px;font-weight:600}}
div{{background:{ground};border-radius:10px;overflow:hidden}}
.large{{width:320px;height:200px}}.small{{width:120px;height:75px}}.wide{{width:440px;height:160px}}
svg{{width:100%;height:100%;display:block}}p{{color:#b0241b}}
"""
_GROUNDS = {
    "light": {"page": "#f5f4ef", "ground": "#ecebe4", "text": "#43504b"},
    "dark": {"page": "#0e1413", "ground": "#0a0f0e", "text": "#b9c4bf"},
    "print": {"page": "#fff", "ground": "#fff", "text": "#43504b"},
}


def sheet_html(items: Sequence[str], theme: str = "light", side: str = "right") -> str:
    """One page with the still large and at 120 px, the strip, and the pair where there is one."""
    parts = [_entry(item, theme, side) for item in items]
    style = _STYLE.format(**_GROUNDS[theme])
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Figures</title><style>{style}</style>'
        f"<main>{''.join(parts)}</main></html>"
    )


def _entry(item: str, theme: str, side: str) -> str:
    try:
        still = draw(item, side, "still", theme=theme)
        text = f'<div class="large">{draw(item, side, "animated", theme=theme)}</div><div class="small">{still}</div>'
        text += f'<div class="wide">{draw(item, side, "strip", theme=theme)}</div>'
        if has_figure(item, "pair"):
            text += f'<div class="wide">{draw(item, side, "pair", theme=theme)}</div>'
    except FigureError as error:
        text = f"<p>{escape(str(error))}</p>"
    return f"<section><h2>{escape(item)}</h2>{text}</section>"
