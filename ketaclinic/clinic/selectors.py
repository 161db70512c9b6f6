"""Reads of the clinic's own settings."""

from ketaclinic.clinic.models import ClinicSettings


def clinic_settings() -> ClinicSettings:
    """The clinic of this deployment. Unsaved defaults where the row is not there yet."""
    return ClinicSettings.objects.filter(pk=1).first() or ClinicSettings(pk=1)
