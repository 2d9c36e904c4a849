"""How a test reads a PDF back."""

from __future__ import annotations

import io

from pypdf import PdfReader


class Pdf:
    """A PDF as a test asks about it."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.reader = PdfReader(io.BytesIO(content))
        self.pages = [_spaced(page.extract_text()) for page in self.reader.pages]
        self.text = " ".join(self.pages)

    def holds(self, text: str) -> bool:
        """Whether the text stands somewhere, wherever its lines broke."""
        return "".join(text.split()) in "".join(self.text.split())

    @property
    def root(self):
        return self.reader.trailer["/Root"]

    @property
    def metadata(self) -> str:
        return self.root["/Metadata"].get_object().get_data().decode()

    def size_mm(self) -> tuple[int, int]:
        box = self.reader.pages[0].mediabox
        return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)

    def structure(self) -> list[str]:
        """Kinds of the structure elements in reading order."""
        return [str(node["/S"]) for node in self._nodes(self.root["/StructTreeRoot"])]

    def alternatives(self) -> list[str]:
        return [str(node["/Alt"]) for node in self._nodes(self.root["/StructTreeRoot"]) if "/Alt" in node]

    def _nodes(self, node):
        children = node.get("/K", [])
        for child in children if isinstance(children, list) else [children]:
            inner = child.get_object()
            if hasattr(inner, "get") and "/S" in inner:
                yield inner
                yield from self._nodes(inner)


def _spaced(text: str) -> str:
    """Text on one line, without the marks that let long words break."""
    return " ".join(text.replace("\u200b", "").split())
