"""A recording's own row is the truth about its analysis: queued, analysing under a lease, done, or why not.

Nothing else remembers work. A worker that dies loses its lease, and the row is taken again; a worker that
wakes up late finds its token gone and writes nothing.
"""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from restride.explain.dates import long_date
from restride.explain.session_words import ROLES
from restride.site.accounts.visibility import VisibleQuerySet
from restride.site.episodes.models import Episode

WHOLE = 100


class State(models.TextChoices):
    """Where the analysis of a recording stands."""

    QUEUED = "queued", "Waiting"
    ANALYSING = "analysing", "Being analysed"
    PAUSED = "paused", "Paused"
    CANCELLED = "cancelled", "Cancelled"
    DONE = "done", "Analysed"
    FAILED = "failed", "Could not be analysed"
    REMOVED = "removed", "Removed"


class Role(models.TextChoices):
    """What a recording shows beside the others of its day."""

    USUAL = "usual", ROLES["usual"]
    CUE = "cue", ROLES["cue"]
    BAREFOOT = "barefoot", ROLES["barefoot"]
    OTHER_SHOES = "other_shoes", ROLES["other_shoes"]
    TIRED = "tired", ROLES["tired"]


class VisitOfDay(models.IntegerChoices):
    """Which visit of its day: somebody may come in the morning and again in the evening."""

    FIRST = 1, "First visit"
    SECOND = 2, "Second visit"
    THIRD = 3, "Third visit"


class Visit(NamedTuple):
    """The recordings of one visit make one session; visits sort by time."""

    on: date
    number: int

    @property
    def slug(self) -> str:
        """How addresses name it: 2026-11-20, and 2026-11-20-2 for the second visit of that day."""
        return self.on.isoformat() if self.number == VisitOfDay.FIRST else f"{self.on.isoformat()}-{self.number}"

    def __str__(self) -> str:
        """«20 November 2026, second visit»; the first is the day alone."""
        later = "" if self.number == VisitOfDay.FIRST else f", {VisitOfDay(self.number).label.lower()}"
        return f"{long_date(self.on)}{later}"


class RecordingQuerySet(VisibleQuerySet["Recording"]):
    """Recordings hang on an episode."""

    record_path = "episode__record"


class Recording(models.Model):
    """One uploaded file of movement, what was said about it, and its analysis."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="recordings")
    name = models.CharField(max_length=200, help_text="The file's own name.")
    suffix = models.CharField(max_length=8)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    recorded_on = models.DateField()
    visit_of_day = models.PositiveSmallIntegerField(choices=VisitOfDay, default=VisitOfDay.FIRST)
    condition = models.CharField(max_length=120, blank=True, help_text="Own shoes, after a cue, barefoot …")
    movement = models.CharField(max_length=20, blank=True, help_text="The movement test it shows; running otherwise.")
    role = models.CharField(max_length=12, choices=Role, default=Role.USUAL)
    options = models.JSONField(default=dict, help_text="What the file does not say itself: view, speed, height.")
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often an analysis began.")
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    progress_percent = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(WHOLE)])
    stage = models.CharField(max_length=80, blank=True)
    remarks = models.JSONField(default=list, help_text="What the first look at a clip says of how it was filmed.")
    reason = models.CharField(max_length=500, blank=True, help_text="Why it could not be analysed, and what to do.")

    people = models.JSONField(default=list, help_text="A pixel on each person among whom it could not choose.")

    report = models.JSONField(null=True, blank=True, help_text="The report as the analysis answered it.")
    report_options = models.JSONField(default=dict, help_text="The options with which the report was made.")
    result = models.CharField(max_length=64, blank=True, help_text="Folder of the report's files.")
    pipeline = models.CharField(max_length=40, blank=True, help_text="Version of the program that analysed it.")
    analysed_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True, help_text="When its findings entered the case.")

    objects = RecordingQuerySet.as_manager()

    class Meta:
        """A lease while it is analysed and never else; a report when done; a reason when it failed."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["episode", "sha256"], condition=~Q(state="removed"), name="a_file_once_in_an_episode"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="known_recording_state"),
            models.CheckConstraint(
                condition=Q(state="analysing", lease_token__isnull=False, lease_until__isnull=False)
                | ~Q(state="analysing") & Q(lease_token__isnull=True, lease_until__isnull=True),
                name="lease_while_analysing",
            ),
            models.CheckConstraint(condition=~Q(state="done") | Q(report__isnull=False), name="done_has_a_report"),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(reason=""), name="failed_has_a_reason"),
            models.CheckConstraint(condition=Q(visit_of_day__in=VisitOfDay.values), name="known_visit_of_day"),
            models.CheckConstraint(condition=Q(progress_percent__range=(0, WHOLE)), name="recording_progress_0_100"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "queued_at"], name="recordings_due")]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.name

    @property
    def visit(self) -> Visit:
        """The visit whose session it belongs to."""
        return Visit(self.recorded_on, self.visit_of_day)

    @property
    def folder(self) -> Path:
        """Where the recording and its reports lie."""
        return Path(settings.MEDIA_ROOT) / "recordings" / str(self.pk)

    @property
    def source(self) -> Path:
        """The uploaded file."""
        return self.folder / f"recording{self.suffix}"

    @property
    def result_folder(self) -> Path | None:
        """The files of the report that counts; nothing before it is done."""
        return self.folder / self.result if self.result else None

    @property
    def at_work(self) -> bool:
        """Whether the page must look again."""
        return self.state in (State.QUEUED, State.ANALYSING)

    @property
    def reported(self) -> bool:
        """Whether there is a report: its own, or while it is analysed again that of the analysis before."""
        return self.state == State.DONE or bool(self.result)

    @property
    def title(self) -> str:
        """What a list calls it: what was special, or the file's name."""
        return self.condition or self.name

    @property
    def view(self) -> str:
        """The camera's view as found; empty for what is no picture."""
        report: dict[str, Any] = self.report or {}
        found = report.get("recording", {}).get("view", "")
        return "" if found == "space" else str(found)
