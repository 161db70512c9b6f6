"""Reads of alerts and of the summary."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from intake.choices import PatientState
from intake.models import Patient
from intake.rules.states import IN_PROGRAMME
from monitoring.alerts.models import Alert, PatientSummary
from monitoring.alerts.models import AlertQuerySet as Alerts


def open_alerts(patient: Patient) -> Alerts:
    """What a person has still to close, the most urgent first."""
    alerts: Alerts = Alert.objects.open().filter(patient=patient)
    return alerts.order_by("severity_rank", "due_at", "pk")


def alert_by_public_id(public_id: UUID) -> Alert | None:
    """One alert with its patient, or None."""
    return Alert.objects.select_related("patient__user").filter(public_id=public_id).first()


def due_patients(now: datetime, limit: int) -> list[Patient]:
    """Patients whom time has something to tell about, the longest waiting first.

    Those in the programme who never had a summary come first: nothing else would ever visit them.
    """
    new = Patient.objects.filter(state__in=IN_PROGRAMME, summary__isnull=True)
    patients = list(new.select_related("user").order_by("pk")[:limit])
    # Whoever comes back from a pause has no time of a next look; everybody active has one.
    is_back = Q(next_look_at__isnull=True, patient__state=PatientState.ACTIVE)
    due = PatientSummary.objects.filter(Q(next_look_at__lte=now) | is_back)
    due = due.select_related("patient__user")
    rows = due.order_by("next_look_at", "pk")[: max(0, limit - len(patients))]
    return [*patients, *(row.patient for row in rows)]
