"""Reads of the clinic's own settings."""

from ketaclinic.clinic.models import ClinicSettings
from ketaclinic.statements import Statement

_CLINIC: Statement[ClinicSettings] = Statement(lambda: ClinicSettings.objects.filter(pk=1))


def clinic_settings() -> ClinicSettings:
    """The clinic of this deployment. Unsaved defaults where the row is not there yet."""
    return _CLINIC.first() or ClinicSettings(pk=1)
