"""What managers do by hand: pause and resume a purpose, and have one reminder sent again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.audit.services import event_record
from ketaclinic.errors import Refused
from ketaclinic.reminders.choices import UNRESOLVED, ReminderStatus
from ketaclinic.reminders.models import PurposePause, Reminder, ReminderResend
from ketaclinic.reminders.registry import purpose_for
from ketaclinic.reminders.services.outcomes import FREE


class SafetyNotPaused(Refused):
    """A safety message may not be held back."""

    message = _("Safety messages cannot be paused.")


class NotToResend(Refused):
    """Only what failed or is uncertain can be sent again."""

    message = _("This reminder is not failed and not uncertain any more. Look at the list again.")


class TooLateToResend(Refused):
    """Its time has passed: it would no longer help."""

    message = _("The time for this reminder has passed. It is not sent late.")


@transaction.atomic
def purpose_pause(*, purpose: str, reason: str, by: Any, now: datetime) -> PurposePause:
    """Send nothing of this purpose from now on. A second pause changes nothing.

    What workers already hold goes back at once; a row whose letter is leaving is not stopped.
    Raises UnknownPurpose, SafetyNotPaused.
    """
    ensure(by, Capability.RUN_OPERATIONS)
    if purpose_for(purpose).is_urgent:
        raise SafetyNotPaused()
    pause, is_new = PurposePause.objects.get_or_create(
        purpose=purpose,
        resumed_at=None,
        defaults={"reason": reason, "paused_at": now, "paused_by": by},
    )
    if is_new:
        claims_free({purpose})
        event_record(verb="reminders.paused", by=by, subject=pause, details={"purpose": purpose})
    return pause


@transaction.atomic
def purpose_resume(*, purpose: str, by: Any, now: datetime) -> bool:
    """Send again what is due and still in time; False when nothing was paused."""
    ensure(by, Capability.RUN_OPERATIONS)
    pause = (
        PurposePause.objects.select_for_update().filter(purpose=purpose, resumed_at=None).first()
    )
    if pause is None:
        return False
    pause.resumed_at, pause.resumed_by = now, by
    pause.save(update_fields=["resumed_at", "resumed_by"])
    event_record(verb="reminders.resumed", by=by, subject=pause, details={"purpose": purpose})
    return True


@transaction.atomic
def reminder_resend(*, public_id: UUID, reason: str, by: Any, now: datetime) -> ReminderResend:
    """Make a failed or uncertain reminder due once more, under its own key.

    Whether it is still wanted is asked again when it is claimed. An uncertain one may arrive twice:
    that is the person's decision, and it is kept with its reason. Raises NotToResend,
    TooLateToResend.
    """
    ensure(by, Capability.RUN_OPERATIONS)
    row = Reminder.objects.select_for_update().filter(public_id=public_id).first()
    if row is None or row.status not in UNRESOLVED:
        raise NotToResend()
    if row.not_after < now:
        raise TooLateToResend()
    resend = ReminderResend.objects.create(
        reminder=row, former_status=row.status, reason=reason, at=now, by=by
    )
    Reminder.objects.filter(pk=row.pk).update(**FREE, due_at=now, attempts=0, reason="")
    details = {"purpose": row.purpose, "was": row.status}
    event_record(verb="reminders.resent", by=by, subject=row, details=details)
    return resend


def claims_free(purposes: set[str]) -> int:
    """Take claimed rows of these purposes back from the queue; their messages become void."""
    held = Reminder.objects.filter(status=ReminderStatus.CLAIMED, purpose__in=purposes)
    return held.update(**FREE)
