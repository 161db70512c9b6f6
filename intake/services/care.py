"""Record a test or a visit, and remind the patient of the next one."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from intake.choices import CareKind
from intake.models import CareRecord, Patient, ReadinessGate
from intake.rules import IntakePolicy
from intake.rules.care import (
    FIRST_OF,
    FURTHEST_DAYS,
    KINDS_OF,
    PURPOSE_OF,
    TOLD_DAYS,
    TOLD_LASTS,
    CareDates,
    usual_next,
)
from intake.rules.states import AFTER_APPROVAL
from intake.selectors.care import care_of, care_subject
from intake.services.errors import CareRefused
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record
from ketaclinic.policies.selectors import policy_in_force
from ketaclinic.reminders.mornings import morning_of, next_morning
from ketaclinic.reminders.services import ReminderRequest, reminders_cancel, reminders_schedule

CARE_SUBJECT = "intake.care"
ONE_DAY = timedelta(days=1)


@transaction.atomic
def care_record(
    *,
    patient: Patient,
    kind: str,
    done_on: date,
    by: Any,
    now: datetime,
    next_due_on: date | None = None,
    note: str = "",
) -> CareRecord:
    """Record what was done; without a day for the next one the clinic's policy names it.

    The newest record of a kind counts, so a wrong day is put right by recording it again; the
    same once more changes nothing. Raises CareRefused with the field.
    """
    ensure(by, Capability.RECORD_READINESS)
    locked = Patient.objects.select_for_update().select_related("user").get(pk=patient.pk)
    if locked.state not in AFTER_APPROVAL or kind not in CareKind.values:
        raise CareRefused(field="kind")
    next_on = next_due_on or usual_next(kind, done_on, policy_in_force().get(IntakePolicy))
    dates = CareDates(done_on, next_on)
    _refuse_dates(dates, now.astimezone(ZoneInfo(locked.user.time_zone)).date())
    standing = care_of(locked).get(kind)
    is_known = standing is not None and CareDates(standing.done_on, standing.next_due_on) == dates
    if standing is not None and is_known and standing.note == note.strip():
        return standing
    return _write(locked, kind, dates, note.strip(), by=by, now=now)


def _refuse_dates(dates: CareDates, today: date) -> None:
    if not dates.is_done_by(today):
        raise CareRefused(
            _("This day is still to come. Record it when it is done."), field="done_on"
        )
    if not dates.is_in_order:
        message = _("Choose a day after it was done, within %(days)s days.")
        raise CareRefused(message % {"days": FURTHEST_DAYS}, field="next_due_on")


def care_first(gate: ReadinessGate) -> None:
    """A gate of the readiness list that is the first of its kind is recorded as such.

    Called inside the transaction that closed the gate.
    """
    kind = FIRST_OF.get(gate.key)
    if kind is None or gate.done_on is None or gate.closed_at is None:
        return
    policy = policy_in_force().get(IntakePolicy)
    dates = CareDates(gate.done_on, usual_next(kind, gate.done_on, policy))
    _write(gate.patient, kind, dates, "", by=gate.closed_by, now=gate.closed_at)


def _write(
    patient: Patient, kind: str, dates: CareDates, note: str, *, by: Any, now: datetime
) -> CareRecord:
    record = CareRecord.objects.create(
        patient=patient,
        kind=kind,
        done_on=dates.done_on,
        next_due_on=dates.next_due_on,
        note=note,
        recorded_at=now,
        recorded_by=by,
    )
    event_record(
        verb="intake.care_recorded",
        by=by,
        patient_id=patient.public_id,
        subject=record,
        details={"kind": str(kind)},
    )
    care_reminders_follow(patient, purpose=PURPOSE_OF[CareKind(kind)], now=now)
    return record


def care_reminders_follow(patient: Patient, *, purpose: str, now: datetime) -> None:
    """Let the reminders stand as the records do: those of other days are taken back."""
    records = CareRecord.objects.filter(patient=patient, kind__in=KINDS_OF[purpose])
    days = {row.next_due_on for row in care_of(patient).values() if row.kind in KINDS_OF[purpose]}
    former = set(records.order_by().values_list("next_due_on", flat=True)) - days
    reminders_cancel(
        subject_type=CARE_SUBJECT,
        subject_ids=[care_subject(patient, day) for day in former],
        reason="recorded",
        now=now,
        purpose=purpose,
    )
    reminders_schedule(
        [each for day in days for each in _told(patient, purpose, day, now)], now=now
    )


def _told(patient: Patient, purpose: str, day: date, now: datetime) -> list[ReminderRequest]:
    """A week before and on the day; what falls on one morning is told once."""
    requests = (_request(patient, purpose, day, offset, now) for offset in TOLD_DAYS)
    return list({each.due_at: each for each in requests}.values())


def _request(
    patient: Patient, purpose: str, day: date, offset: int, now: datetime
) -> ReminderRequest:
    """What should have been told before is told the next morning."""
    zone = ZoneInfo(patient.user.time_zone)
    due_at = max(morning_of(day + offset * ONE_DAY, zone), next_morning(now, zone))
    return ReminderRequest(
        user=patient.user,
        purpose=purpose,
        subject_type=CARE_SUBJECT,
        subject_id=care_subject(patient, day),
        due_at=due_at,
        not_after=due_at + TOLD_LASTS,
        offset_minutes=offset * 24 * 60,
    )
