"""The therapist's forms on a plan; every one asks for a reason."""

from __future__ import annotations

from typing import Any

from django import forms

from restride.explain.dates import DAY_NAMES
from restride.model.plan import Goal, Plan, PlannedDose, PlannedItem, RunningAdvice

PAIRS = (
    ("repetitions", "Repetitions", ""),
    ("hold_s", "Hold", "s"),
    ("minutes", "Minutes", "min"),
    ("metres", "Distance", "m"),
    ("contacts", "Landings", ""),
    ("days_per_week", "Days a week", ""),
    ("times_per_day", "Times a day", ""),
    ("rest_s", "Rest between sets", "s"),
    ("effort_0_10", "Effort", "of 10"),
)
LIMITS = {"days_per_week": 7, "effort_0_10": 10, "times_per_day": 12}
MOST = 1000
MODES = (
    ("none", "No running"),
    ("walk", "Walking only"),
    ("walk_run", "Walk and run in turns"),
    ("modified", "Below the symptom threshold"),
    ("full", "As usual"),
)


class ReasonForm(forms.Form):
    """Why; kept with the plan."""

    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say in a few words why; the reason is kept with the plan."},
    )


class RejectForm(ReasonForm):
    """Why a draft is not good enough."""

    reason = forms.CharField(
        label="Why you reject it",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in a few words why you reject this plan; the reason is kept."},
    )


class DoseForm(ReasonForm):
    """The numbers of a dose; a range is written as two numbers."""

    def __init__(self, *args: Any, item: PlannedItem, **kwargs: Any) -> None:
        """Ask only for the numbers that this item has, plus sets and days."""
        self.item, self.dose = item, item.dose
        super().__init__(*args, **kwargs)
        reason = self.fields.pop("reason")
        if self.dose.sets is not None:
            self.fields["sets"] = _whole("Sets", self.dose.sets, 20)
        for name, label, _unit in PAIRS:
            pair = getattr(self.dose, name)
            if pair is not None:
                most = LIMITS.get(name, MOST)
                self.fields[f"{name}_low"] = _whole(f"{label}, from", pair[0], most)
                self.fields[f"{name}_high"] = _whole(f"{label}, to", pair[1], most)
        self.fields["load"] = forms.CharField(
            label="Load", required=False, max_length=200, initial=self.dose.load or "",
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        )  # fmt: skip
        self.fields["reason"] = reason

    def clean(self) -> dict[str, Any]:
        """Low is not above high."""
        said: dict[str, Any] = self.cleaned_data
        for name, label, _unit in PAIRS:
            low, high = said.get(f"{name}_low"), said.get(f"{name}_high")
            if low is not None and high is not None and low > high:
                self.add_error(f"{name}_high", f"{label}: {low:g} to {high:g} runs backwards; swap the two numbers.")
        return said

    def groups(self) -> list[tuple[str, list[tuple[forms.BoundField, str]]]]:
        """Return the fields in pairs, for the template."""
        rows = [("Sets", [(self["sets"], "")])] if "sets" in self.fields else []
        for name, label, unit in PAIRS:
            if f"{name}_low" in self.fields:
                rows.append((label, [(self[f"{name}_low"], unit), (self[f"{name}_high"], unit)]))
        return rows

    def changed_dose(self) -> PlannedDose:
        """Return the dose as it was entered."""
        import msgspec

        said = self.cleaned_data
        changes: dict[str, Any] = {"load": said["load"] or None}
        if "sets" in said:
            changes["sets"] = int(said["sets"])
        for name, _label, _unit in PAIRS:
            if f"{name}_low" in said:
                as_number = float if name == "minutes" else int
                changes[name] = (as_number(said[f"{name}_low"]), as_number(said[f"{name}_high"]))
        return msgspec.structs.replace(self.dose, **changes)


class GoalForm(ReasonForm):
    """A goal's words, for therapist and runner, its target and date."""

    says = forms.CharField(label="Goal", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    plain = forms.CharField(label="In the runner’s words", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    target = forms.FloatField(label="Target", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    by = forms.DateField(label="By", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    field_order = ("says", "plain", "target", "by", "reason")

    @classmethod
    def of(cls, goal: Goal, data: Any) -> GoalForm:
        """Return the form of one goal."""
        initial = {
            "says": goal.says,
            "plain": goal.plain,
            "target": None if goal.target is None else f"{goal.target:g}",
            "by": goal.by,
        }
        return cls(data, initial=initial)

    def changes(self) -> dict[str, Any]:
        """Return what was entered, without the reason."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


class RunningForm(ReasonForm):
    """Whether and how to run for now."""

    mode = forms.ChoiceField(label="Running for now", choices=MODES, widget=forms.RadioSelect)
    says = forms.CharField(label="For the record", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    plain = forms.CharField(label="For the runner", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    points = forms.CharField(
        label="Rules, one a line", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    field_order = ("mode", "says", "plain", "points", "reason")

    @classmethod
    def of(cls, running: RunningAdvice, data: Any) -> RunningForm:
        """Return the form of what the plan says now."""
        initial = {
            "mode": running.mode,
            "says": running.says,
            "plain": running.plain,
            "points": "\n".join(running.changes),
        }
        return cls(data, initial=initial)

    def changes(self) -> dict[str, Any]:
        """Return what was entered, as the plan holds it."""
        said = self.cleaned_data
        lines = tuple(line.strip() for line in said["points"].splitlines() if line.strip())
        return {"mode": said["mode"], "says": said["says"], "plain": said["plain"], "changes": lines}


class MoveForm(ReasonForm):
    """What to move from which day to which."""

    what = forms.ChoiceField(label="Move")
    source = forms.ChoiceField(label="From", choices=tuple(DAY_NAMES.items()))
    target = forms.ChoiceField(label="To", choices=tuple(DAY_NAMES.items()))
    field_order = ("what", "source", "target", "reason")

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        """Offer the run and every home exercise."""
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            ("run", "The run"),
            *((item.item, item.name) for item in plan.home),
        ]


def _whole(label: str, initial: float, most: int) -> forms.Field:
    return forms.FloatField(
        label=label,
        min_value=0,
        max_value=most,
        initial=f"{initial:g}",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": f"{label}: write a number.",
            "invalid": f"{label}: that is not a number.",
            "max_value": f"{label}: above {most}, the highest possible; check the number.",
            "min_value": f"{label}: below 0; check the number.",
        },
    )
