"""Keys of alerts; the label is what a clinician reads as its title."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Severity(models.TextChoices):
    """How soon a person must look."""

    EMERGENCY = "emergency", _("Emergency")
    SAME_DAY = "same_day", _("Same day")
    ROUTINE = "routine", _("Routine")


class RuleKey(models.TextChoices):
    """Rules of this app itself; findings of a check or a report bring their own keys."""

    MISSED_DOSE = "missed_dose", _("Missed dose")
    SILENCE = "silence", _("Nothing heard from the patient")
    EXTRA_DOSE = "dose_extra", _("Extra dose taken")
    EARLY_DOSE = "dose_early", _("Dose taken too early")
    UNCLEARED_DOSE = "dose_uncleared", _("Dose taken without a cleared check")
    DOSE_ON_HOLD = "dose_on_hold", _("Dose taken while on hold")
    SYMPTOM_PATTERN = "symptom_pattern", _("The same side effect keeps coming back")
