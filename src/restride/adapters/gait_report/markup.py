"""HTML from Python: what is not markup is escaped, so a name in a recording stays a name."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

#: Elements without an end.
_VOID = frozenset({"input", "br", "meta", "link", "img", "use"})


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


Child = str | None | Iterable["Child"]


def tag(name: str, *children: Child, **attributes: str | float | bool | None) -> Html:
    """One element. Children are escaped unless they are :class:`Html`; None is left out.

    An attribute's underscores become hyphens (``class_`` is «class»); True gives the bare name, None and False nothing.
    """
    opened = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Html(opened if name in _VOID else f"{opened}{joined(children)}</{name}>")


def joined(children: Child) -> Html:
    """Children one after another."""
    if children is None:
        return Html("")
    if isinstance(children, str):
        return children if isinstance(children, Html) else Html(escape(children))
    return Html("".join(joined(child) for child in children))


def _attribute(key: str, value: str | float | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def icon(name: str) -> Html:
    """A sign's shape; its word stands beside it."""
    return tag("svg", tag("use", href=f"#i-{name}"), class_="i", aria_hidden="true")
