"""The secret address under which a patient's own calendar reads their schedule."""

from django.db import models
from django.db.models import F, Q


class CalendarFeed(models.Model):
    """One address. Only a hash of its secret is kept, so that nobody can read it here."""

    append_only = False
    personal_fields = frozenset({"patient"})
    impersonal_fields = frozenset({"token_hash", "made_at", "revoked_at", "read_at"})

    patient = models.ForeignKey(
        "intake.Patient", on_delete=models.PROTECT, related_name="calendar_feeds"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(revoked_at__isnull=True),
                name="dosing_one_open_calendar",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="dosing_calendar_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"calendar of patient {self.patient_id}"
