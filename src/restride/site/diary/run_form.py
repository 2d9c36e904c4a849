"""What the runner's page sends about a run: as planned, as the timer saw it, or typed; and how it felt."""

from __future__ import annotations

from typing import Any

from django import forms

from restride.site.comeback.actions import RunSaid
from restride.site.comeback.models import RunKind
from restride.site.diary.forms import FromPhoneForm
from restride.site.diary.models import SCALE_TOP
from restride.site.diary.run import Piece
from restride.site.intake.questions import CleanText

MINUTE_S = 60
_DAY_MIN = 24 * 60
_PIECE = 3
_MOST_PIECES = 60
#: Where what was run comes from: the plan, the phone's timer, the entry that is corrected, or the runner's own words.
HOW = ("planned", "timed", "same", "other")


def _pain() -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=SCALE_TOP, required=False)


class PiecesField(forms.JSONField):
    """[[repeats, run_s, walk_s], …] as the page or the timer wrote it."""

    def clean(self, value: Any) -> tuple[Piece, ...]:
        """Return the pieces; nothing where nothing was sent."""
        pieces = super().clean(value)
        if not pieces:
            return ()
        whole = isinstance(pieces, list) and len(pieces) <= _MOST_PIECES
        if not whole or not all(_is_piece(piece) for piece in pieces):
            raise forms.ValidationError("What the timer counted cannot be read; say in minutes how long you ran.")
        return tuple((times, run, walk) for times, run, walk in pieces)


class RunForm(FromPhoneForm):
    """One session, a correction of one (``replaces``), or how one felt later (``about``)."""

    kind = forms.ChoiceField(choices=[(one, one) for one in (RunKind.RUN, RunKind.WALK)], required=False)
    how = forms.ChoiceField(choices=[(one, one) for one in HOW], required=False)
    planned = PiecesField(required=False)
    timed = PiecesField(required=False)
    same = PiecesField(required=False)
    walked_s = forms.IntegerField(min_value=0, max_value=_DAY_MIN * MINUTE_S, required=False)
    timed_walk_s = forms.IntegerField(min_value=0, max_value=_DAY_MIN * MINUTE_S, required=False)
    minutes = forms.FloatField(min_value=0, max_value=_DAY_MIN, required=False)
    longest_min = forms.FloatField(min_value=0, max_value=_DAY_MIN, required=False)
    planned_s = forms.IntegerField(min_value=0, max_value=_DAY_MIN * MINUTE_S, required=False)
    started_at = forms.DateTimeField(required=False)
    during = _pain()
    right_after = _pain()
    hour_later = _pain()
    after_24_h = _pain()
    effort = _pain()
    limped = forms.BooleanField(required=False)
    elsewhere = CleanText(max_length=200, required=False)
    note = CleanText(max_length=2000, required=False)
    replaces = forms.UUIDField(required=False)
    about = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a session without its one number: pain while running decides the next run."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not said.get("about") and said.get("during") is None:
            raise forms.ValidationError("Choose a number first: how bad was it at its worst while you ran?")
        return said

    def said(self) -> RunSaid:
        """Return it for the action."""
        said = self.cleaned_data
        shared = {
            name: said[name] for name in ("client_id", "said_at", "hour_later", "after_24_h", "note", "elsewhere")
        }
        if said["about"]:
            return RunSaid(**shared, about=said["about"], limped=True if said["limped"] else None)
        felt = {name: said[name] for name in ("during", "right_after", "effort", "limped", "replaces", "planned_s")}
        return RunSaid(**shared, **felt, day=said["day"], started_at=said["started_at"], **self._amount())

    def _amount(self) -> dict[str, Any]:
        said = self.cleaned_data
        how = said["how"] or "other"
        ran: tuple[Piece, ...] = said[how] if how != "other" else ()
        if ran:
            return {"kind": RunKind.RUN, "ran": ran}
        walked = {"planned": said["walked_s"], "same": said["walked_s"], "timed": said["timed_walk_s"]}.get(how)
        minutes_s = round((said["minutes"] or 0) * MINUTE_S)
        if how == "timed" or said["kind"] == RunKind.WALK:
            return {"kind": RunKind.WALK, "length_s": walked or minutes_s}
        longest = said["longest_min"]
        bout = round(longest * MINUTE_S) if longest else minutes_s
        return {"kind": RunKind.RUN, "running_s": minutes_s, "longest_bout_s": bout}


def _is_piece(piece: Any) -> bool:
    numbers = isinstance(piece, list) and len(piece) == _PIECE and all(type(one) is int for one in piece)
    return numbers and piece[0] > 0 and piece[1] > 0 and piece[2] >= 0
