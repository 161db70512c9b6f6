"""An article that a clinician asked a patient to read."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from intake.models.patient import Patient

NOTE_LENGTH = 300


class ReadingTask(models.Model):
    """Asked once, and ended once: the patient read it, or the clinic takes it back.

    An editor may delete the article; the title says what was asked then.
    """

    append_only = False
    personal_fields = frozenset(
        {"patient", "article", "title", "note", "asked_by", "read_at", "withdrawn_by"}
    )
    impersonal_fields = frozenset({"public_id", "asked_at", "withdrawn_at"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="reading_tasks")
    article = models.ForeignKey(
        "content.ArticlePage", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(max_length=255)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                name="intake_one_open_reading",
                fields=("patient", "article"),
                condition=Q(read_at__isnull=True, withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="intake_reading_ends_once",
                condition=Q(read_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="intake_reading_withdrawn_pair",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"reading of patient {self.patient_id}"

    @property
    def is_open(self) -> bool:
        return self.read_at is None and self.withdrawn_at is None
