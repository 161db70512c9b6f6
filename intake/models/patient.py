"""The patient, and the append-only history of where they stand."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.choices import ContactChannel, PatientState, SexAtBirth
from intake.rules.states import TRANSITIONS
from ketaclinic.audit.append_only import AppendOnlyModel

STATES_WITHOUT_BIRTH_DATE = (PatientState.DRAFT, PatientState.WITHDRAWN, PatientState.DECEASED)


def _declared_transition() -> Q:
    """The transition table as a database constraint; "" is the state before the first."""
    allowed = Q(from_state="", to_state=PatientState.DRAFT)
    for before, afters in TRANSITIONS.items():
        if afters:
            allowed |= Q(from_state=before, to_state__in=sorted(afters))
    return allowed


class Patient(models.Model):
    """One person in the programme; the row exists from the first page of the application."""

    append_only = False
    personal_fields = frozenset(
        {
            "user",
            "first_name",
            "last_name",
            "preferred_name",
            "date_of_birth",
            "sex_at_birth",
            "gender",
            "phone",
            "preferred_channel",
            "voicemail_allowed",
            "contact_wishes",
            "dosing_place",
            "helper_name",
            "helper_phone",
            "physician_name",
            "physician_phone",
            "address_line",
            "city",
            "state_of_residence",
            "postal_code",
            "emergency_contact_name",
            "emergency_contact_phone",
        }
    )
    impersonal_fields = frozenset({"public_id", "state", "created_at"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="patient"
    )
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    preferred_name = models.CharField(max_length=80, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    sex_at_birth = models.CharField(max_length=10, choices=SexAtBirth.choices, blank=True)
    gender = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    preferred_channel = models.CharField(max_length=10, choices=ContactChannel.choices, blank=True)
    voicemail_allowed = models.BooleanField(default=False)
    contact_wishes = models.CharField(max_length=500, blank=True)
    address_line = models.CharField(max_length=160, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state_of_residence = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    dosing_place = models.CharField(max_length=200, blank=True)
    emergency_contact_name = models.CharField(max_length=120, blank=True)
    emergency_contact_phone = models.CharField(max_length=20, blank=True)
    helper_name = models.CharField(max_length=120, blank=True)
    helper_phone = models.CharField(max_length=20, blank=True)
    physician_name = models.CharField(max_length=120, blank=True)
    physician_phone = models.CharField(max_length=20, blank=True)
    state = models.CharField(
        max_length=30, choices=PatientState.choices, default=PatientState.DRAFT, db_index=True
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=("date_of_birth", "last_name"), name="intake_patient_same_person")
        ]
        constraints = [
            models.CheckConstraint(
                name="intake_patient_state_known", condition=Q(state__in=PatientState.values)
            ),
            models.CheckConstraint(
                name="intake_patient_birth_date_known",
                condition=Q(date_of_birth__isnull=False) | Q(state__in=STATES_WITHOUT_BIRTH_DATE),
            ),
        ]

    def __str__(self) -> str:
        return f"patient {self.public_id}"

    @property
    def display_name(self) -> str:
        """The name to greet and to list by; the email stands in until a name is known."""
        first = self.preferred_name or self.first_name
        return f"{first} {self.last_name}".strip() or self.user.email


class PatientStateChange(AppendOnlyModel):
    """Who moved a patient from which state to which, when and why."""

    personal_fields = frozenset({"patient", "by", "reason"})
    impersonal_fields = frozenset({"from_state", "to_state", "at"})

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="state_changes")
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30, choices=PatientState.choices)
    reason = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                name="intake_state_change_declared", condition=_declared_transition()
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_state or '(new)'} to {self.to_state}"


class PatientMerge(AppendOnlyModel):
    """Two records of one person: `duplicate` is closed, `kept` goes on, both histories stay."""

    personal_fields = frozenset({"kept", "duplicate", "reason", "merged_by"})
    impersonal_fields = frozenset({"merged_at"})

    kept = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="merges")
    duplicate = models.OneToOneField(Patient, on_delete=models.PROTECT, related_name="merged_into")
    reason = models.CharField(max_length=500)
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                name="intake_merge_of_two", condition=~Q(kept=models.F("duplicate"))
            )
        ]

    def __str__(self) -> str:
        return f"patient {self.duplicate_id} merged into {self.kept_id}"
