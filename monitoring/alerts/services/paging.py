"""Page the clinic's people about an alert that nobody has seen in time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.models import User
from ketaclinic.accounts.selectors import active_users, staff_ids
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.reminders.services import (
    ReminderRequest,
    reminders_cancel,
    reminders_schedule,
    reminders_settle,
)
from monitoring.alerts.models import Alert
from monitoring.alerts.rules import AlertPolicy
from monitoring.alerts.rules.paging import (
    PAGE_LASTS,
    PROMPT_PURPOSE,
    SAME_DAY_PURPOSE,
    page_purpose,
    purposes_of,
)
from monitoring.alerts.selectors.paging import page_subject

PAGE_SUBJECT = "monitoring_alerts.alert"
NO_HASTE = "no_haste"


def alert_pages_schedule(alerts: Iterable[Alert], *, policy: AlertPolicy, now: datetime) -> int:
    """Make a page due for when each alert should have been seen; the caller's transaction.

    Whoever is on call comes first; about what cannot wait and they do not see either, everybody.
    Whoever sees the alert takes its pages back (`alert_reminders_settle`).
    """
    paging = [alert for alert in alerts if _purpose(alert)]
    if not paging:
        return 0
    everyone = list(active_users(Role.NURSE, Role.MEDICAL_DIRECTOR))
    first = _on_call() or everyone
    later = [user for user in everyone if user not in first]
    again = policy.emergency_everyone_minutes
    requests = [_page(alert, user) for alert in paging for user in first]
    requests += [
        _page(alert, user, again)
        for alert in paging
        if _purpose(alert) != SAME_DAY_PURPOSE
        for user in later
    ]
    return reminders_schedule(requests, now=now)


def alert_haste_end(alert: Alert, *, policy: AlertPolicy, now: datetime) -> None:
    """Nobody is paged within minutes any more, but when the alert is due now."""
    reminders_cancel(
        subject_type=PAGE_SUBJECT,
        subject_ids=[page_subject(alert, user_id) for user_id in staff_ids()],
        purpose=PROMPT_PURPOSE,
        reason=NO_HASTE,
        now=now,
    )
    alert_pages_schedule([alert], policy=policy, now=now)


def alert_reminders_settle(alert: Alert, *, now: datetime) -> int:
    """Somebody has seen it or ended it: nobody need be told any more; the caller's transaction.

    Returns how many rows were cancelled; a rule that tells nobody costs no question.
    """
    purposes = purposes_of(alert.rule_key, _purpose(alert))
    subjects = [page_subject(alert, user_id) for user_id in staff_ids()] if purposes else []
    return sum(
        reminders_settle(subject_type=PAGE_SUBJECT, subject_ids=subjects, purpose=purpose, now=now)
        for purpose in purposes
    )


def _purpose(alert: Alert) -> str:
    return page_purpose(alert.severity, alert.due_at - alert.opened_at)


def _on_call() -> list[User]:
    """Whoever is on call; without anybody, all are paged at once."""
    on_call = clinic_settings().on_call
    return [on_call] if on_call is not None and on_call.is_active else []


def _page(alert: Alert, user: User, offset_minutes: int = 0) -> ReminderRequest:
    due_at = alert.due_at + timedelta(minutes=offset_minutes)
    return ReminderRequest(
        user=user,
        purpose=_purpose(alert),
        subject_type=PAGE_SUBJECT,
        subject_id=page_subject(alert, user.pk),
        due_at=due_at,
        not_after=due_at + PAGE_LASTS,
        offset_minutes=offset_minutes,
    )
