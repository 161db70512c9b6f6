"""Supply: prescriptions issued elsewhere, what came and went, and looks at the state's record.

Doses taken stand in the dose log and nowhere else; the ledger reads them from there.
"""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dosing.choices import Enantiomer, Formulation, SupplyKind
from dosing.rules.supply import MOST_REFILLS, Product
from ketaclinic.audit.append_only import AppendOnlyModel, AppendOnlyQuerySet

PRODUCT_FIELDS = frozenset({"formulation", "enantiomer", "strength_ug", "concentration_ug_per_ml"})
# Who says so, and when; every row of supply has it.
TOLD_FIELDS = frozenset({"patient", "recorded_by", "note"})
# A count, a correction to nothing: the only rows whose amount may be none at all.
MAY_BE_NOTHING = Q(kind=SupplyKind.COUNTED) | Q(corrects__isnull=False)


class SupplyRow(AppendOnlyModel):
    """What every row of supply says: of whom, of which product, who recorded it and when."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey("intake.Patient", on_delete=models.PROTECT, related_name="+")
    formulation = models.CharField(max_length=24, choices=Formulation)
    enantiomer = models.CharField(max_length=12, choices=Enantiomer)
    strength_ug = models.PositiveIntegerField(null=True, blank=True)
    concentration_ug_per_ml = models.PositiveIntegerField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    note = models.TextField(blank=True)
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "idempotency_key"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    strength_ug__isnull=False,
                    strength_ug__gt=0,
                    concentration_ug_per_ml__isnull=True,
                )
                | Q(
                    strength_ug__isnull=True,
                    concentration_ug_per_ml__isnull=False,
                    concentration_ug_per_ml__gt=0,
                ),
                name="%(app_label)s_%(class)s_one_strength",
            ),
        ]

    @property
    def product(self) -> Product:
        return Product.of(self)


class Prescription(SupplyRow):
    """A prescription that was issued elsewhere; this app records it and issues none."""

    personal_fields = PRODUCT_FIELDS | TOLD_FIELDS | {"prescriber_name", "pharmacy", "quantity_ug"}
    impersonal_fields = frozenset(
        {"public_id", "recorded_at", "idempotency_key", "issued_on", "refills_authorised"}
    )

    issued_on = models.DateField()
    prescriber_name = models.CharField(max_length=120)
    pharmacy = models.CharField(max_length=160)
    quantity_ug = models.PositiveBigIntegerField(help_text="Of one fill.")
    refills_authorised = models.PositiveSmallIntegerField()

    class Meta(SupplyRow.Meta):
        ordering = ("issued_on", "id")
        indexes = [models.Index(fields=["patient", "issued_on"], name="dosing_prescriptions")]
        constraints = [
            *SupplyRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(refills_authorised__lte=MOST_REFILLS),
                name="dosing_prescription_refills",
            ),
            models.CheckConstraint(
                condition=Q(quantity_ug__gt=0), name="dosing_prescription_quantity"
            ),
        ]

    def __str__(self) -> str:
        return f"prescription of {self.issued_on}"


class PrescriptionEnd(AppendOnlyModel):
    """A prescription that no longer counts: cancelled, replaced, or recorded by mistake."""

    personal_fields = frozenset({"prescription", "by", "reason"})
    impersonal_fields = frozenset({"ended_on", "recorded_at"})

    prescription = models.OneToOneField(
        Prescription, on_delete=models.PROTECT, related_name="ended"
    )
    ended_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="dosing_prescription_end_why")
        ]

    def __str__(self) -> str:
        return f"end of prescription {self.prescription_id}"


class SupplyEntryQuerySet(AppendOnlyQuerySet):
    """Named readings of the ledger."""

    def in_force(self) -> Self:
        return self.filter(corrected_by__isnull=True)


class SupplyEntry(SupplyRow):
    """One thing that came, went or was counted. A correction is a new row with a reason."""

    personal_fields = PRODUCT_FIELDS | TOLD_FIELDS | {"kind", "amount_ug", "happened_at", "marks"}
    personal_fields |= {"prescription", "pharmacy", "lot", "beyond_use_on"}
    impersonal_fields = frozenset({"public_id", "recorded_at", "idempotency_key", "corrects"})

    kind = models.CharField(max_length=12, choices=SupplyKind)
    amount_ug = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Empty: nobody could say how much."
    )
    happened_at = models.DateTimeField()
    prescription = models.ForeignKey(
        Prescription, null=True, blank=True, on_delete=models.PROTECT, related_name="fills"
    )
    pharmacy = models.CharField(max_length=160, blank=True)
    lot = models.CharField(max_length=60, blank=True)
    beyond_use_on = models.DateField(null=True, blank=True)
    marks = models.JSONField(default=list)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(SupplyEntryQuerySet)()

    class Meta(SupplyRow.Meta):
        ordering = ("happened_at", "id")
        verbose_name_plural = "supply entries"
        indexes = [models.Index(fields=["patient", "happened_at"], name="dosing_supply_of_patient")]
        constraints = [
            *SupplyRow.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(kind=SupplyKind.TAKEN), name="dosing_supply_taken_is_in_the_log"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=(SupplyKind.DISPENSED, SupplyKind.COUNTED))
                | Q(amount_ug__isnull=False),
                name="dosing_supply_known_amount",
            ),
            models.CheckConstraint(
                condition=Q(amount_ug__isnull=True) | Q(amount_ug__gt=0) | MAY_BE_NOTHING,
                name="dosing_supply_amount_positive",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=SupplyKind.DISPENSED,
                    beyond_use_on__isnull=False,
                    pharmacy__gt="",
                    lot__gt="",
                )
                | (
                    ~Q(kind=SupplyKind.DISPENSED)
                    & Q(prescription__isnull=True, lot="", beyond_use_on__isnull=True)
                ),
                name="dosing_supply_dispensing_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(note=""), name="dosing_supply_corrected_why"
            ),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("recorded_at")), name="dosing_supply_has_happened"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of patient {self.patient_id}"


class RecordLook(AppendOnlyModel):
    """A look at the state's prescription-monitoring record, after the one before the start."""

    personal_fields = frozenset({"patient", "looked_on", "by", "note"})
    impersonal_fields = frozenset({"recorded_at"})

    patient = models.ForeignKey("intake.Patient", on_delete=models.PROTECT, related_name="+")
    looked_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(help_text="What the record showed.")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("looked_on", "id")
        indexes = [models.Index(fields=["patient", "-looked_on"], name="dosing_record_looks")]
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="dosing_record_look_shows"),
            models.UniqueConstraint(
                fields=["patient", "looked_on", "by"], name="dosing_record_look_once"
            ),
        ]

    def __str__(self) -> str:
        return f"look of {self.looked_on}"
