"""What a person does to an alert: say that it was seen, and end it with a note."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dosing.services.locks import patient_lock
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record
from ketaclinic.errors import Refused
from monitoring.alerts.models import Alert
from monitoring.alerts.services.paging import alert_reminders_settle
from monitoring.alerts.services.refresh import refresh_patient


class AlreadyAcknowledged(Refused):
    """Somebody else has seen it; the message says who."""

    def __init__(self, alert: Alert) -> None:
        name = getattr(alert.acknowledged_by, "full_name", "")
        super().__init__(_("%(name)s has acknowledged this already.") % {"name": name})


class AlreadyResolved(Refused):
    """It was ended meanwhile."""

    message = gettext_lazy("This alert was resolved already.")


class NoteNeeded(Refused):
    """An alert is never ended without a word."""

    message = gettext_lazy("Say in a few words what was done.")


@transaction.atomic
def alert_acknowledge(*, alert: Alert, by: Any, now: datetime) -> Alert:
    """Say that a person has seen it. A second time by the same person changes nothing."""
    ensure(by, Capability.WORK_ALERTS)
    alert = _locked(alert)
    if alert.acknowledged_by_id is not None:
        if alert.acknowledged_by_id != by.pk:
            raise AlreadyAcknowledged(alert)
        return alert
    if alert.resolved_at is not None:
        raise AlreadyResolved()
    alert.acknowledged_at, alert.acknowledged_by = now, by
    alert.save(update_fields=["acknowledged_at", "acknowledged_by"])
    _record("alerts.alert_acknowledged", alert, by)
    alert_reminders_settle(alert, now=now)
    refresh_patient(alert.patient, now=now)
    return alert


@transaction.atomic
def alert_resolve(*, alert: Alert, by: Any, now: datetime, note: str) -> Alert:
    """End it with a note; whoever ends it has seen it. The same fact never opens it again."""
    ensure(by, Capability.WORK_ALERTS)
    if not note.strip():
        raise NoteNeeded(field="note")
    alert = _locked(alert)
    if alert.resolved_at is not None:
        if alert.resolved_by_id != by.pk:
            raise AlreadyResolved()
        return alert
    if alert.acknowledged_at is None:
        alert.acknowledged_at, alert.acknowledged_by = now, by
    alert.resolved_at, alert.resolved_by, alert.resolution_note = now, by, note.strip()
    alert.save(
        update_fields=[
            "acknowledged_at",
            "acknowledged_by",
            "resolved_at",
            "resolved_by",
            "resolution_note",
        ]
    )
    _record("alerts.alert_resolved", alert, by)
    alert_reminders_settle(alert, now=now)
    refresh_patient(alert.patient, now=now)
    return alert


def _locked(alert: Alert) -> Alert:
    """The alert as it stands now, under the lock of its patient."""
    patient_lock(alert.patient)
    return Alert.objects.select_related("patient__user", "acknowledged_by").get(pk=alert.pk)


def _record(verb: str, alert: Alert, by: Any) -> None:
    event_record(
        verb=verb,
        by=by,
        patient_id=alert.patient.public_id,
        subject=alert,
        details={"rule": alert.rule_key},
    )
