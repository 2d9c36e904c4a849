"""Records, episodes and their append-only history."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from restride.model.words import Urgency
from restride.site.accounts.models import Clinic, Invitation, initials_of
from restride.site.accounts.visibility import M, VisibleQuerySet

EARLIEST_BIRTH_YEAR = 1900
LATEST_BIRTH_YEAR = 2100
URGENCIES = [urgency.value for urgency in Urgency]


class Sex(models.TextChoices):
    """As far as it changes what is likely; «not said» is an answer."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Other"
    UNKNOWN = "unknown", "Not said"


class RunnerRecord(models.Model):
    """A runner in the care of one clinic; may be linked to the person's own sign-in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="records")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="records", null=True, blank=True
    )
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="records", null=True, blank=True)
    name = models.CharField("name or initials", max_length=80)
    email = models.EmailField("e-mail address", blank=True)
    birth_year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(EARLIEST_BIRTH_YEAR), MaxValueValidator(LATEST_BIRTH_YEAR)],
        null=True,
        blank=True,
    )
    sex = models.CharField(max_length=8, choices=Sex.choices, default=Sex.UNKNOWN)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        """One record for one person in one clinic."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["clinic", "user"],
                condition=models.Q(user__isnull=False),
                name="one_record_per_person_and_clinic",
            ),
            models.CheckConstraint(
                condition=models.Q(birth_year__isnull=True)
                | models.Q(birth_year__range=(EARLIEST_BIRTH_YEAR, LATEST_BIRTH_YEAR)),
                name="birth_year_is_a_year",
            ),
            models.CheckConstraint(condition=models.Q(sex__in=Sex.values), name="known_sex"),
        ]
        indexes: ClassVar = [models.Index(fields=["clinic", "name"], name="records_by_clinic_and_name")]

    def __str__(self) -> str:
        """Return the name that the clinic uses."""
        return self.name

    @property
    def initials(self) -> str:
        """Up to two letters for the round badge."""
        return initials_of(self.name)

    def age_in(self, year: int) -> int | None:
        """Age reached in a year; a birth year alone is exact to one year."""
        return None if self.birth_year is None else year - self.birth_year


class EpisodeQuerySet(VisibleQuerySet["Episode"]):
    """Episodes hang on a record."""

    record_path = "record"


class Ending(models.TextChoices):
    """Why a course of care ended."""

    REACHED = "reached", "The goal is reached"
    REFERRED = "referred", "Referred on"
    STOPPED = "stopped", "The runner stopped coming"
    OTHER = "other", "Another reason"


class Episode(models.Model):
    """One course of care, from the first complaint to discharge."""

    record = models.ForeignKey(RunnerRecord, on_delete=models.PROTECT, related_name="episodes")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=10, choices=Ending, blank=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        """At most one open episode for a runner; whatever ended says why."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, ending="")
                | models.Q(closed_at__isnull=False, ending__in=Ending.values),
                name="ended_says_why",
            ),
            models.UniqueConstraint(
                fields=["record"], condition=models.Q(closed_at__isnull=True), name="one_open_episode"
            ),
        ]

    def __str__(self) -> str:
        """Say whose episode it is and since when."""
        return f"{self.record}, since {self.opened_at:%Y-%m-%d}"


class OfEpisodeQuerySet(VisibleQuerySet[M]):
    """Rows that hang on an episode."""

    record_path = "episode__record"


class CaseVersion(models.Model):
    """The whole case as it stood at one moment; a change is a new version."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="case_versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_the_runner = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        """Numbered without gaps by the action that writes it."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["episode", "number"], name="case_version_number")]

    def __str__(self) -> str:
        """Say which version it is."""
        return f"case version {self.number} of {self.episode}"


class EvaluationRecord(models.Model):
    """What the program decided from one case version, with which knowledge, on which day."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="evaluations")
    case_version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, related_name="evaluations")
    knowledge_version = models.CharField(max_length=40)
    as_of = models.DateField(help_text="The date that was given to the evaluation.")
    document = models.JSONField()
    urgency = models.CharField(max_length=12, default=Urgency.NONE.value)
    open_flags = models.JSONField(default=list, help_text="Open red flags: id and urgency, copied for lists.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        """The copied urgency is one of the shared words."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(urgency__in=URGENCIES), name="known_urgency")
        ]

    def __str__(self) -> str:
        """Say what it evaluated and with what."""
        return f"evaluation of {self.case_version} with knowledge {self.knowledge_version}"


class RedFlagClearance(models.Model):
    """A therapist's dated statement that an open flag was dealt with, for one case version."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="clearances")
    case_version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, related_name="clearances")
    flag_id = models.CharField(max_length=120)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cleared_on = models.DateField()
    note = models.TextField(max_length=2000)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        """Once for a flag and a version, and never without words."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["episode", "case_version", "flag_id"], name="flag_cleared_once"),
            models.CheckConstraint(condition=~models.Q(note=""), name="clearance_has_a_note"),
        ]

    def __str__(self) -> str:
        """Say which flag was cleared by whom and when."""
        return f"{self.flag_id} cleared by {self.cleared_by} on {self.cleared_on}"


class AuditQuerySet(VisibleQuerySet["AuditEntry"]):
    """Entries hang on a record."""

    record_path = "record"


class AuditEntry(models.Model):
    """Who did what, when, to which record, and what was there before and after."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(RunnerRecord, on_delete=models.PROTECT, related_name="audit")
    deed = models.CharField(max_length=60)
    summary = models.CharField(max_length=300)
    before = models.CharField(max_length=120, blank=True)
    after = models.CharField(max_length=120, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        """Read newest first, for one record."""

        indexes: ClassVar = [models.Index(fields=["record", "-at"], name="audit_by_record")]
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        """Say what was done."""
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor}: {self.summary}"
