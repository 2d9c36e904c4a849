"""Editing one part of a case: everything stays as typed, and the engine's own sentence stands at its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from itertools import pairwise
from typing import Any

from django import forms

from restride.knowledge.case_reader import CaseError
from restride.site import engine
from restride.site.cases.parts import Part, Path, Question, value_at
from restride.site.documents import Document

ANSWERS = (("yes", "Yes"), ("no", "No"), ("not_asked", "Not known"))
BARE_NUMBER = re.compile(r"^\d+([.,:]\d+)?$")
STEP = re.compile(r"\[(\d+)\]")
LONGEST_TEXT, LONGEST_NOTE = 200, 4000
EXAMPLES = {"km": "25 mi", "min": "1 h", "h": "2 d", "cm": "5.9 ft", "kg": "150 lb", "min/km": "8:50 min/mi"}


class PartForm(forms.Form):
    """One field for each question of a part."""

    def __init__(self, *args: Any, part: Part, document: Document, **kwargs: Any) -> None:
        """Make the fields; each opens with what the case holds."""
        initial = {one.name: _initial(one, value_at(document, one.path)) for one in part.questions}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.part, self.document = part, document
        for question in part.questions:
            self.fields[question.name] = _field(question)
        self.changed_document = document

    def clean(self) -> dict[str, Any]:
        """Put the answers into the case and hold the whole case against its rules."""
        changed = deepcopy(self.document)
        for question in self.part.questions:
            if question.name in self.cleaned_data:
                _put(changed, question.path, _stored(question, self.cleaned_data[question.name]))
        self.changed_document = _without_empty_rows(changed)
        try:
            engine.case_of(self.changed_document)
        except CaseError as error:
            self.add_error(*self._place(str(error)))
        return self.cleaned_data

    def sections(self) -> list[tuple[str, bool, list[tuple[Question, forms.BoundField]]]]:
        """Return the headings with their fields, for the template."""
        return [
            (section.title, section.folded, [(one, self[one.name]) for one in section.questions])
            for section in self.part.sections
            if section.questions
        ]

    def _place(self, sentence: str) -> tuple[str | None, str]:
        """Return the field that the engine's sentence is about, and the sentence without the place."""
        _head, _colon, rest = sentence.partition(": ")
        where, _colon, says = rest.partition(": ")
        path = STEP.sub(r"__\1", where).replace(".", "__")
        names = [one.name for one in self.part.questions if path == one.name or path.startswith(f"{one.name}__")]
        if not names or not says:
            return None, rest or sentence
        return max(names, key=len), f"{says[:1].upper()}{says[1:]}"


def _initial(question: Question, value: Any) -> Any:
    if question.kind == "answer":
        return value or "not_asked"
    if question.kind == "several":
        return list(value or [])
    if isinstance(value, float):
        return f"{value:g}"
    if question.kind == "quantity" and value:
        return str(value).removesuffix(f" {question.unit}")
    return "" if value in (None, "unknown") else value


def _field(question: Question) -> forms.Field:
    common: dict[str, Any] = {"label": question.label, "required": False, "help_text": question.hint}
    if question.kind == "answer":
        return forms.ChoiceField(choices=ANSWERS, widget=forms.RadioSelect, **common)
    if question.kind == "radio":
        options = [("", "Not known"), *question.options]
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common)
    if question.kind == "choice":
        return forms.ChoiceField(choices=[("", "Not known"), *question.options], **common)
    if question.kind == "several":
        return forms.MultipleChoiceField(choices=question.options, widget=forms.CheckboxSelectMultiple, **common)
    if question.kind == "date":
        return forms.DateField(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": f"{question.label}: write the date as 2026-11-24."},
            **common,
        )
    if question.kind == "long":
        return forms.CharField(max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4}), **common)
    attrs = {"autocomplete": "off"}
    if question.kind == "number":
        attrs["inputmode"] = "decimal"
    if question.kind == "quantity":
        common["help_text"] = question.hint or f"In {question.unit}, or with its own unit: {EXAMPLES[question.unit]}."
    return forms.CharField(max_length=LONGEST_TEXT, widget=forms.TextInput(attrs=attrs), **common)


def _stored(question: Question, value: Any) -> Any:
    """Return a typed answer as a case holds it; nothing where the field was left empty."""
    if value in (None, "", []):
        return None
    if isinstance(value, date):
        return value.isoformat()
    if question.kind == "number":
        return _number(str(value))
    if question.kind == "quantity" and BARE_NUMBER.match(str(value).strip()):
        return f"{str(value).strip()} {question.unit}"
    return value


def _number(text: str) -> float | str:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return text
    return int(number) if number.is_integer() and abs(number) < 1e9 else number


def _put(document: Document, path: Path, value: Any) -> None:
    """Write a value at a place; a missing answer is taken out, never written as a blank."""
    here: Any = document
    for step, following in pairwise(path):
        fresh: Any = [] if isinstance(following, int) else {}
        if isinstance(step, int):
            while len(here) <= step:
                here.append({})
            here = here[step]
        else:
            here = here.setdefault(step, fresh)
    last = path[-1]
    if value is None:
        if isinstance(here, dict):
            here.pop(str(last), None)
    else:
        here[last] = value


def _without_empty_rows(value: Any) -> Any:
    """Drop rows and maps that hold nothing, as an untouched blank row does."""
    if isinstance(value, Mapping):
        kept = {key: _without_empty_rows(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in ({}, None)}
    if isinstance(value, list):
        return [one for one in (_without_empty_rows(inner) for inner in value) if one != {}]
    return value
