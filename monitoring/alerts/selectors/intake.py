"""What intake tells as facts: changes of the medicine list, consents that were taken back."""

from datetime import datetime
from typing import Any

from django.db.models import Exists

from intake.choices import MedicineChangeKind
from intake.models import ConsentWithdrawal, MedicineChange, Patient
from intake.selectors import medicine_changes_since, standing_withdrawals
from ketaclinic.statements import Statement, given_id, given_moment
from monitoring.alerts.rules import MedicineFact, WithdrawalFact

LONGEST_SOURCE = 200
_PATIENT: Any = given_id("patient")
_SINCE: Any = given_moment("since")
_CHANGES: Statement[MedicineChange] = Statement(lambda: medicine_changes_since(_PATIENT, _SINCE))


def has_change() -> Exists:
    """Of most patients there is nothing to tell; the newest facts say whether there is."""
    return Exists(medicine_changes_since(_PATIENT, _SINCE))


def has_withdrawal() -> Exists:
    """Whether a consent was taken back, though it may have been signed again."""
    taken_back = ConsentWithdrawal.objects.filter(signature__patient=_PATIENT)
    return Exists(taken_back.filter(withdrawn_at__gte=_SINCE))


def medicine_facts(patient: Patient, since: datetime) -> tuple[MedicineFact, ...]:
    """The recent changes in care, and whatever nobody has read yet, however old."""
    return tuple(_fact(change) for change in _CHANGES.all(patient=patient.pk, since=since))


def withdrawal_facts(patient: Patient, since: datetime) -> tuple[WithdrawalFact, ...]:
    """What was taken back since then and not signed again."""
    return tuple(
        WithdrawalFact(
            key=str(each.signature.public_id),
            at=each.withdrawn_at,
            title=each.signature.document.title,
        )
        for each in standing_withdrawals(patient, since)
    )


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
