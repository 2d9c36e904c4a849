"""Forms about records."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from restride.site.accounts.models import Clinic, User
from restride.site.accounts.queries import staff_clinics
from restride.site.episodes.models import EARLIEST_BIRTH_YEAR, Ending, Sex


class AddRunnerForm(forms.Form):
    """The few facts that open a record; everything but the name may stay empty."""

    name = forms.CharField(
        label="Name or initials", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    birth_year = forms.IntegerField(
        label="Year of birth",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4}),
    )
    sex = forms.ChoiceField(label="Sex", choices=Sex.choices, initial=Sex.UNKNOWN, required=False)
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        help_text="The runner signs in with it. You get a one-time link to hand over; nothing is sent.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    clinic = forms.ModelChoiceField(label="Clinic", queryset=Clinic.objects.none(), empty_label=None)

    def __init__(self, *args: object, by: User, **kwargs: object) -> None:
        """Offer the clinics where the person works; ask only when there are two."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        clinics = staff_clinics(by)
        self.asks_for_clinic = clinics.count() > 1
        if self.asks_for_clinic:
            self.fields["clinic"].queryset = clinics  # type: ignore[attr-defined]
        else:
            del self.fields["clinic"]
            self.only_clinic = clinics.first()

    def clean_birth_year(self) -> int | None:
        """Refuse a year outside a human life, with a guess at what was meant."""
        year: int | None = self.cleaned_data["birth_year"]
        this_year = timezone.localdate().year
        if year is None or EARLIEST_BIRTH_YEAR <= year <= this_year:
            return year
        if 0 <= year < 100:
            guess = 1900 + year if 1900 + year > this_year - 100 else 2000 + year
            raise forms.ValidationError(f"Year of birth {year} needs four digits. Is it {guess}?")
        raise forms.ValidationError(f"Year of birth {year} is not between {EARLIEST_BIRTH_YEAR} and {this_year}.")

    def clean_sex(self) -> str:
        """Not said is an answer."""
        return self.cleaned_data["sex"] or Sex.UNKNOWN

    def chosen_clinic(self) -> Clinic | None:
        """Return the clinic of the new record."""
        return self.cleaned_data["clinic"] if self.asks_for_clinic else self.only_clinic


class EndingForm(forms.Form):
    """Why a course of care ends."""

    ending = forms.ChoiceField(
        label="Why it ends",
        choices=Ending.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it ends."},
    )
    note = forms.CharField(
        label="In a few words",
        required=False,
        max_length=200,
        help_text="For example where the runner was referred to. It is kept in the history.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Another reason must be said."""
        said: dict[str, Any] = self.cleaned_data
        if said.get("ending") == Ending.OTHER and not said.get("note", "").strip():
            self.add_error("note", "Say in a few words what the other reason is.")
        return said
