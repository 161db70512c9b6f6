"""Changes of the medicine list as facts: one query."""

from datetime import datetime

from intake.choices import MedicineChangeKind
from intake.models import MedicineChange, Patient
from intake.selectors import medicine_changes_since
from monitoring.alerts.rules import MedicineFact

LONGEST_SOURCE = 200


def medicine_facts(patient: Patient, since: datetime) -> tuple[MedicineFact, ...]:
    """The recent changes in care, and whatever nobody has read yet, however old."""
    return tuple(_fact(change) for change in medicine_changes_since(patient, since))


def _fact(change: MedicineChange) -> MedicineFact:
    found = change.findings
    worst = found[0] if found else {}
    return MedicineFact(
        key=str(change.public_id),
        at=change.changed_at,
        what=str(MedicineChangeKind(change.kind).label),
        name=change.medicine.name_text,
        severity=change.severity,
        sentences=tuple(each["sentence"] for each in found),
        source=worst.get("source", "")[:LONGEST_SOURCE],
        is_inducer_stopped=any(each["is_inducer_stopped"] for each in found),
        is_inhibitor_started=any(each["is_inhibitor_started"] for each in found),
        is_read=hasattr(change, "review"),
    )
