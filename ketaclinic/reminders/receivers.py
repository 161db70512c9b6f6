"""The mail provider's reports, which its library hands out as a signal."""

from typing import Any
from uuid import UUID

from anymail.signals import EventType, tracking
from django.dispatch import receiver
from django.utils import timezone

from ketaclinic.reminders.channels.email import METADATA_KEY
from ketaclinic.reminders.reach.choices import Delivery
from ketaclinic.reminders.reach.services import delivery_record

KINDS = {
    EventType.DELIVERED: Delivery.DELIVERED,
    EventType.OPENED: Delivery.DELIVERED,
    EventType.BOUNCED: Delivery.FAILED,
    EventType.REJECTED: Delivery.FAILED,
    EventType.FAILED: Delivery.FAILED,
    EventType.COMPLAINED: Delivery.COMPLAINED,
}


@receiver(tracking, dispatch_uid="reminders_mail_reported")
def mail_reported(sender: Any, event: Any, esp_name: str, **kwargs: Any) -> None:
    """Keep it if it is about a reminder; mails about accounts carry no key."""
    kind = KINDS.get(event.event_type)
    key = (event.metadata or {}).get(METADATA_KEY, "")
    if kind is None or not key:
        return
    delivery_record(
        public_id=UUID(key),
        event_id=_event_id(event, esp_name),
        kind=kind,
        code=str(event.reject_reason or ""),
        now=timezone.now(),
    )


def _event_id(event: Any, esp_name: str) -> str:
    """The provider's own id; without one a message has one report of each kind."""
    own = event.event_id or f"{event.message_id}:{event.event_type}"
    return f"{esp_name}:{own}"[:200]
