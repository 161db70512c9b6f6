"""The blood pressure check. A row is never changed: a repeat is a new row."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from ketaclinic.audit.append_only import AppendOnlyModel
from monitoring.checkins.choices import CheckKind, Outcome, Tier

# Any number that a cuff can show and a person insists on; the rules say what is plausible.
LOWEST_READING, HIGHEST_READING = 1, 400
READINGS = ("1", "2", "3")


def _reading(**kwargs) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(LOWEST_READING), MaxValueValidator(HIGHEST_READING)],
        **kwargs,
    )


def _within(name: str) -> Q:
    inside = Q(**{f"{name}__gte": LOWEST_READING, f"{name}__lte": HIGHEST_READING})
    return inside | Q(**{f"{name}__isnull": True})


def _paired(number: str) -> Q:
    names = (f"systolic_{number}__isnull", f"diastolic_{number}__isnull")
    return Q(**dict.fromkeys(names, True)) | Q(**dict.fromkeys(names, False))


class PressureCheck(AppendOnlyModel):
    """One blood pressure check with its questions, and what the rules made of it then."""

    append_only = True
    personal_fields = frozenset(
        {
            "patient",
            "slot",
            *(f"{part}_{n}" for part in ("systolic", "diastolic", "pulse") for n in READINGS),
            "mean_systolic",
            "mean_diastolic",
            "mean_pulse",
            "oxygen_percent",
            "answers",
            "symptoms",
            "outcome",
            "findings",
            "is_counted_hold",
            "repeat_after_minutes",
            "repeats",
            "recorded_at",
            "recorded_by",
        }
    )
    impersonal_fields = frozenset(
        {"public_id", "kind", "tier", "policy_version", "idempotency_key", "is_confirmed_entry"}
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey("intake.Patient", models.PROTECT, related_name="pressure_checks")
    slot = models.ForeignKey(
        "dosing.ScheduledDose",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pressure_checks",
    )
    kind = models.CharField(max_length=10, choices=CheckKind.choices)
    tier = models.CharField(max_length=10, choices=Tier.choices, blank=True, default="")
    systolic_1 = _reading()
    diastolic_1 = _reading()
    pulse_1 = _reading()
    systolic_2 = _reading()
    diastolic_2 = _reading()
    pulse_2 = _reading()
    systolic_3 = _reading()
    diastolic_3 = _reading()
    pulse_3 = _reading()
    # A half survives any engine: SQLite keeps decimals as floats, and .5 is exact in both.
    mean_systolic = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    mean_diastolic = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    mean_pulse = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    oxygen_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    symptoms = models.JSONField(default=list, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    findings = models.JSONField(default=list, blank=True)
    is_counted_hold = models.BooleanField(
        default=False, help_text="A hold of this dose that counts towards three in a week."
    )
    repeat_after_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeated_by"
    )
    is_confirmed_entry = models.BooleanField(
        default=False, help_text="The person entered unlikely numbers a second time."
    )
    policy_version = models.ForeignKey("policies.PolicyVersion", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        ordering = ["-recorded_at", "-id"]
        indexes = [
            models.Index(fields=["patient", "-recorded_at"], name="check_patient_recorded"),
            models.Index(fields=["slot", "recorded_at"], name="check_slot_recorded"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "idempotency_key"], name="check_one_per_submission"
            ),
            *(
                models.CheckConstraint(condition=_paired(n), name=f"check_pair_{n}_whole")
                for n in READINGS
            ),
            *(
                models.CheckConstraint(
                    condition=_within(f"{part}_{n}"), name=f"check_{part}_{n}_range"
                )
                for part in ("systolic", "diastolic", "pulse")
                for n in READINGS
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="check_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[CheckKind.PREDOSE, CheckKind.REPEAT])
                | Q(slot__isnull=False),
                name="check_predose_has_slot",
            ),
            models.CheckConstraint(
                condition=~Q(kind=CheckKind.REPEAT) | Q(repeats__isnull=False),
                name="check_repeat_names_first",
            ),
        ]

    def __str__(self) -> str:
        return f"check {self.public_id}"
