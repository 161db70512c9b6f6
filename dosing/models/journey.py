"""What a patient said about their dose times in another time zone, and what followed from it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dosing.choices import JourneyAnswer
from ketaclinic.audit.append_only import AppendOnlyModel


class Journey(AppendOnlyModel):
    """One answer: keep the home clock, or move to the other one; a later answer is a new row."""

    personal_fields = frozenset({"patient", "from_zone", "to_zone", "answer", "answered_by"})
    impersonal_fields = frozenset({"answered_at", "moved", "left_out", "gap_minutes"})

    patient = models.ForeignKey("intake.Patient", on_delete=models.PROTECT, related_name="journeys")
    # The zone that the schedule followed when the question was answered, and the other one.
    from_zone = models.CharField(max_length=64)
    to_zone = models.CharField(max_length=64)
    answer = models.CharField(max_length=4, choices=JourneyAnswer)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # How many doses got another moment, and how many of them are left out.
    moved = models.PositiveSmallIntegerField(default=0)
    left_out = models.PositiveSmallIntegerField(default=0)
    # From the last dose taken, or from the answer, to the next dose; none when no dose is coming.
    gap_minutes = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("answered_at", "id")
        indexes = [models.Index(fields=["patient", "from_zone"], name="dosing_journey_of_patient")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_zone=F("to_zone")), name="dosing_journey_leads_elsewhere"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=JourneyAnswer.values), name="dosing_journey_answer_known"
            ),
            models.CheckConstraint(
                condition=Q(left_out__lte=F("moved")), name="dosing_journey_left_out_were_moved"
            ),
            models.CheckConstraint(
                condition=~Q(answer=JourneyAnswer.KEEP)
                | Q(moved=0, left_out=0, gap_minutes__isnull=True),
                name="dosing_journey_keep_moves_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer}: {self.from_zone} to {self.to_zone}"
