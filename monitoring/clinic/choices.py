"""The keys of the worklist's filters, with what a clinician reads; the longest note."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

NOTE_LENGTH = 1000


class Show(TextChoices):
    """Which patients the worklist shows; each has its count beside it."""

    NEEDS = "needs", _("Needs a person")
    EMERGENCY = "emergency", _("Emergency")
    SAME_DAY = "same_day", _("Same day")
    ROUTINE = "routine", _("Routine")
    UNSEEN = "unseen", _("Not seen yet")
    HELD = "held", _("On hold")
    ALL = "all", _("All patients")
