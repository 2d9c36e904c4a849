"""The kinds of question: each knows its form field, where its answer stands in the case, and its words.

An answer that is left out, or «I cannot say», is not stored: unknown is unknown.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from restride.site.documents import Document
from restride.site.intake import paths
from restride.site.intake.paths import Path

Options = Sequence[tuple[str, str]]

CANNOT_SAY = "not_asked"
CANNOT_SAY_WORDS = "I cannot say"
ANSWERS = (("yes", "Yes"), ("no", "No"), (CANNOT_SAY, CANNOT_SAY_WORDS))


class CleanText(forms.CharField):
    """Text without control characters, which one database keeps and the other refuses."""

    def to_python(self, value: Any) -> str:
        """Put a space for each of them; a line break stays."""
        text = str(super().to_python(value) or "")
        return "".join(letter if letter >= " " or letter == "\n" else " " for letter in text).strip()


@dataclass(frozen=True, kw_only=True)
class Question(ABC):
    """One question; the name is its form field's."""

    name: str
    path: Path
    label: str
    hint: str = ""
    #: The words on the page of checking; the label where empty.
    short: str = ""
    kind: ClassVar[str] = "field"
    unit: ClassVar[str] = ""

    @abstractmethod
    def fields(self) -> dict[str, forms.Field]:
        """Return the form fields by name."""

    def initial(self, document: Document, *, asked: bool) -> dict[str, Any]:
        """Return what the fields show; ``asked`` where the page was answered before."""
        return {self.name: paths.read(document, self.path)}

    def store(self, document: Document, cleaned: dict[str, Any]) -> None:
        """Write the answer, or take it out."""
        paths.write(document, self.path, cleaned.get(self.name))

    def clear(self, document: Document) -> None:
        """Take the answer out."""
        paths.drop(document, self.path)

    def said(self, document: Document) -> str:
        """Return the answer in words; empty where it is not known."""
        value = paths.read(document, self.path)
        return "" if value is None else str(value)

    @property
    def title(self) -> str:
        """Return the words on the page of checking."""
        return self.short or self.label


@dataclass(frozen=True, kw_only=True)
class OneOf(Question):
    """One of a few answers; what stands under ``unknown`` is not stored."""

    options: Options
    unknown: str = "unknown"
    #: Says «I cannot say» as an option of its own; false where the options hold it already.
    open_end: bool = True

    def fields(self) -> dict[str, forms.Field]:
        """Return radio buttons."""
        options = [*self.options, (self.unknown, CANNOT_SAY_WORDS)] if self.open_end else list(self.options)
        field = forms.ChoiceField(
            label=self.label, help_text=self.hint, choices=options, required=False, widget=forms.RadioSelect
        )
        return {self.name: field}

    def initial(self, document: Document, *, asked: bool) -> dict[str, Any]:
        """Show «I cannot say» where that was the answer."""
        value = paths.read(document, self.path)
        return {self.name: self.unknown if value is None and asked else value}

    def store(self, document: Document, cleaned: dict[str, Any]) -> None:
        """Keep unknown unknown."""
        value = cleaned.get(self.name)
        paths.write(document, self.path, None if value == self.unknown else value)

    def said(self, document: Document) -> str:
        """Return the option's words."""
        return dict(self.options).get(paths.read(document, self.path), "")


@dataclass(frozen=True, kw_only=True)
class YesNo(OneOf):
    """Yes, no, cannot say: one row of three."""

    options: Options = ANSWERS
    unknown: str = CANNOT_SAY
    open_end: bool = False
    kind: ClassVar[str] = "row"


@dataclass(frozen=True, kw_only=True)
class Pain(Question):
    """A number from 0 to 10 on the pain pad."""

    kind: ClassVar[str] = "pad"

    def fields(self) -> dict[str, forms.Field]:
        """Return eleven radio buttons."""
        numbers = [(str(number), str(number)) for number in range(11)]
        field = forms.TypedChoiceField(label=self.label, choices=numbers, coerce=int, empty_value=None, required=False)
        return {self.name: field}

    def initial(self, document: Document, *, asked: bool) -> dict[str, Any]:
        """Show whole numbers."""
        value = paths.read(document, self.path)
        return {self.name: None if value is None else round(value)}

    def said(self, document: Document) -> str:
        """«3 of 10»."""
        value = paths.read(document, self.path)
        return "" if value is None else f"{value:g} of 10"


@dataclass(frozen=True, kw_only=True)
class Several(Question):
    """Any of a list, stored as a list."""

    options: Options
    kind: ClassVar[str] = "ticks"

    def fields(self) -> dict[str, forms.Field]:
        """Return tick boxes."""
        field = forms.MultipleChoiceField(
            label=self.label,
            help_text=self.hint,
            choices=self.options,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        return {self.name: field}

    def said(self, document: Document) -> str:
        """List the words."""
        names = dict(self.options)
        return ", ".join(names.get(one, one) for one in paths.read(document, self.path) or ()).capitalize()


@dataclass(frozen=True, kw_only=True)
class AnyOfThese(Question):
    """A list of yes-or-no questions that are mostly no: tick what is so, then say what holds for the rest.

    Only a plain «none of the others» makes the rest a no.
    """

    options: Options
    kind: ClassVar[str] = "list"

    @property
    def rest(self) -> str:
        """Return the name of the second field."""
        return f"{self.name}_rest"

    def fields(self) -> dict[str, forms.Field]:
        """Return tick boxes and what holds for the rest."""
        return {
            self.name: forms.MultipleChoiceField(
                label=self.label,
                help_text=self.hint,
                choices=self.options,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            self.rest: forms.ChoiceField(
                label="And the others?",
                choices=(("no", "None of the others"), (CANNOT_SAY, CANNOT_SAY_WORDS)),
                required=False,
                widget=forms.RadioSelect,
            ),
        }

    def initial(self, document: Document, *, asked: bool) -> dict[str, Any]:
        """Tick what was answered with yes."""
        answers = self._answers(document)
        rest = "no" if "no" in answers.values() else CANNOT_SAY if asked else None
        return {self.name: [one for one, answer in answers.items() if answer == "yes"], self.rest: rest}

    def store(self, document: Document, cleaned: dict[str, Any]) -> None:
        """Write yes for the ticked; no for the rest only where it was said."""
        ticked = cleaned.get(self.name) or []
        none_else = cleaned.get(self.rest) == "no"
        for one, _words in self.options:
            answer = "yes" if one in ticked else "no" if none_else else None
            paths.write(document, (*self.path, one), answer)

    def clear(self, document: Document) -> None:
        """Take out every answer of this list, and no other."""
        for one, _words in self.options:
            paths.drop(document, (*self.path, one))

    def said(self, document: Document) -> str:
        """List what is so."""
        answers = self._answers(document)
        names = dict(self.options)
        yes = "; ".join(names[one] for one, answer in answers.items() if answer == "yes")
        no = sum(answer == "no" for answer in answers.values())
        if not answers:
            return ""
        return f"{yes}. The others: no." if yes and no else f"{yes}." if yes else "None of these."

    def _answers(self, document: Document) -> dict[str, str]:
        known = paths.read(document, self.path) or {}
        return {one: known[one] for one, _words in self.options if one in known}


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A plain number between two ends."""

    low: float
    high: float
    suffix: str = ""
    whole: bool = False

    @property
    def unit(self) -> str:  # type: ignore[override]
        """Return the word behind the number."""
        return self.suffix

    def fields(self) -> dict[str, forms.Field]:
        """Return a field that takes a comma or a point."""
        return {self.name: NumberField(label=self.label, help_text=self.hint, question=self)}

    def initial(self, document: Document, *, asked: bool) -> dict[str, Any]:
        """Show it without needless zeros."""
        value = paths.read(document, self.path)
        return {self.name: "" if value is None else f"{value:g}"}

    def said(self, document: Document) -> str:
        """Return number and unit."""
        value = paths.read(document, self.path)
        return "" if value is None else f"{value:g} {self.suffix}".strip()


@dataclass(frozen=True, kw_only=True)
class Text(Question):
    """A few words."""

    longest: int = 200
    long: bool = False

    def fields(self) -> dict[str, forms.Field]:
        """Return a line, or a box for more."""
        widget = forms.Textarea(attrs={"rows": 4}) if self.long else forms.TextInput(attrs={"autocomplete": "off"})
        field = CleanText(label=self.label, help_text=self.hint, required=False, max_length=self.longest, widget=widget)
        return {self.name: field}


@dataclass(frozen=True, kw_only=True)
class Day(Question):
    """A date."""

    def fields(self) -> dict[str, forms.Field]:
        """Return the phone's own date picker."""
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return {self.name: forms.DateField(label=self.label, help_text=self.hint, required=False, widget=widget)}

    def store(self, document: Document, cleaned: dict[str, Any]) -> None:
        """Write it as text."""
        value = cleaned.get(self.name)
        paths.write(document, self.path, value.isoformat() if value else None)


class NumberField(forms.CharField):
    """A number as people type it; the error guesses what was meant."""

    def __init__(self, *, question: Number, **kwargs: Any) -> None:
        """Take the ends from the question."""
        keyboard = "numeric" if question.whole else "decimal"
        widget = forms.TextInput(attrs={"inputmode": keyboard, "autocomplete": "off", "maxlength": 8})
        super().__init__(required=False, widget=widget, **kwargs)
        self.question = question

    def clean(self, value: Any) -> float | int | None:
        """Return the number, or None."""
        text = str(value or "").strip().replace(",", ".")
        if not text:
            return None
        question = self.question
        asked = question.label.rstrip("?")
        try:
            number = float(text)
        except ValueError:
            raise forms.ValidationError(f"{asked}: “{text[:20]}” is not a number.") from None
        if question.low <= number <= question.high:
            return round(number) if question.whole else number
        raise forms.ValidationError(f"{asked}: {text} is not possible. {_guess(number, question)}")


def _guess(number: float, question: Number) -> str:
    for factor in (10, 100):
        for tried in (number / factor, number * factor):
            if question.low <= tried <= question.high and tried > 0:
                return f"Is it {tried:g}?"
    return f"Enter {question.low:g} to {question.high:g}."


def words_of(questions: Sequence[Question], document: Document) -> Iterator[tuple[str, str]]:
    """Return label and answer of what is known."""
    for question in questions:
        said = question.said(document)
        if said:
            yield question.title, said
