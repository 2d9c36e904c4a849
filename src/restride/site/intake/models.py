"""The draft of a case: answers that the runner has not sent yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from restride.site.episodes.models import CaseVersion, Episode, OfEpisodeQuerySet


class Units(models.TextChoices):
    """In which units somebody thinks."""

    METRIC = "metric", "Kilometres, centimetres, kilograms"
    IMPERIAL = "imperial", "Miles, feet, pounds"


class IntakeDraft(models.Model):
    """One draft for an episode, whichever device it is filled in on; sending makes a case version of it."""

    episode = models.OneToOneField(Episode, on_delete=models.PROTECT, related_name="intake")
    document = models.JSONField(default=dict, help_text="The part of a case that was answered so far.")
    extra = models.JSONField(default=dict, help_text="What only the intake needs to know: more places, ticks of lists.")
    done = models.JSONField(default=list, help_text="Steps that were answered or skipped.")
    units = models.CharField(max_length=8, choices=Units.choices, default=Units.METRIC)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = OfEpisodeQuerySet.as_manager()

    class Meta:
        """Sent means: when, and as which version."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(units__in=Units.values), name="known_units"),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True, sent__isnull=True)
                | models.Q(sent_at__isnull=False, sent__isnull=False),
                name="intake_sent_when_and_as_what",
            ),
        ]

    def __str__(self) -> str:
        """Say whose draft it is."""
        return f"intake of {self.episode}"
