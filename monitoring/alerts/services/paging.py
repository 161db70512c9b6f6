"""Page the clinic's people about an alert that nobody has seen in time."""

from collections.abc import Iterable
from datetime import datetime

from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.models import User
from ketaclinic.accounts.selectors import active_users
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.reminders.services import ReminderRequest, reminders_schedule
from monitoring.alerts.choices import Severity
from monitoring.alerts.models import Alert
from monitoring.alerts.rules.paging import PAGE_LASTS, PURPOSES
from monitoring.alerts.selectors.paging import page_subject

PAGE_SUBJECT = "monitoring_alerts.alert"


def alert_pages_schedule(alerts: Iterable[Alert], *, now: datetime) -> int:
    """Make a page due for when each alert should have been seen; the caller's transaction.

    Nothing takes a page back: whether anybody has seen the alert is asked before it is sent.
    """
    paging = [alert for alert in alerts if Severity(alert.severity) in PURPOSES]
    if not paging:
        return 0
    people = _people()
    requests = [_page(alert, user) for alert in paging for user in people]
    return reminders_schedule(requests, now=now)


def _people() -> list[User]:
    """Whoever is on call; without anybody, every nurse and medical director."""
    on_call = clinic_settings().on_call
    if on_call is not None and on_call.is_active:
        return [on_call]
    return list(active_users(Role.NURSE, Role.MEDICAL_DIRECTOR))


def _page(alert: Alert, user: User) -> ReminderRequest:
    return ReminderRequest(
        user=user,
        purpose=PURPOSES[Severity(alert.severity)],
        subject_type=PAGE_SUBJECT,
        subject_id=page_subject(alert, user.pk),
        due_at=alert.due_at,
        not_after=alert.due_at + PAGE_LASTS,
    )
