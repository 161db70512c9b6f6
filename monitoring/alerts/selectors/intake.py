"""What intake tells as facts: changes of the medicine list, consents that were taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, QuerySet

from intake.choices import MedicineChangeKind
from intake.models import ConsentWithdrawal, MedicineChange, Patient
from intake.selectors import medicine_changes_since, standing_withdrawals
from ketaclinic.statements import Statement, given_id, given_moment
from monitoring.alerts.rules import MedicineFact, WithdrawalFact

LONGEST_SOURCE = 200
_PATIENT: Any = given_id("patient")
_SINCE: Any = given_moment("since")
_CHANGES: Statement[MedicineChange] = Statement(lambda: medicine_changes_since(_PATIENT, _SINCE))


def _any_news() -> QuerySet[Any, Any]:
    taken_back = ConsentWithdrawal.objects.filter(
        signature__patient=_PATIENT, withdrawn_at__gte=_SINCE
    )
    return Patient.objects.filter(pk=_PATIENT).values_list(
        Exists(medicine_changes_since(_PATIENT, _SINCE)), Exists(taken_back)
    )


_ANY_NEWS: Statement[tuple[bool, bool]] = Statement(_any_news)


@dataclass(frozen=True)
class IntakeFacts:
    medicines: tuple[MedicineFact, ...]
    withdrawals: tuple[WithdrawalFact, ...]


def intake_facts(patient: Patient, since: datetime) -> IntakeFacts:
    """Of most patients there is nothing to tell, and one query says so."""
    has_change, has_withdrawal = _ANY_NEWS.all(patient=patient.pk, since=since)[0]
    return IntakeFacts(
        medicines=_medicines(patient, since) if has_change else (),
        withdrawals=_withdrawals(patient, since) if has_withdrawal else (),
    )


def _medicines(patient: Patient, since: datetime) -> tuple[MedicineFact, ...]:
    """The recent changes in care, and whatever nobody has read yet, however old."""
    return tuple(_medicine(change) for change in _CHANGES.all(patient=patient.pk, since=since))


def _withdrawals(patient: Patient, since: datetime) -> tuple[WithdrawalFact, ...]:
    """What was taken back since then and not signed again."""
    return tuple(
        WithdrawalFact(
            key=str(each.signature.public_id),
            at=each.withdrawn_at,
            title=each.signature.document.title,
        )
        for each in standing_withdrawals(patient, since)
    )


def _medicine(change: MedicineChange) -> MedicineFact:
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
