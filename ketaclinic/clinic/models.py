"""Who the clinic is: name, phones, hours, states served. One row."""

from datetime import time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ketaclinic.accounts.models import validate_time_zone

US_STATES = (
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI",
    "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN",
    "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH",
    "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA",
    "WV", "WI", "WY",
)  # fmt: skip


def validate_states(value: list[str]) -> None:
    unknown = sorted(set(value) - set(US_STATES))
    if unknown:
        raise ValidationError(_("Not a state: %(unknown)s.") % {"unknown": ", ".join(unknown)})


def validate_weekdays(value: list[int]) -> None:
    if not all(isinstance(day, int) and 0 <= day <= 6 for day in value):
        raise ValidationError(_("Weekdays are numbers from 0 (Monday) to 6 (Sunday)."))


def default_states() -> list[str]:
    return ["NY"]


def default_weekdays() -> list[int]:
    return [0, 1, 2, 3, 4]


class ClinicSettings(models.Model):
    """The one clinic of this deployment. Row 1 always exists (a migration makes it)."""

    append_only = False
    personal_fields: frozenset[str] = frozenset()
    impersonal_fields = frozenset(
        {
            "name",
            "phone",
            "after_hours_phone",
            "time_zone",
            "opens_at",
            "closes_at",
            "open_weekdays",
            "states_served",
            "on_call",
        }
    )

    name = models.CharField(_("name"), max_length=120, default="Harbor Pain Clinic")
    phone = models.CharField(_("phone"), max_length=30, default="(555) 010-0100")
    after_hours_phone = models.CharField(
        _("phone out of hours"), max_length=30, default="(555) 010-0199"
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="America/New_York", validators=[validate_time_zone]
    )
    opens_at = models.TimeField(_("opens at"), default=time(9))
    closes_at = models.TimeField(_("closes at"), default=time(17))
    open_weekdays = models.JSONField(
        _("open on"), default=default_weekdays, validators=[validate_weekdays]
    )
    states_served = models.JSONField(
        _("states served"), default=default_states, validators=[validate_states]
    )

    on_call = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("on call"),
        help_text=_("Paged when an applicant may be in danger; without one every nurse is."),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = _("clinic settings")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="clinic_settings_one_row"),
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")), name="clinic_opens_first"
            ),
        ]

    def __str__(self) -> str:
        return self.name
