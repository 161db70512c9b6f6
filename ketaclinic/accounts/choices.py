"""The roles, and where each starts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does here; one role each."""

    PATIENT = "patient", _("Patient")
    NURSE = "nurse", _("Nurse")
    PRESCRIBER = "prescriber", _("Prescriber")
    MEDICAL_DIRECTOR = "medical_director", _("Medical director")
    EDITOR = "editor", _("Editor")
    MANAGER = "manager", _("Manager")


STAFF_ROLES = frozenset(Role) - {Role.PATIENT}

HOME_URLS = {
    Role.PATIENT: "home:today",
    Role.NURSE: "clinic:worklist",
    Role.PRESCRIBER: "clinic:worklist",
    Role.MEDICAL_DIRECTOR: "clinic:worklist",
    Role.EDITOR: "wagtailadmin_home",
    Role.MANAGER: "reminders:operations",
}
