"""Diary entries. Their ids are made on the phone, so that sending twice never counts twice."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from restride.site.accounts.visibility import M, VisibleQuerySet
from restride.site.episodes.models import Episode
from restride.site.plans.models import PlanVersion

NRS_0_10 = "nrs_0_10"
SCALE_TOP = 10


class Moment(models.TextChoices):
    """When the pain was felt, relative to the load."""

    DURING = "during", "Worst during"
    RIGHT_AFTER = "right_after", "Right after"
    AFTER_1_H = "after_1_h", "One hour later"
    NEXT_MORNING = "next_morning", "Next morning"
    AFTER_24_H = "after_24_h", "24 hours after"


class DayQuerySet(VisibleQuerySet["DayEntry"]):
    """Days hang on an episode."""

    record_path = "episode__record"


class DayEntry(models.Model):
    """One day of one episode; ticks and pain hang on it."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DayQuerySet.as_manager()

    class Meta:
        """A day is one row, whichever phone speaks first."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["episode", "day"], name="one_row_a_day")]

    def __str__(self) -> str:
        """Return the date."""
        return f"{self.day:%Y-%m-%d}"


class OfDayQuerySet(VisibleQuerySet[M]):
    """Rows that hang on a day."""

    record_path = "entry__episode__record"


class FromPhone(models.Model):
    """What every entry carries: the phone's id and both clocks."""

    client_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    said_at = models.DateTimeField(help_text="The phone's clock.")
    received_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfDayQuerySet.as_manager()

    class Meta:
        """Shared by the two kinds of entry."""

        abstract = True


class ItemTick(FromPhone):
    """An exercise or run of the plan done, or un-done; the latest for an item and day counts."""

    entry = models.ForeignKey(DayEntry, on_delete=models.PROTECT, related_name="ticks")
    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="ticks")
    item_id = models.CharField(max_length=120)
    done = models.BooleanField()
    effort = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(SCALE_TOP)])

    class Meta:
        """Effort lies on its scale."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(effort__isnull=True) | Q(effort__range=(0, SCALE_TOP)), name="tick_effort_0_10"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["entry", "item_id"], name="ticks_by_item")]

    def __str__(self) -> str:
        """Say what was done."""
        return f"{self.item_id}: {'done' if self.done else 'not done'}"


class PainEntry(FromPhone):
    """Pain as a number on a named scale, at a named moment."""

    entry = models.ForeignKey(DayEntry, on_delete=models.PROTECT, related_name="pains")
    item_id = models.CharField(max_length=120, blank=True, help_text="The run or exercise, if one.")
    moment = models.CharField(max_length=16, choices=Moment.choices)
    pain = models.PositiveSmallIntegerField(validators=[MinValueValidator(0), MaxValueValidator(SCALE_TOP)])
    scale = models.CharField(max_length=12, default=NRS_0_10)
    effort = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(SCALE_TOP)])
    limped = models.BooleanField(null=True, blank=True)
    elsewhere = models.CharField(max_length=200, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)

    class Meta:
        """Pain and effort lie on their scales; moment and scale are known."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pain__range=(0, SCALE_TOP)), name="pain_0_10"),
            models.CheckConstraint(condition=Q(scale=NRS_0_10), name="pain_scale_named"),
            models.CheckConstraint(condition=Q(moment__in=Moment.values), name="known_moment"),
            models.CheckConstraint(
                condition=Q(effort__isnull=True) | Q(effort__range=(0, SCALE_TOP)), name="pain_effort_0_10"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["entry", "moment"], name="pain_by_moment")]

    def __str__(self) -> str:
        """Say the number and its moment."""
        return f"{self.pain} of {SCALE_TOP}, {self.get_moment_display().lower()}"


class RedGate(models.Model):
    """An entry that stopped the load by the plan's rule, for the therapist's list; written with the entry."""

    entry = models.ForeignKey(DayEntry, on_delete=models.PROTECT, related_name="red_gates")
    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="red_gates")
    client_id = models.UUIDField(unique=True, help_text="The sending that raised it; sent twice, it is raised once.")
    why = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfDayQuerySet.as_manager()

    def __str__(self) -> str:
        """Say why."""
        return self.why
