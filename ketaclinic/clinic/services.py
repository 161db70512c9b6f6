"""Writes of the clinic's own settings."""

from typing import Any

from django.db import transaction

from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record
from ketaclinic.clinic.models import ClinicSettings


@transaction.atomic
def clinic_settings_change(*, by: Any, **values: Any) -> ClinicSettings:
    """Store changed settings. `by=None` is the system (set-up). Says in the audit what changed."""
    if by is not None:
        ensure(by, Capability.MANAGE_USERS)
    clinic = ClinicSettings.objects.select_for_update().filter(pk=1).first() or ClinicSettings(pk=1)
    changed = sorted(key for key, value in values.items() if getattr(clinic, key) != value)
    for key, value in values.items():
        setattr(clinic, key, value)
    clinic.full_clean(validate_unique=False)
    clinic.save()
    if changed:
        event_record(
            verb="clinic.settings_changed", by=by, subject=clinic, details={"fields": changed}
        )
    return clinic
