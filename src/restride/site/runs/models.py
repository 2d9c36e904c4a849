"""Recorded runs of a runner, without positions and without the files themselves.

A file is known by the fingerprint of its bytes, so that the same one never counts twice. The file is read and let go:
all that is said of a history comes from the records, and a watch keeps its own files.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from restride.site.accounts.visibility import M, VisibleQuerySet
from restride.site.episodes.models import RunnerRecord


class OfRecord(VisibleQuerySet[M]):
    """Rows that hang on a record."""

    record_path = "record"


class RunFile(models.Model):
    """One activity file that was read, with its grade."""

    record = models.ForeignKey(RunnerRecord, on_delete=models.PROTECT, related_name="run_files")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    format = models.CharField(max_length=16)
    grade = models.CharField(max_length=8)
    reason = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfRecord.as_manager()

    class Meta:
        """The same bytes count once for a runner."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "sha256"], name="run_file_once")]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class RecordedRun(models.Model):
    """One activity of a file as :class:`restride.training.record.RunRecord`, without positions."""

    record = models.ForeignKey(RunnerRecord, on_delete=models.PROTECT, related_name="recorded_runs")
    file = models.ForeignKey(RunFile, on_delete=models.CASCADE, related_name="runs")
    run_id = models.CharField(max_length=40)
    day = models.DateField(null=True, blank=True, help_text="The runner's local day; none where the clock was not set.")
    kind = models.CharField(max_length=8)
    body = models.TextField(help_text="The record as JSON.")

    objects = OfRecord.as_manager()

    class Meta:
        """An activity is one row."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "run_id"], name="recorded_run_once")]
        indexes: ClassVar = [models.Index(fields=["record", "day"], name="recorded_runs_by_day")]

    def __str__(self) -> str:
        """Say what and when."""
        return f"{self.kind} of {self.day or 'an unknown day'}"


class Upload(models.Model):
    """What became of the newest upload of one person, file by file."""

    record = models.ForeignKey(RunnerRecord, on_delete=models.PROTECT, related_name="run_uploads")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    files = models.PositiveIntegerField(default=0)
    new_runs = models.PositiveIntegerField(default=0)
    lines = models.JSONField(default=list, help_text="[{name, grade, says, runs}, …], the first of them.")

    objects = OfRecord.as_manager()

    class Meta:
        """The newest only: what was read stands in the files."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "made_by"], name="newest_upload_of_a_person")
        ]

    def __str__(self) -> str:
        """Say how many."""
        return f"{self.files} files, {self.new_runs} new runs"

    @property
    def plain_lines(self) -> list[dict[str, Any]]:
        """Files of which nothing is to be said."""
        return [line for line in self.lines if line["grade"] in ("OK", "KNOWN") and line not in self.lines_to_read]

    @property
    def lines_to_read(self) -> list[dict[str, Any]]:
        """Files of which something is to be said: refused, partly read, a copy of another."""
        return [line for line in self.lines if line["grade"] != "KNOWN" and (line["grade"] != "OK" or line["says"])]

    @property
    def in_words(self) -> str:
        """«48 read, 1 partly, 2 not read, 3 known»."""
        words = {"OK": "read", "PARTIAL": "partly", "REJECTED": "not read", "KNOWN": "here already"}
        counts = {grade: sum(line["grade"] == grade for line in self.lines) for grade in words}
        return ", ".join(f"{counts[grade]} {word}" for grade, word in words.items() if counts[grade])


class ChangeKind(models.TextChoices):
    """What no file knows; the words of :class:`restride.model.runs.RunnerChange`."""

    SHOES = "shoes", "Other shoes"
    SURFACE = "surface", "Another surface"
    RACE = "race", "A race"
    SPEED = "speed_work", "Fast running added"
    HILLS = "hills", "Hills added"


class TrainingChange(models.Model):
    """A change of running that the runner entered."""

    record = models.ForeignKey(RunnerRecord, on_delete=models.PROTECT, related_name="training_changes")
    what = models.CharField(max_length=12, choices=ChangeKind.choices)
    on = models.DateField()
    says = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfRecord.as_manager()

    class Meta:
        """One of the known kinds."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(what__in=ChangeKind.values), name="known_training_change")
        ]

    def __str__(self) -> str:
        """Say what and since when."""
        return f"{self.get_what_display()}, {self.on:%Y-%m-%d}"


class CalendarFeed(models.Model):
    """The secret address of a runner's calendar; only the fingerprint of its secret is kept."""

    record = models.OneToOneField(RunnerRecord, on_delete=models.PROTECT, related_name="calendar_feed")
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    last_asked_on = models.DateField(null=True, blank=True)

    objects = OfRecord.as_manager()

    def __str__(self) -> str:
        """Say since when."""
        return f"calendar since {self.made_at:%Y-%m-%d}"


class FedRun(models.Model):
    """A run as the calendar has already shown it, so that its entry keeps its number and can be called off."""

    record = models.ForeignKey(RunnerRecord, on_delete=models.PROTECT, related_name="fed_runs")
    on = models.DateField()
    running_s = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField(default=0)
    called_off = models.BooleanField(default=False)
    entry = models.CharField(max_length=64, blank=True, help_text="Fingerprint of what the entry said.")

    objects = OfRecord.as_manager()

    class Meta:
        """One entry a day."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["record", "on"], name="fed_run_of_a_day")]

    def __str__(self) -> str:
        """Say which day."""
        return f"run of {self.on:%Y-%m-%d}"
