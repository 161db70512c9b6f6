"""What was measured or scored at intake; later readings live higher up."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.choices import Instrument
from intake.models.patient import Patient
from ketaclinic.audit.append_only import AppendOnlyModel


class WeightMeasurement(AppendOnlyModel):
    """A body weight in grams; the newest one counts for limits by weight."""

    personal_fields = frozenset({"patient", "weight_g", "measured_at", "recorded_by"})
    impersonal_fields: frozenset[str] = frozenset()

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="weights")
    weight_g = models.PositiveIntegerField()
    measured_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=("patient", "measured_at"), name="intake_weight_of_patient")]
        constraints = [
            models.CheckConstraint(name="intake_weight_positive", condition=Q(weight_g__gt=0))
        ]

    def __str__(self) -> str:
        return f"weight of patient {self.patient_id}"


class HeightMeasurement(AppendOnlyModel):
    """A body height in millimetres."""

    personal_fields = frozenset({"patient", "height_mm", "measured_at", "recorded_by"})
    impersonal_fields: frozenset[str] = frozenset()

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="heights")
    height_mm = models.PositiveIntegerField()
    measured_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(name="intake_height_positive", condition=Q(height_mm__gt=0))
        ]

    def __str__(self) -> str:
        return f"height of patient {self.patient_id}"


class BaselinePressure(AppendOnlyModel):
    """The home readings taken for the application, in the order in which they were taken."""

    personal_fields = frozenset(
        {"patient", "readings", "mean_systolic", "mean_diastolic", "measured_at", "recorded_by"}
    )
    impersonal_fields: frozenset[str] = frozenset()

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="baseline_pressures"
    )
    readings = models.JSONField()
    mean_systolic = models.DecimalField(max_digits=5, decimal_places=1)
    mean_diastolic = models.DecimalField(max_digits=5, decimal_places=1)
    measured_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"baseline pressure of patient {self.patient_id}"


class InstrumentResponse(AppendOnlyModel):
    """One filled-in questionnaire; without every item there is no score."""

    personal_fields = frozenset(
        {"patient", "answers", "score", "result", "answered_at", "recorded_by"}
    )
    impersonal_fields = frozenset({"instrument", "version"})

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="instrument_responses"
    )
    instrument = models.CharField(max_length=20, choices=Instrument.choices)
    version = models.CharField(max_length=20)
    answers = models.JSONField()
    score = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    result = models.CharField(max_length=30, blank=True)
    answered_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(
                fields=("patient", "instrument", "answered_at"), name="intake_instrument_of_patient"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument} of patient {self.patient_id}"
