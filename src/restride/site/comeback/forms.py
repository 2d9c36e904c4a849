"""What a therapist sets for the way back: try it, use it, pause, release, readiness, seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from restride.comeback.ladders import choosable, is_house
from restride.comeback.numbers import numbers
from restride.explain.dates import day_and_month
from restride.explain.words import TISSUES
from restride.model.comeback import Ready
from restride.model.words import Answer, Tissue
from restride.site import engine
from restride.site.intake.questions import CleanText

MOST_MINUTES = 600
ANSWERS = ((Answer.YES.value, "Yes"), (Answer.NO.value, "No"), (Answer.NOT_ASKED.value, "Not asked"))
IRRITABILITY = (("low", "Low"), ("moderate", "Moderate"), ("high", "High"), ("unknown", "Not clear"))
WHY_BREAK = (("illness", "Illness"), ("holiday", "Holiday"), ("other", "Other"))


class DayInput(forms.DateInput):
    """The browser's own calendar; it reads and writes days in one spelling only."""

    input_type = "date"

    def __init__(self) -> None:
        """Write the day as the browser wants it, whatever the language."""
        super().__init__(format="%Y-%m-%d")


class ReasonForm(forms.Form):
    """Why; kept with the programme."""

    reason = CleanText(
        label="Reason",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say in a few words why; the reason is kept with the programme."},
    )


class PauseForm(ReasonForm):
    """Why the running stops."""

    reason = CleanText(
        label="Why the running stops",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say in a few words why; the reason is kept with the programme."},
    )


class ReleaseForm(ReasonForm):
    """What is released, and from which day."""

    what = forms.ChoiceField(label="What is released", widget=forms.RadioSelect)
    run_from = forms.DateField(label="Running from", widget=DayInput())

    field_order = ("what", "run_from", "reason")

    def __init__(self, *args: Any, locks: dict[str, str], **kwargs: Any) -> None:
        """Offer what is locked now."""
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        field.choices = list(locks.items())  # type: ignore[attr-defined]
        field.initial = next(iter(locks), None)
        self.fields["run_from"].initial = timezone.localdate()


class ReadinessForm(forms.Form):
    """What must hold before the first run, one question each; only what changed is kept."""

    def __init__(self, *args: Any, readiness: tuple[Ready, ...], **kwargs: Any) -> None:
        """Ask each with the answer known so far."""
        super().__init__(*args, **kwargs)
        self.readiness = readiness
        for one in readiness:
            self.fields[one.what] = forms.ChoiceField(
                label=one.says, choices=ANSWERS, initial=one.answer, widget=forms.RadioSelect, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Something must differ from what is kept."""
        said: dict[str, Any] = self.cleaned_data
        if not self.errors and not self.changed_answers():
            raise forms.ValidationError("These are the answers that are kept already. Change one, or go back.")
        return said

    def changed_answers(self) -> dict[str, Answer]:
        """Return the answers that differ from what was known."""
        return {
            one.what: Answer(said)
            for one in self.readiness
            if (said := self.cleaned_data.get(one.what) or one.answer) != one.answer
        }


class SeenForm(forms.Form):
    """An alert was seen, and what came of it."""

    kind = forms.CharField(max_length=20)
    day = forms.DateField()
    note = CleanText(
        max_length=300, error_messages={"required": "Say in a few words what came of it; the note is kept."}
    )


class TermsForm(forms.Form):
    """Everything that may be changed about the programme; the same form tries and uses it."""

    tissue = forms.ChoiceField(label="Tissue", required=False)
    irritability = forms.ChoiceField(label="Irritability", required=False)
    ladder = forms.ChoiceField(label="Who proposes the sessions", required=False)
    pain_during_max = forms.IntegerField(label="Pain while running, at most", min_value=0, max_value=10, required=False)
    loosen = forms.BooleanField(
        label="My limit may stand above the tissue’s rule",
        help_text="Never in bone, and never above the red limit.",
        required=False,
    )
    running_max = forms.FloatField(
        label="Running minutes in one session, at most", min_value=0.5, max_value=MOST_MINUTES, required=False
    )
    bout_max = forms.FloatField(label="Longest bout, at most", min_value=0.5, max_value=MOST_MINUTES, required=False)
    runs_per_week_max = forms.IntegerField(label="Runs a week, at most", min_value=0, max_value=7, required=False)
    no_speed = forms.BooleanField(label="No speed", required=False)
    no_hills = forms.BooleanField(label="No hills", required=False)
    not_before = forms.DateField(label="No run before", required=False, widget=DayInput())
    until = forms.DateField(
        label="These limits hold until", required=False, widget=DayInput(),
        help_text="Empty: until you change them.",
    )  # fmt: skip
    goal_distance_km = forms.FloatField(label="Race or goal distance", min_value=0.4, max_value=300, required=False)
    goal_on = forms.DateField(label="On", required=False, widget=DayInput())
    usual_morning_pain = forms.IntegerField(label="Usual pain on getting up", min_value=0, max_value=10, required=False)
    breaks_removed = forms.MultipleChoiceField(
        label="Take out", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="What stands. What you tick is no break any more; the version before keeps it.",
    )  # fmt: skip
    break_first = forms.DateField(label="Days without running, first", required=False, widget=DayInput())
    break_last = forms.DateField(label="Last", required=False, widget=DayInput())
    break_why = forms.ChoiceField(label="Why", choices=WHY_BREAK, required=False)

    def __init__(
        self, *args: Any, tissue: Tissue, irritability: str, breaks: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        """Offer the tissues, ladders and levels that the knowledge has, and the breaks that stand."""
        super().__init__(*args, **kwargs)
        self.fields["breaks_removed"].choices = list(breaks)  # type: ignore[attr-defined]
        facts = engine.facts()
        self.fields["tissue"].choices = [  # type: ignore[attr-defined]
            ("", f"As evaluated: {TISSUES[tissue]}"),
            *((one.value, TISSUES[one].capitalize()) for one in Tissue),
        ]
        words = dict(IRRITABILITY).get(irritability, irritability)
        self.fields["irritability"].choices = [("", f"As evaluated: {words.lower()}"), *IRRITABILITY]  # type: ignore[attr-defined]
        self.fields["ladder"].choices = [  # type: ignore[attr-defined]
            ("", "Restride, planned each day"),
            *((name, f"{one.name}{' (house ladder)' if is_house(one) else ''}")
              for name, one in choosable(facts).items()),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Dates in order; a looser pain limit only where the rules allow one."""
        said: dict[str, Any] = self.cleaned_data
        first, last = said.get("break_first"), said.get("break_last")
        if (first is None) != (last is None):
            self.add_error("break_last", "A break needs its first and its last day.")
        elif first is not None and last is not None and last < first:
            self.add_error(
                "break_last", f"The last day, {day_and_month(last)}, is before the first, {day_and_month(first)}."
            )
        if said.get("until") and said["until"] < timezone.localdate():
            self.add_error("until", "That day is past; leave it empty or choose a later one.")
        if said.get("goal_on") and said["goal_on"] <= timezone.localdate():
            self.add_error("goal_on", "A race lies ahead; choose a later day.")
        if said.get("goal_on") and not said.get("goal_distance_km") and "goal_distance_km" not in self.errors:
            self.add_error("goal_distance_km", "A race has a distance; without one its date says nothing.")
        red = numbers(engine.facts(), Tissue.TENDON).red_during
        if said.get("loosen") and (said.get("pain_during_max") or 0) > red:
            self.add_error("pain_during_max", f"Above {red:g} of 10 is red in every tissue.")
        return said
