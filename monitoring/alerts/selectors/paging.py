"""Whether a page about an alert is still wanted."""

from collections.abc import Iterable
from datetime import datetime

from ketaclinic.reminders.subjects import subject_uuid
from monitoring.alerts.models import Alert


def page_subject(alert: Alert, user_id: int) -> str:
    """The subject of a page: the same alert pages several people, each in a row of their own."""
    return f"{alert.public_id}:{user_id}"


def pages_unwanted_among(subject_ids: Iterable[str], now: datetime) -> dict[str, str]:
    """The pages that need not go out any more, each with the reason, in one read."""
    key_of = {subject_id: subject_uuid(subject_id, ":") for subject_id in subject_ids}
    keys = [key for key in key_of.values() if key is not None]
    alerts = {alert.public_id: alert for alert in Alert.objects.filter(public_id__in=keys)}
    answers = {each: _reason(alerts.get(key) if key else None) for each, key in key_of.items()}
    return {subject_id: reason for subject_id, reason in answers.items() if reason}


def _reason(alert: Alert | None) -> str:
    if alert is None:
        return "missing"
    if alert.resolved_at is not None:
        return "resolved"
    return "acknowledged" if alert.acknowledged_at is not None else ""
