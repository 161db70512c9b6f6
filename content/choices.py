"""Words of the library that are stored or compared."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewState(models.TextChoices):
    """Where an article stands with the clinic's medical director."""

    AWAITING = "awaiting", _("Not yet reviewed")
    CURRENT = "current", _("Reviewed")
    CHANGED = "changed", _("Changed since its review")
    OVERDUE = "overdue", _("Review overdue")


class CalloutKind(models.TextChoices):
    """The tone of a boxed note; the look gives each a colour, an icon and a word."""

    INFO = "info", _("Good to know")
    WAIT = "wait", _("Take care")
    STOP = "stop", _("Do not")
