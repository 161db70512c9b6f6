"""The reminder rows that a patient's supply wants; they follow every fact that moves its end."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from dosing.choices import HoldScope, SupplyKind, SupplyPurpose
from dosing.rules.supply.reminding import supply_tellings
from dosing.selectors import Case
from dosing.selectors.refills import SUBJECT_TYPE, supply_subject
from dosing.selectors.supply import Supply
from dosing.services.locks import case_open
from intake.models import Patient
from ketaclinic.reminders.selectors import subjects_due
from ketaclinic.reminders.services import ReminderRequest, reminders_cancel, reminders_schedule
from ketaclinic.reminders.subjects import subject_uuid

# What was not sent while doses were on hold is sent after it, if it is still true.
NOT_HELD = frozenset({"held"})
LOG = logging.getLogger(__name__)
# Looked at again this long before they go out, wherever in the world it is morning first.
AHEAD = timedelta(days=2)


def refill_reminders_follow(case: Case) -> None:
    """Let the reminders stand as the supply does now; under the patient's lock.

    They are about the last dispensing: those about an earlier one are dropped, and so is what the
    plan no longer asks for. What was sent is not sent again.
    """
    if not any(plan.has_supply for plan in case.plans):
        return
    supply = Supply(case)
    given = [row for row in supply.rows if row.kind == SupplyKind.DISPENSED]
    last = max((row.at for row in given if row.amount_ug), default=None)
    _drop(case, [row.at for row in given if row.at != last], "dispensed")
    if last is None:
        return
    wanted = _wanted(supply, last)
    reminders_schedule(wanted, now=case.now)
    for purpose in set(SupplyPurpose.values) - {each.purpose for each in wanted}:
        _drop(case, [last], "not_needed", purpose)


def _wanted(supply: Supply, dispensed_at: datetime) -> list[ReminderRequest]:
    """What is to be told of the supply that was dispensed at this time."""
    case = supply.case
    is_held = any(hold.scope == HoldScope.PLAN for hold in case.open_holds)
    tellings = supply_tellings(
        supply.refill_due_on, supply.runs_out_on, case.zone, case.now, supply.policy
    )
    return [
        ReminderRequest(
            user=case.patient.user,
            purpose=each.purpose,
            subject_type=SUBJECT_TYPE,
            subject_id=supply_subject(case.patient, dispensed_at),
            due_at=each.due_at,
            not_after=each.not_after,
            again_after=frozenset() if is_held else NOT_HELD,
        )
        for each in tellings
    ]


def _drop(
    case: Case, dispensed_at: list[datetime], reason: str, purpose: str | None = None
) -> None:
    reminders_cancel(
        subject_type=SUBJECT_TYPE,
        subject_ids=[supply_subject(case.patient, at) for at in dispensed_at],
        reason=reason,
        now=case.now,
        purpose=purpose,
    )


def refills_look(*, now: datetime) -> int:
    """Each night: what is to be told soon is reckoned again, for a dose that was left out makes the
    supply last longer. Returns how many patients were looked at; one who cannot be reckoned is
    logged, and keeps nobody else's reminders back."""
    subjects = subjects_due(subject_type=SUBJECT_TYPE, until=now + AHEAD)
    keys = filter(None, map(subject_uuid, subjects))
    patients = Patient.objects.filter(public_id__in=set(keys)).select_related("user").order_by("pk")
    return sum(_look(patient, now) for patient in list(patients))


def _look(patient: Patient, now: datetime) -> bool:
    try:
        with transaction.atomic():
            refill_reminders_follow(case_open(patient, now, Case))
    except Exception:
        LOG.exception("a supply could not be reckoned", extra={"patient": patient.pk})
        return False
    return True
