"""How fast reminders leave, and how fast the same worker does nothing.

Run as `python -m tests.bench.engine WORKER`, WORKER being its process group; prints JSON. The
worker is halted while the queue is filled, so that only its own work is timed.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import django

django.setup()

import redis  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from dosing.choices import ReminderPurpose  # noqa: E402
from dosing.models import ScheduledDose  # noqa: E402
from dosing.selectors.reminders import unwanted_among  # noqa: E402
from dosing.services.reminders import SUBJECT_TYPE  # noqa: E402
from ketaclinic.celery_settings import QUEUES  # noqa: E402
from ketaclinic.reminders.choices import ReminderStatus  # noqa: E402
from ketaclinic.reminders.models import Reminder  # noqa: E402
from ketaclinic.reminders.services import ReminderRequest, reminders_schedule  # noqa: E402
from ketaclinic.reminders.tasks import tick  # noqa: E402
from tests.bench.tasks import noop  # noqa: E402

ROUNDS = 5
REMINDERS = 300
NOOPS = 1000
SECONDS_AT_MOST = 120
# Real reminders use 0; another offset makes each round's rows its own.
FIRST_OFFSET = 1_000_000
UNFINISHED = (ReminderStatus.DUE, ReminderStatus.CLAIMED, ReminderStatus.SENDING)


def main(worker: int) -> list[dict[str, float]]:
    """Rates a second, a pair for each round; the first round warms up and is not told."""
    subjects = wanted_doses(timezone.now())
    rounds = []
    for number in range(ROUNDS + 1):
        sent = reminder_seconds(worker, subjects, FIRST_OFFSET + number)
        done = noop_seconds(worker)
        rounds.append({"reminders": len(subjects) / sent, "noops": NOOPS / done})
    return rounds[1:]


def wanted_doses(now: datetime) -> list[ScheduledDose]:
    """Doses still to come of which a reminder would really be sent."""
    coming = ScheduledDose.objects.offered().filter(due_at__gt=now + timedelta(days=1))
    slots = list(coming.select_related("patient__user").order_by("due_at")[: 10 * REMINDERS])
    unwanted = unwanted_among([str(slot.public_id) for slot in slots], now)
    return [slot for slot in slots if str(slot.public_id) not in unwanted][:REMINDERS]


def reminder_seconds(worker: int, subjects: list[ScheduledDose], offset: int) -> float:
    """One tick of beat, and until the last of the due reminders is sent."""
    now = timezone.now()
    reminders_schedule([request_for(slot, offset, now) for slot in subjects], now=now)
    rows = Reminder.objects.filter(offset_minutes=offset)
    seconds = timed(
        worker,
        fill=tick.apply_async,
        is_done=lambda: not rows.filter(status__in=UNFINISHED).exists(),
    )
    sent = rows.filter(status=ReminderStatus.SENT).count()
    if sent != len(subjects):
        raise SystemExit(f"{sent} of {len(subjects)} reminders were sent")
    return seconds


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


def noop_seconds(worker: int) -> float:
    """Until the queue that holds so many of them is empty."""
    return timed(worker, fill=_put_noops, is_done=_is_drained)


def _put_noops() -> None:
    for _ in range(NOOPS):
        noop.apply_async(queue="reminders")


def _is_drained() -> bool:
    """Nothing waits and nothing is being worked on; looked at twice, for what is on its way."""
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        return not any(_left(broker) or time.sleep(0.005) for _ in range(2))


def _left(broker: redis.Redis) -> int:
    return sum(broker.llen(name) for name in QUEUES) + broker.hlen("unacked")


def timed(worker: int, *, fill: Callable[[], object], is_done: Callable[[], bool]) -> float:
    """Seconds from letting the worker go until the work is done."""
    os.killpg(worker, signal.SIGSTOP)
    try:
        fill()
    finally:
        os.killpg(worker, signal.SIGCONT)
    started = time.perf_counter()
    while not is_done():
        if time.perf_counter() - started > SECONDS_AT_MOST:
            raise SystemExit("the worker did not finish in time")
        time.sleep(0.01)
    return time.perf_counter() - started


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
