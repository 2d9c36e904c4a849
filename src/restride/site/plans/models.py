"""Plan versions, each edit with its reason, and the signature."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from restride.site.accounts.visibility import M, VisibleQuerySet
from restride.site.episodes.models import Episode, EvaluationRecord


class PlanState(models.TextChoices):
    """A draft is seen by staff only; a decision is final."""

    DRAFT = "draft", "Draft"
    SIGNED = "signed", "Signed"
    REJECTED = "rejected", "Rejected"


class PlanVersionQuerySet(VisibleQuerySet["PlanVersion"]):
    """Plans hang on an episode."""

    record_path = "episode__record"


class PlanVersion(models.Model):
    """One version of a plan: as proposed, and as it stands after the therapist's edits."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="plans")
    evaluation = models.ForeignKey(EvaluationRecord, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    knowledge_version = models.CharField(max_length=40)
    proposal = models.JSONField(help_text="As restride.plan answered; never changed.")
    proposal_fingerprint = models.CharField(max_length=64, editable=False)
    document = models.JSONField(help_text="The proposal with the therapist's edits.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    rejection_reason = models.TextField(max_length=2000, blank=True)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        """One draft at a time; decided means when and by whom; rejected means why."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["episode", "number"], name="plan_number"),
            models.UniqueConstraint(fields=["episode"], condition=Q(state="draft"), name="one_draft_plan"),
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="known_plan_state"),
            models.CheckConstraint(
                condition=Q(state="draft", decided_at__isnull=True, decided_by__isnull=True)
                | Q(~Q(state="draft"), decided_at__isnull=False, decided_by__isnull=False),
                name="plan_decided_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state="rejected") & ~Q(rejection_reason="") | ~Q(state="rejected") & Q(rejection_reason=""),
                name="plan_rejected_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        """Return the name that people use."""
        return f"Plan {self.number}"


class OfPlanQuerySet(VisibleQuerySet[M]):
    """Rows that hang on a plan."""

    record_path = "plan__episode__record"


class PlanItemEdit(models.Model):
    """What a therapist changed in a draft: the item, before, after, and why."""

    plan = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="edits")
    item_id = models.CharField(max_length=120)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(max_length=2000)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        """No edit without a reason."""

        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="plan_edit_has_a_reason")]

    def __str__(self) -> str:
        """Say what was edited."""
        return f"edit of {self.item_id} in {self.plan}"


class SignatureRecord(models.Model):
    """Who signed what, when: the fingerprint binds the signature to the document's content."""

    plan = models.OneToOneField(PlanVersion, on_delete=models.PROTECT, related_name="signature")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now, editable=False)
    statement = models.CharField(max_length=300)
    document_fingerprint = models.CharField(max_length=64)

    objects = OfPlanQuerySet.as_manager()

    def __str__(self) -> str:
        """Say who signed what."""
        return f"{self.plan} signed by {self.signed_by}"
