"""What one tick costs with ten thousand, and with a million reminders still to come."""

import time
from statistics import median

from django.utils import timezone

from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.selectors import engine_now
from ketaclinic.reminders.services import engine_tick
from tests.bench.subjects import Subjects
from tests.support.horizon import future_fill, whole_scans

SIZES = (10_000, 1_000_000)
TICKS = 9


def tick_costs(subjects: Subjects) -> dict[str, object]:
    """Median milliseconds of a tick that claims the same few hundred, at each size."""
    user, filled = subjects.slots[0].patient.user, 0
    costs: dict[str, object] = {}
    for size in SIZES:
        future_fill(user=user, first=filled + 1, last=size, now=timezone.now())
        filled = size
        costs[str(size)] = median(_tick_ms(subjects) for _ in range(TICKS))
    costs["whole_scans"] = len(whole_scans(lambda: _tick_ms(subjects)))
    return costs


def _tick_ms(subjects: Subjects) -> float:
    """The claimed rows go nowhere and are ended by hand afterwards."""
    offsets = subjects.schedule(1, timezone.now())
    started = time.perf_counter()
    engine_tick(now=engine_now(), hand_over=lambda load: None)
    ms = (time.perf_counter() - started) * 1000
    rows = Reminder.objects.filter(offset_minutes__in=offsets, subject_type=subjects.subject_type)
    rows.update(status=ReminderStatus.CANCELLED, finished_at=timezone.now())
    return ms
