"""What a provider reports of a message; a failure lets the next way be tried at once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ketaclinic.audit.services import event_record
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.choices import Delivery
from ketaclinic.reminders.reach.models import DeliveryReport
from ketaclinic.reminders.reach.services.handing_on import reminders_hand_on


@transaction.atomic
def delivery_record(
    *, public_id: UUID, event_id: str, kind: Delivery, code: str, now: datetime
) -> bool:
    """Keep one report; False when it came before or names no reminder of ours.

    A report proves that the provider took the message, so an uncertain reminder becomes sent.
    """
    row = Reminder.objects.select_for_update().filter(public_id=public_id).first()
    if row is None or DeliveryReport.objects.filter(event_id=event_id).exists():
        return False
    report = DeliveryReport.objects.create(
        reminder=row, event_id=event_id, kind=kind, code=code[:40], at=now
    )
    details = {"kind": str(kind), "code": code[:40]}
    event_record(verb="reach.delivery_reported", by=None, subject=row, details=details)
    if row.status == ReminderStatus.UNCERTAIN:
        row.status, row.reason = ReminderStatus.SENT, "delivery_reported"
        row.save(update_fields=["status", "reason"])
    if (
        report.kind == Delivery.FAILED
        and row.status == ReminderStatus.SENT
        and now <= row.not_after
    ):
        reminders_hand_on([row], now=now)
    return True
