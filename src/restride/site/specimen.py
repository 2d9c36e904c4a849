"""Invented content for the page that draws every component."""

from __future__ import annotations

from typing import Any

from django import forms

from restride.model.words import Certainty, Urgency
from restride.site.look.words import GATES


class PlainForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name or initials", help_text="What the clinic calls the runner.")
    kind = forms.ChoiceField(label="Surface", choices=[("road", "Road"), ("trail", "Trail")])
    night = forms.ChoiceField(
        label="Does it wake you at night?",
        choices=[("yes", "Yes"), ("no", "No"), ("not_asked", "I cannot say")],
        widget=forms.RadioSelect,
    )


class BadForm(forms.Form):
    """A field whose answer needs a look."""

    left = forms.IntegerField(label="Left strength", max_value=800)

    def clean_left(self) -> int:
        """Refuse what the device cannot read, and guess."""
        raise forms.ValidationError("Left strength: 1820 N is above what the device can read. Is it 182?")


def specimen_context() -> dict[str, Any]:
    """Everything that templates/components.html draws."""
    labels = ["Mon 23", "Tue 24", "Wed 25", "Thu 26", "Fri 27", "Sat 28", "Sun 29"]
    run = {"kind": "run", "title": "Run and walk", "text": "3 × 5 min"}
    strength = {"kind": "str", "title": "Strength", "text": "1 2 3 4"}
    rest = {"kind": "rest", "title": "Rest", "text": ""}
    blocks = [rest, run, strength, run, strength, run, strength]
    return {
        "place": "components",
        "gates": list(GATES),
        "urgencies": [urgency.value for urgency in Urgency],
        "certainties": [certainty.value for certainty in Certainty],
        "plain_form": PlainForm(initial={"night": "not_asked"}),
        "bad_form": BadForm({"left": "182"}),
        "marked": ["right-knee"],
        "mornings": [6, 5, 5, 3, 2, 2, 1, 0, 0],
        "columns": {
            "speaks_for": ["Pain 2–3 cm above the joint line, outer side", "Worse downhill"],
            "against": ["One clicking episode"],
            "unknown": ["Compression test over the outer knee"],
        },
        "timeline_entries": [
            {"when": "Today 09:00", "what": "Plan 3 proposed", "by": ""},
            {"when": "10 November", "what": "Plan 2 signed", "by": "R. B."},
        ],
        "exercise": {
            "name": "Side-lying leg raise",
            "edit_url": "#c-ex",
            "dose": [
                {"amount": "3 × 12", "unit": "each side"},
                {"amount": "3", "unit": "days a week"},
                {"amount": "2 of 10", "unit": "pain limit"},
            ],
            "progression": "Ankle weight 1 kg. Up when 12 feel easy twice: 2 kg.",
            "reasons": [{"kind": "Rule", "words": "Hip abductor strength, three days a week."}],
        },
        "days": [
            {"label": label, "now": at == 1, "blocks": [block]}
            for at, (label, block) in enumerate(zip(labels, blocks, strict=True))
        ],
    }
