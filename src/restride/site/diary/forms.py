"""What the runner's page of today sends: a log, a tick. Short, forgiving, and safe to send twice."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from restride.site import engine
from restride.site.diary.actions import EntryRefused, refuse_day
from restride.site.diary.day import HOME, MORNING, RUN
from restride.site.diary.models import SCALE_TOP
from restride.site.diary.session import SessionSaid
from restride.site.intake.questions import CleanText


class FromPhoneForm(forms.Form):
    """The phone's id, day and clock."""

    client_id = forms.UUIDField()
    day = forms.DateField()
    said_at = forms.DateTimeField(required=False)

    def clean_day(self) -> date:
        """Take a day of the last weeks; nobody knows what will hurt tomorrow."""
        day: date = self.cleaned_data["day"]
        try:
            refuse_day(day, timezone.localdate())
        except EntryRefused as refused:
            raise forms.ValidationError(str(refused)) from None
        return day

    def clean_said_at(self) -> datetime:
        """Trust the phone's clock only as far as it can be true."""
        said: datetime | None = self.cleaned_data["said_at"]
        now = timezone.now()
        return said if said is not None and said <= now + timedelta(minutes=5) else now


class LogForm(FromPhoneForm):
    """One session, or one morning."""

    item_id = CleanText(max_length=120)
    during = forms.IntegerField(min_value=0, max_value=SCALE_TOP, required=False)
    right_after = forms.IntegerField(min_value=0, max_value=SCALE_TOP, required=False)
    next_morning = forms.IntegerField(min_value=0, max_value=SCALE_TOP, required=False)
    effort = forms.IntegerField(min_value=0, max_value=SCALE_TOP, required=False)
    limped = forms.BooleanField(required=False)
    elsewhere = CleanText(max_length=200, required=False)
    note = CleanText(max_length=2000, required=False)

    def clean_item_id(self) -> str:
        """Take a session of the day, or one exercise; a phone may speak of one that has left the plan since."""
        item_id: str = self.cleaned_data["item_id"]
        if item_id not in (RUN, HOME, MORNING) and item_id not in engine.facts().items:
            raise forms.ValidationError(f"“{item_id}” is not in any plan; load the page again.")
        return item_id

    def said(self) -> SessionSaid:
        """Return it for the action."""
        return SessionSaid(**self.cleaned_data)


class TickForm(FromPhoneForm):
    """Done, or not done after all."""

    plan = forms.IntegerField()
    item_id = CleanText(max_length=120)
    done = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda word: word == "yes")


def new_id() -> uuid.UUID:
    """Make an id for a form; a phone with script makes its own."""
    return uuid.uuid4()


def refusal(form: forms.Form) -> str:
    """Say in one sentence what is wrong."""
    errors: list[Any] = [message for messages in form.errors.values() for message in messages]
    return str(errors[0]) if errors else "This entry cannot be kept."
