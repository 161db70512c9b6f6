"""Reminders to measure with: real doses of the loaded clinic, each asked for many times."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from dosing.choices import ReminderPurpose
from dosing.models import ScheduledDose
from dosing.selectors.reminders import unwanted_among
from dosing.services.reminders import SUBJECT_TYPE
from ketaclinic.reminders.choices import ReminderChannel, ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.models import ReachWishes
from ketaclinic.reminders.services import ReminderRequest, reminders_schedule

MOST_SUBJECTS = 300
# Real reminders use 0; other offsets make each round's rows its own.
FIRST_OFFSET = 1_000_000


class Subjects:
    """Gives due reminders, never the same one twice."""

    subject_type = SUBJECT_TYPE

    def __init__(self, now: datetime) -> None:
        self.slots = wanted_doses(now)
        self.offset = FIRST_OFFSET

    def schedule(self, count: int, now: datetime, channel: str = ReminderChannel.EMAIL) -> range:
        """At least so many reminders, due now; their offsets tell them from all others."""
        offsets = range(self.offset, self.offset - (-count // len(self.slots)))
        self.offset = offsets.stop
        requests = (request_for(slot, offset, now) for offset in offsets for slot in self.slots)
        reminders_schedule((replace(each, channel=channel) for each in requests), now=now)
        return offsets

    @contextmanager
    def wanting_texts(self, now: datetime) -> Iterator[None]:
        """For a while everyone has confirmed a number and wants text messages first."""
        users = {slot.patient.user for slot in self.slots}
        ReachWishes.objects.bulk_create(
            ReachWishes(
                user=user,
                sms_allowed=True,
                first_way=ReminderChannel.SMS,
                number=f"+1555{place:05}00",
                number_confirmed_at=now,
                updated_at=now,
            )
            for place, user in enumerate(users)
        )
        yield
        ReachWishes.objects.filter(user__in=users).delete()


def wanted_doses(now: datetime) -> list[ScheduledDose]:
    """Doses still to come of which a reminder would really be sent."""
    coming = ScheduledDose.objects.offered().filter(due_at__gt=now + timedelta(days=1))
    slots = list(coming.select_related("patient__user").order_by("due_at")[: 10 * MOST_SUBJECTS])
    unwanted = unwanted_among([str(slot.public_id) for slot in slots], now)
    return [slot for slot in slots if str(slot.public_id) not in unwanted][:MOST_SUBJECTS]


def request_for(slot: ScheduledDose, offset: int, now: datetime) -> ReminderRequest:
    return ReminderRequest(
        user=slot.patient.user,
        purpose=ReminderPurpose.SOON,
        subject_type=SUBJECT_TYPE,
        subject_id=str(slot.public_id),
        due_at=now,
        not_after=now + timedelta(hours=1),
        offset_minutes=offset,
    )


def is_all_over() -> bool:
    """Nothing is due any more and nothing is in a worker's hands; two looks into small indexes."""
    is_waiting = Reminder.objects.due().filter(offset_minutes__gte=FIRST_OFFSET)
    return not is_waiting.exists() and not Reminder.objects.in_flight().exists()


def check_all_sent(offsets: range) -> int:
    """How many went out; anything else than all of them is an error of the measurement."""
    rows = Reminder.objects.filter(offset_minutes__in=offsets)
    sent, asked = rows.filter(status=ReminderStatus.SENT).count(), rows.count()
    if sent != asked:
        raise SystemExit(f"{sent} of {asked} reminders were sent")
    return sent
