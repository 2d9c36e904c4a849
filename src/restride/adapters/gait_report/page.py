"""One HTML file that needs nothing else: styles, typeface, script and pictures are inside, no network is allowed."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from restride.adapters.gait_report.layout import laid_out
from restride.adapters.gait_report.markup import Html, joined, tag
from restride.adapters.gait_report.sections import Section

#: The site's own style sheets in the site's order: the report looks like the site because it is the same.
_STYLES = ("tokens", "base", "components", "therapist", "drawings", "gait", "finish")


def standalone(title: str, head: Html, parts: Sequence[Section]) -> str:
    """The whole document. Its policy allows what is inside and nothing from outside."""
    style, script = _style(), _asset("js/gait-player.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; font-src data:; media-src data:; base-uri 'none'; form-action 'none'"
    )
    main = tag("main", head, laid_out(parts).whole(), _foot(), id="main", class_="page")
    body = joined([Html(_icons()), tag("a", "Skip to content", class_="skip", href="#main"), main])
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="robots" content="noindex">\n'
        f"{tag('title', f'{title} · Restride')}\n<style>{style}</style>\n</head>\n<body>\n{body}\n"
        f'<script type="module">{script}</script>\n</body>\n</html>\n'
    )


def _foot() -> Html:
    return tag(
        "footer",
        "Made by Restride. It describes movement and gives no diagnosis; a therapist reads it together with the "
        "complaint and the examination.",
        class_="small mute mt",
    )


def _asset(name: str) -> Traversable:
    return files("restride").joinpath("site", "static", *name.split("/"))


@cache
def _style() -> str:
    """Every style sheet, with the typeface inside."""
    text = "\n".join(_asset(f"css/{name}.css").read_text(encoding="utf-8") for name in _STYLES)
    font = base64.b64encode(_asset("fonts/figtree-latin.woff2").read_bytes()).decode()
    return text.replace("../fonts/figtree-latin.woff2", f"data:font/woff2;base64,{font}")


@cache
def _icons() -> str:
    return files("restride").joinpath("site", "templates", "icons.svg").read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
