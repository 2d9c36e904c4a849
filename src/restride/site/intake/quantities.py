"""Questions whose answer carries a unit: as people think, stored with the unit they used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from restride.model.quantity import Height, Pace, Quantity, QuantityError
from restride.site.documents import Document
from restride.site.intake import paths
from restride.site.intake.questions import Number, NumberField, Question

_FEET = re.compile(r"\s*(\d)\s*(?:'|′|’|ft|feet|foot|,|\s)\s*(\d{1,2}(?:[.,]5)?)?\s*(?:\"|″|”|''|in|inch|inches)?\s*\Z")
_PACE = re.compile(r"\s*(\d{1,2})(?:[:.,](\d{2}))?\s*\Z")
METRES_OF = {"min/km": 1000.0, "min/mi": 1609.344}
UNIT_WORDS = {"mi": "miles", "lb": "lb", "in": "in"}
SPANS = {"days": 1 / 7, "weeks": 1.0, "months": 365.25 / 12 / 7, "years": 365.25 / 7}
NEARLY = 0.02


@dataclass(frozen=True, kw_only=True)
class Amount(Number):
    """A number in a fixed unit; what was stored in another unit is shown in this one."""

    quantity: type[Quantity]
    stored_unit: str

    @property
    def unit(self) -> str:  # type: ignore[override]
        """Return the unit as it stands behind the number."""
        return UNIT_WORDS.get(self.stored_unit, self.stored_unit)

    def initial(self, document: Document, *, asked: bool) -> dict[str, Any]:
        """Convert for showing."""
        text = paths.read(document, self.path)
        return {self.name: "" if text is None else f"{self._in_unit(text):g}"}

    def store(self, document: Document, cleaned: dict[str, Any]) -> None:
        """Write the number with its unit."""
        number = cleaned.get(self.name)
        if number is not None and self._is_the_same(document, number):
            return
        paths.write(document, self.path, None if number is None else f"{number:g} {self.stored_unit}")

    def said(self, document: Document) -> str:
        """Return it in the runner's own unit."""
        text = paths.read(document, self.path)
        return "" if text is None else f"{self._in_unit(text):g} {self.unit}"

    def _in_unit(self, text: str) -> float:
        return round(self.quantity(text).value / self.quantity.factors[self.stored_unit], 1)

    def _is_the_same(self, document: Document, number: float) -> bool:
        """Whether the shown number was left as it was: then the first writing stays exact."""
        text = paths.read(document, self.path)
        return text is not None and self._in_unit(text) == number


@dataclass(frozen=True, kw_only=True)
class FeetAndInches(Question):
    """Height as people in feet write it: 5 ft 10."""

    def fields(self) -> dict[str, forms.Field]:
        """Return one field for both."""
        return {self.name: _FeetField(label=self.label, help_text=self.hint)}

    def initial(self, document: Document, *, asked: bool) -> dict[str, Any]:
        """Show feet and inches."""
        return {self.name: self.said(document)}

    def store(self, document: Document, cleaned: dict[str, Any]) -> None:
        """Write inches."""
        inches = cleaned.get(self.name)
        if inches is not None and self.said(document) == _feet(inches):
            return
        paths.write(document, self.path, None if inches is None else f"{inches:g} in")

    def said(self, document: Document) -> str:
        """«5 ft 10 in»."""
        text = paths.read(document, self.path)
        return "" if text is None else _feet(Height(text).value / Height.factors["in"])


def _feet(inches: float) -> str:
    whole = round(inches)
    return f"{whole // 12} ft {whole % 12} in"


class _FeetField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 16}), **kwargs
        )

    def clean(self, value: Any) -> float | None:
        text = str(value or "").strip()
        if not text:
            return None
        found = _FEET.match(text + (" " if text.isdigit() else ""))
        if found is None:
            raise forms.ValidationError("Height: write feet and inches, for example 5 ft 10.")
        inches = int(found[1]) * 12 + float((found[2] or "0").replace(",", "."))
        try:
            Height(f"{inches:g} in")
        except QuantityError:
            raise forms.ValidationError(f"Height: {text} is not possible. Enter 3 to 7 feet.") from None
        return inches


@dataclass(frozen=True, kw_only=True)
class PaceOf(Question):
    """Minutes and seconds for a kilometre or a mile."""

    per: str

    @property
    def unit(self) -> str:  # type: ignore[override]
        """Return the unit behind the number."""
        return self.per

    def fields(self) -> dict[str, forms.Field]:
        """Return one field."""
        return {self.name: _PaceField(label=self.label, help_text=self.hint)}

    def initial(self, document: Document, *, asked: bool) -> dict[str, Any]:
        """Convert for showing."""
        return {self.name: self._clock(document)}

    def store(self, document: Document, cleaned: dict[str, Any]) -> None:
        """Write minutes, seconds and unit."""
        clock = cleaned.get(self.name)
        if clock and clock == self._clock(document):
            return
        paths.write(document, self.path, f"{clock} {self.per}" if clock else None)

    def said(self, document: Document) -> str:
        """Return pace and unit."""
        clock = self._clock(document)
        return f"{clock} {self.per}" if clock else ""

    def _clock(self, document: Document) -> str:
        text = paths.read(document, self.path)
        if text is None:
            return ""
        seconds = round(METRES_OF[self.per] / Pace(text).value)
        return f"{seconds // 60}:{seconds % 60:02d}"


class _PaceField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "maxlength": 6})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> str | None:
        text = str(value or "").strip()
        if not text:
            return None
        found = _PACE.match(text)
        if found is None or int(found[2] or 0) > 59 or not 2 <= int(found[1]) <= 25:
            raise forms.ValidationError(f"Pace: “{text}” is not minutes and seconds. Write it like 5:30.")
        return f"{int(found[1])}:{found[2] or '00'}"


@dataclass(frozen=True, kw_only=True)
class Since(Number):
    """How long ago: a number of days, weeks, months or years, stored as weeks."""

    kind: ClassVar[str] = "since"

    @property
    def span(self) -> str:
        """Return the name of the second field."""
        return f"{self.name}_unit"

    def fields(self) -> dict[str, forms.Field]:
        """Return number and unit."""
        return {
            self.name: NumberField(label=self.label, help_text=self.hint, question=self),
            self.span: forms.ChoiceField(label="Unit", choices=[(one, one) for one in SPANS], required=False),
        }

    def initial(self, document: Document, *, asked: bool) -> dict[str, Any]:
        """Show the largest unit in which it is a whole number."""
        weeks = paths.read(document, self.path)
        if weeks is None:
            return {self.name: "", self.span: "weeks"}
        number, span = _as_said(weeks)
        return {self.name: f"{number:g}", self.span: span}

    def store(self, document: Document, cleaned: dict[str, Any]) -> None:
        """Write weeks."""
        number = cleaned.get(self.name)
        factor = SPANS.get(cleaned.get(self.span) or "weeks", 1.0)
        paths.write(document, self.path, None if number is None else round(number * factor, 2))

    def said(self, document: Document) -> str:
        """«5 months ago»."""
        weeks = paths.read(document, self.path)
        if weeks is None:
            return ""
        number, span = _as_said(weeks)
        return f"{number:g} {span.removesuffix('s') if number == 1 else span} ago"


def _as_said(weeks: float) -> tuple[float, str]:
    for span in ("years", "months", "weeks", "days"):
        number = weeks / SPANS[span]
        if round(number) and abs(number - round(number)) < NEARLY:
            return round(number), span
    return round(weeks, 1), "weeks"
