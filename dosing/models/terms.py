"""What a plan says, as fields that drafts and signed versions share."""

from dataclasses import asdict
from typing import Any

from django.db import models
from django.db.models import F, Q

from dosing.choices import AfterHold, Enantiomer, Formulation, Place, PlanMode, Route
from dosing.rules import Terms, TitrationStep

TERM_FIELDS = frozenset(Terms.__dataclass_fields__)


class PlanTerms(models.Model):
    """What a plan says; drafts and signed versions share it."""

    mode = models.CharField(max_length=20, choices=PlanMode, default=PlanMode.SCHEDULED_LOW_DOSE)
    formulation = models.CharField(max_length=24, choices=Formulation)
    route = models.CharField(max_length=12, choices=Route)
    hold_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    after_hold = models.CharField(
        max_length=8, choices=AfterHold, blank=True, default=AfterHold.NONE
    )
    enantiomer = models.CharField(max_length=12, choices=Enantiomer, default=Enantiomer.RACEMIC)
    strength_ug = models.PositiveIntegerField(null=True, blank=True)
    concentration_ug_per_ml = models.PositiveIntegerField(null=True, blank=True)
    dose_ug = models.PositiveIntegerField()
    times_of_day = models.JSONField()
    every_days = models.PositiveSmallIntegerField(default=1)
    weekdays = models.CharField(max_length=7, blank=True, default="")  # "15": Monday and Friday
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    steps = models.JSONField(default=list, blank=True)
    place = models.CharField(max_length=8, choices=Place, default=Place.HOME)
    instructions = models.TextField(blank=True)
    # What the patient reads about why this version differs from the one before it.
    change_reason = models.TextField(blank=True, default="")
    limits_reason = models.TextField(blank=True)
    hold_systolic = models.PositiveSmallIntegerField(null=True, blank=True)
    hold_diastolic = models.PositiveSmallIntegerField(null=True, blank=True)
    usual_low_systolic = models.PositiveSmallIntegerField(null=True, blank=True)
    usual_low_diastolic = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(dose_ug__gt=0), name="%(app_label)s_%(class)s_dose_positive"
            ),
            models.CheckConstraint(
                condition=Q(every_days__gt=0), name="%(app_label)s_%(class)s_every_days_positive"
            ),
            models.CheckConstraint(
                condition=Q(weekdays="") | Q(every_days=1),
                name="%(app_label)s_%(class)s_one_rhythm",
            ),
            models.CheckConstraint(
                condition=Q(hold_minutes__isnull=True, after_hold=AfterHold.NONE)
                | (
                    Q(route=Route.SUBLINGUAL, hold_minutes__isnull=False, hold_minutes__gt=0)
                    & ~Q(after_hold=AfterHold.NONE)
                ),
                name="%(app_label)s_%(class)s_held_under_tongue",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
            ),
            models.CheckConstraint(
                # A comparison with NULL is no refusal, so what must be there is asked for by name.
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
    def terms(self) -> Terms:
        """The same words as a plain value for the rules."""
        values = {name: getattr(self, name) for name in TERM_FIELDS}
        read = {
            "times_of_day": tuple(self.times_of_day),
            "weekdays": tuple(map(int, self.weekdays)),
            "steps": tuple(
                TitrationStep(**{**step, "conditions": tuple(step["conditions"])})
                for step in self.steps
            ),
        }
        return Terms(**{**values, **read})


def term_values(terms: Terms) -> dict[str, Any]:
    """A plain value as these fields: the way back."""
    return {
        **asdict(terms),
        "times_of_day": list(terms.times_of_day),
        "weekdays": "".join(map(str, terms.weekdays)),
        "steps": [{**asdict(step), "conditions": list(step.conditions)} for step in terms.steps],
    }
