"""The weeks that the demo clinic only tells of: nobody was to be reminded in them.

No engine ran while they were played, so its rows would look like one that stood still for weeks.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder

REASON = "before_the_demo"


def newest_reminder() -> int:
    """The number of the newest reminder; 0 where there is none."""
    return Reminder.objects.aggregate(newest=Max("pk"))["newest"] or 0


@transaction.atomic
def past_settle(*, after: int, now: datetime) -> int:
    """Of the reminders newer than number `after`: what was over before now is cancelled as of then,
    and what can still help is planned for now. Returns how many rows changed.

    Rows that stood before are left alone: if they are late, the engine is.
    """
    past = Reminder.objects.due().filter(pk__gt=after, due_at__lt=now)
    over = past.filter(not_after__lte=now).update(
        status=ReminderStatus.CANCELLED, reason=REASON, finished_at=F("not_after")
    )
    return over + past.update(planned_at=now, due_at=now)
