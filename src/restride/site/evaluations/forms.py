"""The therapist's forms on the evaluation: clearing a flag, answering what nobody asked yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django import forms
from django.utils import timezone

from restride.knowledge.schema import RedFlag
from restride.model.words import Answer

ANSWERS = [(Answer.YES.value, "Yes"), (Answer.NO.value, "No"), (Answer.NOT_ASKED.value, "Cannot say")]
LONGEST_NOTE = 2000


class ClearFlagForm(forms.Form):
    """When, and what was found or done; the name is the signed-in therapist's."""

    cleared_on = forms.DateField(
        label="Cleared on",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Say on which day it was cleared.", "invalid": "Write the date as 2026-11-24."},
    )
    note = forms.CharField(
        label="What was found or done, and by whom",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For example: MRI of 20 November, no bone stress injury, report by Dr. N. in the record.",
        error_messages={"required": "Say what was found or done; the note is kept with your name."},
    )

    def clean_cleared_on(self) -> date:
        """A clearance cannot lie ahead."""
        day: date = self.cleaned_data["cleared_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("That date has not come yet. A flag is cleared on the day it was dealt with.")
        return day


class AskNowForm(forms.Form):
    """Questions that nobody asked yet, most urgent first; what is left open stays unknown."""

    def __init__(self, *args: object, questions: Iterable[RedFlag], **kwargs: object) -> None:
        """Make one choice for each question."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.questions = tuple(questions)
        for flag in self.questions:
            self.fields[flag.id] = forms.ChoiceField(
                label=flag.question, choices=ANSWERS, required=False, widget=forms.RadioSelect
            )

    def said(self) -> dict[str, Answer]:
        """Return the answers that were given."""
        return {name: Answer(value) for name, value in self.cleaned_data.items() if value}
