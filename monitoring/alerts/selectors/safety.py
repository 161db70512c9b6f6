"""Whether the safety questions (ASQ) are still to be asked of somebody in care."""

from typing import Any

from django.db.models import Exists, OuterRef

from intake.choices import Instrument
from intake.models import InstrumentResponse, Patient
from intake.rules.instruments import AsqOutcome
from monitoring.alerts.models import Alert
from monitoring.alerts.rules import UNTIL_ASQ

ANSWERED = (AsqOutcome.NEGATIVE, AsqOutcome.NON_ACUTE, AsqOutcome.ACUTE)


def asq_outstanding_of(patient: Any) -> Exists:
    """The same as `asq_outstanding`, as a column of another query about this patient."""
    answered = InstrumentResponse.objects.filter(
        patient=OuterRef("patient"),
        instrument=Instrument.ASQ,
        result__in=ANSWERED,
        answered_at__gte=OuterRef("fact_at"),
    )
    asking = Alert.objects.open().filter(patient=patient, rule_key__in=UNTIL_ASQ)
    return Exists(asking.filter(~Exists(answered)))


def asq_outstanding(patient: Patient) -> bool:
    """Whether thoughts of self-harm were told, before a dose or in a check-in, that no whole ASQ
    has followed and that no person has settled."""
    rows = Patient.objects.filter(asq_outstanding_of(OuterRef("pk")), pk=patient.pk)
    return rows.exists()
