"""The watch follows the dose: it begins with its report, and each check ends its own part."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from dosing.choices import Place
from dosing.models import DoseLog, ScheduledDose
from dosing.selectors import LogRow
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record
from ketaclinic.errors import Refused
from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.services import ReminderRequest, reminders_cancel, reminders_schedule
from monitoring.checkins.choices import CheckKind, FindingKey, Outcome
from monitoring.checkins.models import PressureCheck
from monitoring.checkins.selectors import PatientCase
from monitoring.sessions.choices import WatchEnd, WatchKind, WatchPurpose
from monitoring.sessions.models import WatchedCheck
from monitoring.sessions.rules import (
    Expected,
    SessionPolicy,
    expected_checks,
    is_answered_by,
    more_checks,
    still_possible,
)
from monitoring.sessions.selectors import has_sessions, moment_subject

SUBJECT_TYPE = "monitoring_sessions.watch"
# Whoever is told later than this that somebody did not answer is told of the past.
HELPER_LASTS = timedelta(hours=1)
RAISED = frozenset({str(FindingKey.POST_RISE), str(FindingKey.POST_HIGH)})


class NothingWatched(Refused):
    """There is no watch to end."""

    message = _("No check is expected of this patient any more.")


class NoteNeeded(Refused):
    """A watch is never ended without a word."""

    message = _("Say in a few words whom you spoke to and how the patient is.")


def watch_follow_in(case: PatientCase, log: DoseLog) -> None:
    """Let what is expected follow the report in force of this dose; twice changes nothing.

    Only a planned dose of a session at home is watched. Of one that is told late, the checks
    whose time is over already are not asked for.
    """
    if not has_sessions(case) or log.slot is None or log.is_extra:
        return
    slot = log.slot
    if slot.place != Place.HOME or not _is_session(case, slot):
        return
    row = case.log_of(slot)
    standing = list(WatchedCheck.objects.filter(slot=slot))
    if row is None or row.taken_at is None or not row.is_ingested:
        _end([each for each in standing if each.ended_at is None], WatchEnd.CORRECTED, case.now)
        return
    _follow(case, slot, standing, row.taken_at)


def _is_session(case: PatientCase, slot: ScheduledDose) -> bool:
    return any(plan.pk == slot.plan_id and plan.terms.is_session for plan in case.plans)


def _follow(
    case: PatientCase, slot: ScheduledDose, standing: list[WatchedCheck], taken_at: datetime
) -> None:
    for check in standing:
        due_at = taken_at + timedelta(minutes=check.minutes)
        if check.end in (WatchEnd.OPEN, WatchEnd.CORRECTED) and check.due_at != due_at:
            _move(check, due_at, case.now)
        elif check.end == WatchEnd.CORRECTED and check.missed_at > case.now:
            _reopen(check)
    wanted = expected_checks(taken_at, case.policy.get(SessionPolicy))
    new = _open(case, slot, wanted, standing)
    _remind([*new, *(check for check in standing if check.ended_at is None)], case)


def _move(check: WatchedCheck, due_at: datetime, now: datetime) -> None:
    """The dose was at another time; a check whose time was over before that is not asked for."""
    missed_at = due_at + (check.missed_at - check.due_at)
    if missed_at <= now:
        _end([check], WatchEnd.CORRECTED, now)
        return
    check.due_at, check.missed_at = due_at, missed_at
    _reopen(check)


def _reopen(check: WatchedCheck) -> None:
    check.end, check.ended_at = WatchEnd.OPEN, None
    check.save(update_fields=["due_at", "missed_at", "end", "ended_at"])


def _open(
    case: PatientCase,
    slot: ScheduledDose,
    wanted: Iterable[Expected],
    standing: Iterable[WatchedCheck],
) -> list[WatchedCheck]:
    """Expect what is not on record yet and can still be answered."""
    known = {(check.kind, check.minutes) for check in standing}
    new = {each.key: each for each in still_possible(wanted, case.now) if each.key not in known}
    checks = [
        WatchedCheck(
            patient=case.patient,
            slot=slot,
            kind=each.kind,
            minutes=each.minutes,
            due_at=each.due_at,
            missed_at=each.missed_at,
            policy_version=case.policy.version,
            opened_at=case.now,
        )
        for each in new.values()
    ]
    return WatchedCheck.objects.bulk_create(checks)


def _remind(checks: Iterable[WatchedCheck], case: PatientCase) -> None:
    """The patient when it is due; the helper, if the patient agreed, when it is missed."""
    requests = []
    for check in checks:
        subject = moment_subject(check.slot.public_id, check.minutes)
        about: dict[str, Any] = {
            "subject_type": SUBJECT_TYPE,
            "subject_id": subject,
            "user": case.patient.user,
        }
        requests += [
            ReminderRequest(
                **about,
                purpose=WatchPurpose.CHECK,
                due_at=check.due_at,
                not_after=check.missed_at,
            ),
            ReminderRequest(
                **about,
                purpose=WatchPurpose.HELPER,
                channel=ReminderChannel.HELPER,
                due_at=check.missed_at,
                not_after=check.missed_at + HELPER_LASTS,
            ),
        ]
    reminders_schedule(requests, now=case.now)


def watch_pressure_in(case: PatientCase, check: PressureCheck) -> None:
    """A pressure after a dose was recorded: what it answers ends, and what it adds begins.

    A check that waits for its third reading answers nothing yet.
    """
    is_after_dose = check.kind == CheckKind.POSTDOSE and check.outcome != Outcome.INCOMPLETE
    if check.slot is None or not is_after_dose or not has_sessions(case):
        return
    standing = list(WatchedCheck.objects.filter(slot=check.slot))
    # Sent twice, the first one has answered already, and must not answer the next one.
    if not standing or check.recorded_at < case.now:
        return
    _answer(standing, WatchKind.PRESSURE, case.now)
    row = case.log_of(check.slot)
    if row is not None and any(item["key"] in RAISED for item in check.findings):
        _add(case, check, standing, row)


def _add(
    case: PatientCase, check: PressureCheck, standing: list[WatchedCheck], row: LogRow
) -> None:
    if row.taken_at is None or check.slot is None:
        return
    policy = case.policy.get(SessionPolicy)
    more = more_checks(row.taken_at, case.now, check.repeat_after_minutes, policy)
    _remind(_open(case, check.slot, more, standing), case)


def watch_feeling_in(case: PatientCase, *, recorded_at: datetime) -> None:
    """The patient said how they feel."""
    if not has_sessions(case) or recorded_at < case.now:
        return
    open_checks = WatchedCheck.objects.open().filter(patient=case.patient).select_related("slot")
    _answer(list(open_checks), WatchKind.FEELING, case.now)


def _answer(checks: Iterable[WatchedCheck], kind: WatchKind, now: datetime) -> None:
    _end(
        [
            check
            for check in checks
            if check.ended_at is None and check.kind == kind and is_answered_by(check.due_at, now)
        ],
        WatchEnd.ANSWERED,
        now,
    )


def _end(
    checks: list[WatchedCheck], end: WatchEnd, now: datetime, *, by: Any = None, note: str = ""
) -> None:
    """These are expected no more, and nobody is told of a moment that asks for nothing else."""
    for check in checks:
        check.end, check.ended_at, check.ended_by, check.note = end, now, by, note
        check.save(update_fields=["end", "ended_at", "ended_by", "note"])
    moments = {(check.slot.public_id, check.minutes) for check in checks}
    slots = {check.slot_id for check in checks}
    still = WatchedCheck.objects.open().filter(slot__in=slots)
    kept = set(still.values_list("slot__public_id", "minutes")) if slots else set()
    subjects = [moment_subject(*moment) for moment in moments - kept]
    if subjects:
        reminders_cancel(subject_type=SUBJECT_TYPE, subject_ids=subjects, reason=end, now=now)


def watch_end_in(case: PatientCase, *, by: Any, note: str) -> int:
    """Somebody of the clinic knows how the patient is: nothing more is asked for.

    Returns how many checks ended. Raises NothingWatched, NoteNeeded.
    """
    ensure(by, Capability.WORK_ALERTS)
    if not note.strip():
        raise NoteNeeded(field="note")
    checks = list(WatchedCheck.objects.open().filter(patient=case.patient).select_related("slot"))
    if not checks:
        raise NothingWatched()
    _end(checks, WatchEnd.ENDED, case.now, by=by, note=note.strip())
    event_record(
        verb="sessions.watch_ended",
        by=by,
        patient_id=case.patient.public_id,
        subject=checks[0],
        details={"checks": len(checks)},
    )
    return len(checks)
