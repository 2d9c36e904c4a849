"""Retraining from a report: the offer with its conditions, the therapist's choice, and the way into the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone

import restride
from restride.explain.gait_words import SIDES, with_error, with_unit
from restride.explain.retraining_plan import Chosen, dose_of, steps_of
from restride.explain.retraining_text import CONDITIONS, LOADED, RETRAINING_VERDICTS
from restride.gait.joined import with_reports
from restride.gait.retraining import retraining
from restride.model.retraining import CadenceTarget, Retraining
from restride.model.words import Side
from restride.site import engine
from restride.site.accounts.models import User
from restride.site.evaluations.queries import standing_of
from restride.site.plans import editing
from restride.site.plans.desk import Unreadable, opened
from restride.site.plans.queries import draft_plan
from restride.site.recordings import queries
from restride.site.recordings.actions import RecordingRefused
from restride.site.recordings.models import Recording, State

EIGHT = "eight"
_SIGNS = {"yes": ("Met", "ok", "ok"), "no": ("Not met", "stop", "no"), "unknown": ("Not known", "warn", "unk")}
#: What a person may say instead of the program: the runner's word, and what was seen on another day.
_BY_HAND = frozenset({"agrees", "persists"})
_TONES = {"ready": "ok", "not_yet": "warn", "no": "stop", "nothing_to_change": ""}


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal for one recording, and whether a plan waits for it."""

    row: Recording
    proposal: Retraining
    has_case: bool
    has_draft: bool

    @property
    def open(self) -> bool:
        """Whether a therapist may take it: nothing forbids it, and what is not known is theirs to say."""
        unknown = {one.id for one in self.proposal.checks if one.met == "unknown"}
        return self.proposal.verdict in ("ready", "not_yet") and unknown <= _BY_HAND

    @property
    def ask_again(self) -> bool:
        """Whether somebody must say that it was seen on another day."""
        return any(one.id == "persists" and one.met == "unknown" for one in self.proposal.checks)


def offer(row: Recording, user: User, cue: str | None = None) -> Offer | None:
    """Return what could be changed after one recording; nothing where it has no report of running.

    Raises
    ------
    restride.gait.retraining.RetrainingError
        The cue answers nothing in the recording.
    """
    report = queries.report_of(row)
    if report is None or row.state != State.DONE:
        return None
    standing = standing_of(row.episode, by=user)
    evaluation = None
    if standing is not None and standing.case is not None:
        case = with_reports(standing.case, [report])
        evaluation = restride.evaluate(case, today=timezone.localdate(), facts=engine.facts())
    repeats = queries.repeats_of(row)
    proposal = retraining([report, *repeats], engine.facts(), evaluation, cue=cue)
    return Offer(row, proposal, evaluation is not None, draft_plan(row.episode) is not None)


class RetrainingForm(forms.Form):
    """What a therapist takes of the offer."""

    target = forms.ChoiceField(label="Step rate", widget=forms.RadioSelect)
    dose = forms.ChoiceField(label="Dose", widget=forms.RadioSelect, initial=EIGHT)
    own_words = forms.CharField(
        label="The cue in your words",
        required=False,
        max_length=300,
        help_text="Stands first on the runner’s sheet, above the steps of the library.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    again = forms.BooleanField(
        label="I have seen it again on another day",
        error_messages={"required": "Seen once only: look again on another day, or say that you have."},
    )
    agrees = forms.BooleanField(
        label="The runner agrees to change form",
        error_messages={"required": "Form is changed only with the runner’s word; ask, then tick it."},
    )
    reason = forms.CharField(
        label="Reason",
        max_length=300,
        help_text="Kept with the plan.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Say in a few words why; the reason is kept with the plan."},
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        """Ask only what this offer leaves open."""
        super().__init__(*args, **kwargs)
        self.offer = offer
        proposal = offer.proposal
        if proposal.cadence:
            self._choices("target", [(f"{one.above_own_percent:g}", target_words(one)) for one in proposal.cadence])
            self.fields["target"].initial = f"{proposal.cadence[0].above_own_percent:g}"
        else:
            del self.fields["target"]
        eight = f"{len(proposal.sessions)} sessions, the help fades"
        self._choices("dose", [(EIGHT, eight), *((one.id, one.says) for one in proposal.longer)])
        if not offer.ask_again:
            del self.fields["again"]
        if proposal.cue is not None:
            self.fields["reason"].initial = f"Seen in {offer.row.name}: {finding_words(proposal)}"[:300]

    def chosen(self) -> Chosen:
        """Return what was chosen."""
        said, proposal = self.cleaned_data, self.offer.proposal
        target = next((one for one in proposal.cadence if f"{one.above_own_percent:g}" == said.get("target")), None)
        form = next((one for one in proposal.longer if one.id == said["dose"]), None)
        return Chosen(proposal, target, form, said["own_words"].strip())

    def _choices(self, name: str, rows: list[tuple[str, str]]) -> None:
        self.fields[name].choices = rows  # type: ignore[attr-defined]


def into_the_plan(*, offer: Offer, chosen: Chosen, reason: str, by: User) -> None:
    """Put the cue with its dose into the draft of the plan.

    Raises
    ------
    RecordingRefused
        The offer is closed, or no draft waits.
    PlanRefused
        The plan cannot take it; the sentence says why.
    """
    cue, draft = offer.proposal.cue, draft_plan(offer.row.episode)
    if cue is None or not offer.open:
        raise RecordingRefused("A condition for changing form is not met; nothing was put into the plan.")
    if draft is None:
        raise RecordingRefused(
            "No draft of a plan waits; make a proposal on the plan’s page, then choose the cue again."
        )
    try:
        desk = opened(draft)
    except Unreadable as old:
        raise RecordingRefused(str(old)) from old
    editing.put_item(desk=desk, item_id=cue.item, dose=dose_of(chosen), steps=steps_of(chosen), reason=reason, by=by)


def context(offer: Offer, form: RetrainingForm | None) -> dict[str, Any]:
    """Return what the page shows of an offer."""
    proposal = offer.proposal
    return {
        "row": offer.row,
        "offer": offer,
        "one": proposal,
        "form": form,
        "verdict": RETRAINING_VERDICTS[proposal.verdict],
        "tone": _TONES[proposal.verdict],
        "checks": [(CONDITIONS[one.id], one.says, _SIGNS[one.met]) for one in proposal.checks],
        "finding": finding_words(proposal) if proposal.cue else "",
        "more_load": [LOADED.get(one, one.replace("_", " ")) for one in proposal.more_load],
        "less_load": [LOADED.get(one, one.replace("_", " ")) for one in proposal.less_load],
        "real_change": with_unit(proposal.cue.smallest_change, proposal.cue.unit) if proposal.cue else "",
    }


def target_words(one: CadenceTarget) -> str:
    """«+5 %: 166 steps a minute (metronome 166, or 83 for one foot)»."""
    return (
        f"Up to +{one.above_own_percent:g} %: {one.steps_per_min} steps a minute "
        f"(metronome {one.steps_per_min}, or {one.strides_per_min} for one foot)"
    )


def finding_words(proposal: Retraining) -> str:
    """The finding with its number: «Step rate low: 150.0 steps/min ± 1.2»."""
    cue = proposal.cue
    if cue is None:
        return ""
    word = engine.facts().findings.get(cue.finding)
    side = "" if cue.side is Side.BOTH else f", {SIDES[cue.side]}"
    return f"{word.says if word else cue.finding}{side}: {with_error(cue.value, cue.error, cue.unit)}"
