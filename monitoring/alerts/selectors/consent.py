"""Consents that were taken back, as facts: one query."""

from datetime import datetime

from intake.models import Patient
from intake.selectors import standing_withdrawals
from monitoring.alerts.rules import WithdrawalFact


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
