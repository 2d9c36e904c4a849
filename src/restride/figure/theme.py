"""Colours. In a page they come from the site's tokens by class; a file that stands alone brings its own."""

from __future__ import annotations

import re
from functools import cache

from restride.figure.errors import FigureError

_TOKENS = {
    "light": {
        "fig": "#2f4b46", "torso": "#45635c", "far": "#b3c4be", "work": "#35dcbf", "prop": "#9aa69f", "mat": "#c9cfc9",
        "ground": "#ecebe4", "pine": "#0b5b52", "ok": "#17733a", "stop": "#b0241b", "card": "#fff",
    },
    "dark": {
        "fig": "#6a827b", "torso": "#51665f", "far": "#31403c", "work": "#86f2de", "prop": "#5b6965", "mat": "#36423e",
        "ground": "#0a0f0e", "pine": "#7ad3c3", "ok": "#7fd89b", "stop": "#ff9a8f", "card": "#161e1c",
    },
    "print": {
        "fig": "#2f4b46", "torso": "#45635c", "far": "#b3c4be", "work": "#35dcbf", "prop": "#9aa69f", "mat": "#d3d8d3",
        "ground": "#fff", "pine": "#0b5b52", "ok": "#17733a", "stop": "#b0241b", "card": "#fff",
    },
}  # fmt: skip
#: «auto» is light, and dark where the reader’s system is: for a file that a page shows as an image.
THEMES = (*_TOKENS, "auto")
_ROUND = 'stroke-linecap="round" stroke-linejoin="round"'
_LOOKS = {
    "f-near": 'fill="{fig}"',
    "f-torso": 'fill="{torso}"',
    "f-far": 'fill="{far}"',
    "f-work": 'fill="{work}"',
    "f-hatch": 'fill="none" stroke="{fig}" stroke-width="1" stroke-linecap="round"',
    "f-cut": 'fill="{ground}" stroke="{ground}" stroke-width="2.6" stroke-linejoin="round"',
    "f-ground": 'fill="none" stroke="{prop}" stroke-width="2" stroke-linecap="round"',
    "f-prop": f'fill="none" stroke="{{prop}}" stroke-width="5" {_ROUND}',
    "f-block": 'fill="{prop}"',
    "f-hole": 'fill="{ground}"',
    "f-mat": 'fill="{mat}"',
    "f-held": 'fill="{prop}" stroke="{ground}" stroke-width="1.3" paint-order="stroke"',
    "f-band": f'fill="none" stroke="{{pine}}" stroke-width="3" {_ROUND}',
    "f-rope": f'fill="none" stroke="{{prop}}" stroke-width="2" {_ROUND}',
    "f-rug": 'fill="none" stroke="{mat}" stroke-width="3" stroke-linecap="round"',
    "f-arrow": f'fill="none" stroke="{{pine}}" stroke-width="3" {_ROUND}',
    "f-tip": 'fill="{pine}"',
    "f-guide": 'fill="none" stroke="{pine}" stroke-width="1.6" stroke-dasharray="1 6" stroke-linecap="round"',
    "f-tool": 'fill="{ground}" stroke="{fig}" stroke-width="1.3" stroke-linejoin="round"',
    "f-tape": 'fill="{card}" stroke="{fig}" stroke-width="1"',
    "f-wire": f'fill="none" stroke="{{fig}}" stroke-width="1.3" {_ROUND}',
    "f-site": 'fill="{work}" stroke="{fig}" stroke-width="0.9"',
    "f-nail": 'fill="{far}"',
    "f-dial": 'fill="{ground}" stroke="{pine}" stroke-width="2.2"',
    "f-hold": 'fill="none" stroke="{pine}" stroke-width="2.2" stroke-linecap="round"',
    "f-ok": 'fill="{ok}"',
    "f-no": 'fill="{stop}"',
    "f-sign": f'fill="none" stroke="{{card}}" stroke-width="2.4" {_ROUND}',
    "f-next": f'fill="none" stroke="{{prop}}" stroke-width="2.6" {_ROUND}',
    "f-still": 'display="none"',
}
CLASSES = tuple(_LOOKS)
_WIDTH = re.compile(r'stroke-width="([0-9.]+)"')
_COLOUR = re.compile(r'(fill|stroke)="(\{\w+\})"')
_CLASS = re.compile(r'class="(f-[a-z]+)"')


def ground_of(theme: str) -> str:
    """The colour that a figure of this theme stands on."""
    return _TOKENS[theme]["ground"]


@cache
def _dark() -> str:
    """The rules that differ in the dark."""
    light, dark = (_TOKENS[name] for name in ("light", "dark"))
    rules = ""
    for name, look in _LOOKS.items():
        changed = [
            f"{attribute}:{value.format(**dark)}"
            for attribute, value in _COLOUR.findall(look)
            if value.format(**dark) != value.format(**light)
        ]
        rules += f".{name}{{{';'.join(changed)}}}" if changed else ""
    return f"@media(prefers-color-scheme:dark){{{rules}}}"


def coloured(svg: str, theme: str, grain: float = 1.0) -> str:
    """The same picture with its colours written into it; lines finer by the grain of a close-up.

    Raises
    ------
    FigureError
        No such theme.
    """
    if theme == "auto":
        light = coloured(svg, "light", grain)
        return light.replace("<title>", f"<style>{_dark()}</style><title>", 1)
    if theme not in _TOKENS:
        raise FigureError(
            f"there is no theme '{theme}'; they are {', '.join(THEMES)}, or none for a page's own colours."
        )
    tokens = _TOKENS[theme]

    def look(match: re.Match[str]) -> str:
        attributes = _LOOKS.get(match[1], "").format(**tokens)
        if grain != 1.0:
            attributes = _WIDTH.sub(lambda found: f'stroke-width="{float(found[1]) * grain:.3g}"', attributes)
        return f'class="{match[1]}" {attributes}'.rstrip()

    return _CLASS.sub(look, svg)
