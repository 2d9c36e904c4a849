"""The form of one page, made from its questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from restride.site.documents import Document
from restride.site.intake.steps import Step


class StepForm(forms.Form):
    """Holds the fields of one step; everything may be left out."""

    def __init__(self, data: Any, *, step: Step, document: Document, asked: bool) -> None:
        """Make the fields and show what is known."""
        initial: dict[str, Any] = {}
        for question in step.questions:
            initial |= question.initial(document, asked=asked)
        super().__init__(data, initial=initial, auto_id="f_%s")
        self.step = step
        for question in step.questions:
            self.fields.update(question.fields())

    def store(self, document: Document) -> None:
        """Write every answer into the document."""
        for question in self.step.questions:
            question.store(document, self.cleaned_data)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Return what the page draws: each question with its field, its kind and the heading above it."""
        for question in self.step.questions:
            bound = self[question.name]
            others = [self[name] for name in question.fields() if name != question.name]
            yield {
                "kind": question.kind,
                "bound": bound,
                "other": others[0] if others else None,
                "unit": question.unit,
                "heading": self.step.headings.get(question.name, ""),
                "value": _number(bound.value()) if question.kind == "pad" else None,
                "id": f"q-{question.name}",
            }


def _number(value: Any) -> int | None:
    return int(value) if str(value).isdigit() else None
