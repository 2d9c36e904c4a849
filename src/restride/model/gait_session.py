"""One session of several recordings of running: what each shows, what they say together, what changed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from restride.model.gait import GaitComparison, GaitPart, GaitReport, Locomotion, Metric
from restride.model.parts import Part
from restride.model.recordings import NamedRecording, SlowMotion
from restride.model.runs import Beside

#: What a recording shows beside the others of its session.
Role = Literal["usual", "cue", "barefoot", "other_shoes", "tired"]


class SessionClip(GaitPart, frozen=True, kw_only=True):
    """One recording of the session with its whole report; ``says`` is what was special about it."""

    role: Role = "usual"
    says: str | None = None
    report: GaitReport


class TakeMetric(GaitPart, frozen=True, kw_only=True):
    """A number of a take, and the recording that measured it best."""

    clip: str
    metric: Metric


class Take(GaitPart, frozen=True, kw_only=True):
    """All recordings of one role: side and rear together."""

    role: Role
    locomotion: Locomotion
    clips: tuple[str, ...]
    metrics: tuple[TakeMetric, ...]
    #: Left minus right of what was measured on both legs, each with its own error.
    legs: tuple[Metric, ...] = ()
    #: Where two side views were held against each other, or why no leg was held against the other.
    legs_because: str | None = None


class SessionChange(GaitPart, frozen=True, kw_only=True):
    """One take against another: of the same session, or of an earlier one."""

    kind: Literal["within", "since"]
    before: Role
    after: Role
    earlier_on: date | None = None
    comparison: GaitComparison


class GaitSession(GaitPart, frozen=True, kw_only=True):
    """The session: every recording, the takes they make, and what changed."""

    schema: Literal["restride/gait_session/1"] = "restride/gait_session/1"
    on: date | None = None
    clips: tuple[SessionClip, ...]
    takes: tuple[Take, ...]
    changes: tuple[SessionChange, ...] = ()
    #: What could not be held against each other, and what would help.
    not_compared: tuple[str, ...] = ()
    knowledge_version: str


class SessionRecording(NamedRecording, frozen=True, kw_only=True):
    """One recording as a session's file names it."""

    role: Role = "usual"
    view: Literal["left", "right", "rear", "front"] | None = None
    slow_motion: SlowMotion | None = None


class SessionFile(Part, frozen=True, kw_only=True):
    """A session as it is written down: its day, its recordings, and an earlier session to hold it against."""

    on: date | None = None
    clips: Annotated[tuple[SessionRecording, ...], msgspec.Meta(min_length=1, max_length=40)]
    #: The session.json of an earlier session, beside this file.
    earlier: Beside | None = None
