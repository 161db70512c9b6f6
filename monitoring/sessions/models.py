"""The checks that are expected after a dose. Each ends once: recorded, or by a person."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from monitoring.sessions.choices import WatchEnd, WatchKind

# As long as the notes of the clinic's other pages.
NOTE_LENGTH = 1000


class WatchedCheckQuerySet(models.QuerySet["WatchedCheck"]):
    """Named readings of the table."""

    def open(self) -> "WatchedCheckQuerySet":
        return self.filter(ended_at__isnull=True)


class WatchedCheck(models.Model):
    """One check that a dose of a session at home asks for; a missed one has no end in time."""

    append_only = False
    personal_fields = frozenset(
        {"patient", "slot", "due_at", "missed_at", "ended_at", "end", "ended_by", "note"}
    )
    impersonal_fields = frozenset({"kind", "minutes", "policy_version", "opened_at"})

    patient = models.ForeignKey("intake.Patient", models.PROTECT, related_name="watched_checks")
    slot = models.ForeignKey("dosing.ScheduledDose", models.PROTECT, related_name="watched_checks")
    kind = models.CharField(max_length=10, choices=WatchKind.choices)
    minutes = models.PositiveSmallIntegerField(help_text="After the dose.")
    due_at = models.DateTimeField()
    missed_at = models.DateTimeField(help_text="From here on it counts as missed.")
    policy_version = models.ForeignKey("policies.PolicyVersion", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(
        max_length=20, choices=WatchEnd.choices, blank=True, default=WatchEnd.OPEN
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=NOTE_LENGTH, blank=True, default="")

    objects = WatchedCheckQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(
                fields=["patient", "due_at"],
                condition=Q(ended_at__isnull=True),
                name="watch_open_of_patient",
            ),
            models.Index(fields=["patient", "missed_at"], name="watch_patient_missed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["slot", "kind", "minutes"], name="watch_once_a_moment"),
            models.CheckConstraint(
                condition=Q(missed_at__gt=F("due_at")), name="watch_missed_after_due"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="")
                | (Q(ended_at__isnull=False) & ~Q(end="")),
                name="watch_end_whole",
            ),
            models.CheckConstraint(condition=Q(end__in=WatchEnd.values), name="watch_end_known"),
            models.CheckConstraint(
                condition=~Q(end=WatchEnd.ENDED) | (Q(ended_by__isnull=False) & ~Q(note="")),
                name="watch_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.minutes} minutes after a dose"
