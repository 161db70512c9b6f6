"""Remind the prescriber of a patient whose benefit is to be reviewed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dosing.models import DosingPlan
from ketaclinic.accounts.access import Capability, allows
from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.models import User
from ketaclinic.accounts.selectors import active_users
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.reminders.mornings import next_morning
from ketaclinic.reminders.services import ReminderRequest, reminders_schedule
from monitoring.alerts.choices import RuleKey
from monitoring.alerts.models import Alert
from monitoring.alerts.rules.paging import REVIEW_AGAIN_MINUTES, REVIEW_LASTS, REVIEW_PURPOSE
from monitoring.alerts.selectors.paging import page_subject
from monitoring.alerts.services.paging import PAGE_SUBJECT


def review_reminders_schedule(
    alerts: Iterable[Alert], plan: DosingPlan | None, *, now: datetime
) -> int:
    """Tell whoever signed the plan in force, in the morning; the caller's transaction.

    Where they no longer may sign, every prescriber and director is told. Whoever sees the alert
    takes them back (`alert_reminders_settle`). Returns how many rows changed.
    """
    due = [alert for alert in alerts if alert.rule_key == RuleKey.BENEFIT_REVIEW]
    if not due or plan is None:
        return 0
    first = next_morning(now, ZoneInfo(clinic_settings().time_zone))
    return reminders_schedule(
        [
            _request(alert, user, first + timedelta(minutes=minutes), minutes)
            for alert in due
            for user in _people(plan)
            for minutes in REVIEW_AGAIN_MINUTES
        ],
        now=now,
    )


def _people(plan: DosingPlan) -> list[User]:
    signer = plan.signed_by
    if allows(signer, Capability.SIGN_PLAN):
        return [signer]
    return list(active_users(Role.PRESCRIBER, Role.MEDICAL_DIRECTOR))


def _request(alert: Alert, user: User, due_at: datetime, minutes: int) -> ReminderRequest:
    return ReminderRequest(
        user=user,
        purpose=REVIEW_PURPOSE,
        subject_type=PAGE_SUBJECT,
        subject_id=page_subject(alert, user.pk),
        due_at=due_at,
        not_after=due_at + REVIEW_LASTS,
        offset_minutes=minutes,
    )
