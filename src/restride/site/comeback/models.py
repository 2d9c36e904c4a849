"""What the therapist set for the way back, the signatures under it, and the runner's log of runs.

Every row but the kept alerts is written once and never changes: a change of the programme is a new version, a
correction of a log is a new entry that replaces the old one.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from restride.site.accounts.visibility import M, VisibleQuerySet
from restride.site.episodes.models import Episode, EvaluationRecord

SCALE_TOP = 10
#: Pains of one session in the order of time; named as in :class:`restride.model.diary.PainLog`.
PAINS = ("during", "right_after", "hour_later", "walking", "at_night", "next_morning", "after_24_h")


class OfEpisode(VisibleQuerySet[M]):
    """Rows that hang on an episode."""

    record_path = "episode__record"


class Change(models.TextChoices):
    """What a version of the programme changed."""

    BEGUN = "begun", "Begun"
    SETTINGS = "settings", "Settings changed"
    READINESS = "readiness", "Readiness answered"
    PAUSED = "paused", "Paused"
    RELEASED = "released", "Released"
    ANSWERS = "answers", "Made from newer answers"


class Programme(models.Model):
    """One version of what the therapist set: the settings of the way back and the goal, with who and why."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="programmes")
    evaluation = models.ForeignKey(EvaluationRecord, on_delete=models.PROTECT, related_name="programmes")
    number = models.PositiveIntegerField()
    document = models.JSONField(help_text="{settings: restride.model.diary.ComebackSettings, goal: Goal or null}")
    change = models.CharField(max_length=10, choices=Change.choices)
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfEpisode.as_manager()

    class Meta:
        """Numbered without gaps by the action that writes it, and never without a reason."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["episode", "number"], name="programme_number"),
            models.CheckConstraint(condition=~Q(reason=""), name="programme_has_a_reason"),
            models.CheckConstraint(condition=Q(change__in=Change.values), name="known_programme_change"),
        ]

    def __str__(self) -> str:
        """Return the name that people use."""
        return f"Programme {self.number}"


class ProgrammeSignature(models.Model):
    """Who released which version to the runner, and when; the fingerprint binds it to the content."""

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="signature")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now, editable=False)
    knowledge_version = models.CharField(max_length=40)
    document_fingerprint = models.CharField(max_length=64)

    class Meta:
        """Reached from the programme only."""

    def __str__(self) -> str:
        """Say who signed what."""
        return f"{self.programme} signed by {self.signed_by}"


class RunKind(models.TextChoices):
    """What the entry is about."""

    RUN = "run", "Run"
    WALK = "walk", "Walk"
    CROSS = "cross_training", "Cross-training"
    AFTER = "after", "How it felt later"


class Stands(models.TextChoices):
    """What a person said of an entry beside its content; empty for most."""

    WITHDRAWN = "withdrawn", "Taken back"
    SECOND = "second", "A second session of that day"


class RunLog(models.Model):
    """One session as it was, or how an earlier one felt later; the id is made on the phone."""

    client_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="run_logs")
    kind = models.CharField(max_length=16, choices=RunKind.choices)
    day = models.DateField(help_text="The day of the session, also for what was felt later.")
    started_at = models.DateTimeField(null=True, blank=True)
    ran = models.JSONField(default=list, blank=True, help_text="[[repeats, run_s, walk_s], …]")
    running_s = models.PositiveIntegerField(null=True, blank=True)
    longest_bout_s = models.PositiveIntegerField(null=True, blank=True)
    length_s = models.PositiveIntegerField(null=True, blank=True, help_text="Of a walk or of cross-training.")
    distance_m = models.PositiveIntegerField(null=True, blank=True)
    fast_s = models.PositiveIntegerField(null=True, blank=True)
    uphill_s = models.PositiveIntegerField(null=True, blank=True)
    planned_s = models.PositiveIntegerField(null=True, blank=True, help_text="Running time that the phone showed.")
    during = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(SCALE_TOP)])
    right_after = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(SCALE_TOP)])
    hour_later = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(SCALE_TOP)])
    next_morning = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(SCALE_TOP)])
    after_24_h = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(SCALE_TOP)])
    walking = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(SCALE_TOP)])
    at_night = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(SCALE_TOP)])
    effort = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(SCALE_TOP)])
    stiffness = models.CharField(max_length=6, blank=True, choices=[(one, one) for one in ("less", "usual", "more")])
    limped = models.BooleanField(null=True, blank=True)
    elsewhere = models.CharField(max_length=200, blank=True)
    flags = models.JSONField(default=list, blank=True, help_text="Red-flag questions answered yes.")
    note = models.TextField(max_length=2000, blank=True)
    imported_run = models.CharField(max_length=80, blank=True, help_text="Id of the imported run it tells about.")
    about = models.ForeignKey("self", on_delete=models.PROTECT, related_name="later", null=True, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    stands = models.CharField(
        max_length=9, blank=True, choices=Stands.choices, help_text="Taken back, or one of two sessions of its day."
    )
    said_at = models.DateTimeField(help_text="The phone's clock.")
    received_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfEpisode.as_manager()

    class Meta:
        """Numbers lie on their scales; what was felt later belongs to a session."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=RunKind.values), name="known_run_kind"),
            models.CheckConstraint(
                condition=~Q(stands="withdrawn") | Q(replaces__isnull=False), name="only_what_was_said_is_taken_back"
            ),
            models.CheckConstraint(
                condition=Q(kind="after", about__isnull=False) | ~Q(kind="after") & Q(about__isnull=True),
                name="felt_later_belongs_to_a_session",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (0, SCALE_TOP)}),
                    name=f"run_{name}_0_10",
                )
                for name in (*PAINS, "effort")
            ),
            models.CheckConstraint(
                condition=Q(longest_bout_s__isnull=True)
                | Q(running_s__isnull=True)
                | Q(longest_bout_s__lte=F("running_s")),
                name="bout_within_the_run",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["episode", "day"], name="run_logs_by_day")]

    def __str__(self) -> str:
        """Say what and when."""
        return f"{self.get_kind_display()} of {self.day:%Y-%m-%d}"


class AlertSeen(models.Model):
    """A therapist has seen an alert, and what came of it."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="alerts_seen")
    kind = models.CharField(max_length=20)
    day = models.DateField(help_text="Day of what raised it.")
    note = models.CharField(max_length=300)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfEpisode.as_manager()

    class Meta:
        """Once for an alert, and never without words."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["episode", "kind", "day"], name="alert_seen_once"),
            models.CheckConstraint(condition=~Q(note=""), name="alert_seen_with_a_note"),
        ]

    def __str__(self) -> str:
        """Say which."""
        return f"{self.kind} of {self.day:%Y-%m-%d} seen by {self.seen_by}"


class KeptAlerts(models.Model):
    """The alerts of one episode as last worked out, under the key of everything they came from.

    A list over a clinic cannot replay a thousand diaries. What is kept is used only while its key is the one
    that the rows give now; otherwise it is worked out anew, so it is never stale.
    """

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="kept_alerts")
    key = models.CharField(max_length=64)
    alerts = models.JSONField(default=list)

    objects = OfEpisode.as_manager()

    def __str__(self) -> str:
        """Say whose."""
        return f"alerts of {self.episode}"
