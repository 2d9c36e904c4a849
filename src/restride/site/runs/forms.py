"""What the pages of recorded runs send."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from restride.site.intake.questions import CleanText
from restride.site.runs.models import ChangeKind
from restride.site.runs.reading import Sent


class ChangeForm(forms.Form):
    """A change that no file knows."""

    what = forms.ChoiceField(label="What changed", choices=ChangeKind.choices)
    on = forms.DateField(label="Since, or on", widget=forms.DateInput(attrs={"type": "date"}))
    says = CleanText(label="In a few words (may stay empty)", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer today as the last day."""
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_on(self) -> date:
        """Take a day that has come."""
        on: date = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError("This day is still to come; give the day it changed.")
        return on


def files_of(request_files: Any) -> list[Sent]:
    """Return the files of an upload."""
    return list(request_files.getlist("files"))
