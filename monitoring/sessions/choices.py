"""The words of the watch after a dose."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WatchKind(models.TextChoices):
    """What is asked at one moment after the dose."""

    PRESSURE = "pressure", _("Blood pressure")
    FEELING = "feeling", _("How the patient feels")


class WatchEnd(models.TextChoices):
    """How an expected check came to its end."""

    OPEN = "", _("Still expected")
    ANSWERED = "answered", _("Recorded")
    CORRECTED = "dose_corrected", _("The report of the dose was corrected")
    ENDED = "ended", _("The clinic ended the watch")


class WatchPurpose(models.TextChoices):
    """The keys of the messages about an expected check."""

    CHECK = "session_check", _("A check is due after a dose")
    HELPER = "session_helper", _("A helper is told of a missed check")
