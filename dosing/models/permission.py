"""What may stop a dose, what lets one through, and what lets a plan go up."""

import uuid
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dosing.choices import HoldScope
from ketaclinic.statements import KeptQuerySet


class HoldQuerySet(models.QuerySet[Any]):
    """Named readings of holds."""

    def standing(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def standing_at(self, moment: datetime) -> Self:
        is_closed_later = Q(closed_at__isnull=True) | Q(closed_at__gt=moment)
        return self.filter(is_closed_later, placed_at__lte=moment)


class Hold(models.Model):
    """While one is open no dose may be cleared: for one slot, or for every dose."""

    append_only = False
    personal_fields = frozenset({"patient", "key", "sentence", "slot", "placed_by", "closed_by"})
    personal_fields |= {"close_note"}
    impersonal_fields = frozenset({"public_id", "scope", "placed_at", "policy_version"})
    impersonal_fields |= {"closed_at"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey("intake.Patient", on_delete=models.PROTECT, related_name="holds")
    key = models.CharField(max_length=40)
    scope = models.CharField(max_length=4, choices=HoldScope)
    slot = models.ForeignKey(
        "dosing.ScheduledDose",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="holds",
    )
    sentence = models.TextField()
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    policy_version = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    close_note = models.TextField(blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ("placed_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "key"],
                condition=Q(closed_at__isnull=True, slot__isnull=True),
                name="dosing_one_open_plan_hold",
            ),
            models.UniqueConstraint(
                fields=["patient", "key", "slot"],
                condition=Q(closed_at__isnull=True, slot__isnull=False),
                name="dosing_one_open_slot_hold",
            ),
            models.CheckConstraint(
                condition=Q(scope=HoldScope.SLOT, slot__isnull=False)
                | Q(scope=HoldScope.PLAN, slot__isnull=True),
                name="dosing_hold_scope_and_slot",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True, close_note="")
                | (
                    Q(
                        closed_at__isnull=False,
                        closed_at__gte=F("placed_at"),
                        closed_by__isnull=False,
                    )
                    & ~Q(close_note="")
                ),
                name="dosing_hold_closed_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} hold {self.key}"


class Clearance(models.Model):
    """A short-lived permit to take one scheduled dose."""

    append_only = False
    personal_fields = frozenset({"slot", "source"})
    impersonal_fields = frozenset(
        {"granted_at", "expires_at", "policy_version", "voided_at", "void_reason", "used_at"}
    )

    slot = models.ForeignKey(
        "dosing.ScheduledDose", on_delete=models.PROTECT, related_name="clearances"
    )
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    policy_version = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=80)
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=40, blank=True, default="")
    used_at = models.DateTimeField(null=True, blank=True)

    objects = KeptQuerySet.as_manager()

    class Meta:
        ordering = ("granted_at", "id")
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(voided_at__isnull=True, used_at__isnull=True),
                name="dosing_open_clearance",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"],
                condition=Q(voided_at__isnull=True, used_at__isnull=True),
                name="dosing_one_open_clearance",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("granted_at")), name="dosing_clearance_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="")
                | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="dosing_clearance_void_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"clearance of slot {self.slot_id}"


class IncreasePermit(models.Model):
    """A short-lived permit to sign one increase."""

    append_only = False
    personal_fields = frozenset({"patient", "used_by_plan"})
    impersonal_fields = frozenset(
        {"granted_at", "expires_at", "policy_version", "withdrawn_at", "withdraw_reason"}
    )

    patient = models.ForeignKey(
        "intake.Patient", on_delete=models.PROTECT, related_name="increase_permits"
    )
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    policy_version = models.ForeignKey(
        "policies.PolicyVersion", on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdraw_reason = models.CharField(max_length=40, blank=True, default="")
    used_by_plan = models.OneToOneField(
        "dosing.DosingPlan", null=True, blank=True, on_delete=models.PROTECT, related_name="permit"
    )

    objects = KeptQuerySet.as_manager()

    class Meta:
        ordering = ("granted_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(withdrawn_at__isnull=True, used_by_plan__isnull=True),
                name="dosing_one_open_permit",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("granted_at")), name="dosing_permit_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason="")),
                name="dosing_permit_withdraw_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"increase permit of patient {self.patient_id}"
