"""Keys of the weekly and the monthly check-in; each label is the text that a patient reads."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckInKind(models.TextChoices):
    """How much is asked; a monthly check-in stands in for the weekly one of its day."""

    WEEKLY = "weekly", _("Weekly check-in")
    MONTHLY = "monthly", _("Monthly check-in")


class CheckInPurpose(models.TextChoices):
    """Why a patient is reminded; one for each kind, under the same end of its key."""

    WEEKLY = "checkin_weekly", _("A weekly check-in is due")
    MONTHLY = "checkin_monthly", _("A monthly check-in is due")


class OverallChange(models.TextChoices):
    """How the patient is, overall, compared with before the treatment; in words of our own."""

    MUCH_BETTER = "much_better", _("Much better")
    BETTER = "better", _("Better")
    LITTLE_BETTER = "little_better", _("A little better")
    SAME = "same", _("About the same")
    LITTLE_WORSE = "little_worse", _("A little worse")
    MUCH_WORSE = "much_worse", _("Much worse")
    VERY_MUCH_WORSE = "very_much_worse", _("Very much worse")
