"""Which gates to the first home dose are still open."""

from django.db.models import QuerySet

from intake.models import Patient, ReadinessGate
from intake.rules.readiness import GATES

GATE_ORDER = {gate.key: place for place, gate in enumerate(GATES)}


def readiness_gates(patient: Patient) -> list[ReadinessGate]:
    """Every gate of a patient, in the order of the list."""
    rows = ReadinessGate.objects.filter(patient=patient).select_related("closed_by")
    return sorted(rows, key=lambda gate: GATE_ORDER.get(gate.key, len(GATE_ORDER)))


def open_gates(patient: Patient) -> QuerySet[ReadinessGate]:
    """The gates that nobody has closed yet."""
    return ReadinessGate.objects.filter(patient=patient, closed_at__isnull=True)


def is_gate_closed(patient: Patient, key: str) -> bool:
    """Whether this gate was opened and closed."""
    return ReadinessGate.objects.filter(patient=patient, key=key, closed_at__isnull=False).exists()
