"""A stretch of time as people say it: «about an hour»."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from restride.model.quantity import Duration
from restride.site.documents import Document
from restride.site.intake import paths
from restride.site.intake.questions import OneOf


@dataclass(frozen=True, kw_only=True)
class About(OneOf):
    """One of a few stretches; the case keeps the number that stands for it."""

    def initial(self, document: Document, *, asked: bool) -> dict[str, Any]:
        """Show the nearest stretch to what is stored, whoever stored it."""
        nearest = self._nearest(document)
        return {self.name: self.unknown if not nearest and asked else nearest}

    def said(self, document: Document) -> str:
        """Return the stretch's words."""
        return dict(self.options).get(self._nearest(document), "")

    def _nearest(self, document: Document) -> str:
        text = paths.read(document, self.path)
        if text is None:
            return ""
        minutes = Duration(text).value
        return min((option for option, _words in self.options), key=lambda one: abs(Duration(one).value - minutes))
