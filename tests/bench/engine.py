"""How fast reminders leave, beside what else could send them on the same servers.

Run as `python -m tests.bench.engine WORKER`, WORKER being its process group; prints JSON.
"""

import json
import sys
import time
from datetime import timedelta

import django

django.setup()

import requests  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from ketaclinic.reminders.choices import ReminderChannel  # noqa: E402
from ketaclinic.reminders.models import Reminder  # noqa: E402
from ketaclinic.reminders.selectors import engine_now  # noqa: E402
from ketaclinic.reminders.services import engine_tick  # noqa: E402
from ketaclinic.reminders.tasks import queue_load, tick  # noqa: E402
from tests.bench.halted import is_drained, seconds_until, timed  # noqa: E402
from tests.bench.horizon import tick_costs  # noqa: E402
from tests.bench.report import percentile  # noqa: E402
from tests.bench.rivals import (  # noqa: E402
    beat_per_patient_rate,
    post_office_rate,
    tables_create,
)
from tests.bench.subjects import Subjects, check_all_sent, is_all_over  # noqa: E402
from tests.bench.tasks import noop  # noqa: E402

ROUNDS = 5
REMINDERS = 1500
NOOPS = 1000
DUE_AT_ONCE = 1000
BURST = 20_000
SECONDS_BETWEEN_TICKS = 2.0


def main(worker: int) -> dict[str, object]:
    """Rates a second by round (the first warms up and is not told), and the engine's own times."""
    tables_create()
    subjects = Subjects(timezone.now())
    rounds = [one_round(worker, subjects) for _ in range(ROUNDS + 1)][1:]
    return {
        "rounds": rounds,
        "provider": provider_rate(worker, subjects),
        "queued_seconds": queued_seconds(subjects),
        "beat_per_patient": beat_per_patient_rate(timezone.now()),
        "burst": burst(subjects),
        "tick_ms": tick_costs(subjects),
    }


def one_round(worker: int, subjects: Subjects) -> dict[str, float]:
    sent, seconds = reminders_sent(worker, subjects)
    return {
        "reminders": sent / seconds,
        "noops": NOOPS / timed(worker, fill=_put_noops, is_done=is_drained),
        "post_office": post_office_rate(sent),
    }


def reminders_sent(worker: int, subjects: Subjects) -> tuple[int, float]:
    """One tick of beat, and until the last of the due reminders is sent."""
    offsets = subjects.schedule(REMINDERS, timezone.now())
    seconds = timed(worker, fill=tick.apply_async, is_done=is_all_over)
    return check_all_sent(offsets), seconds


def provider_rate(worker: int, subjects: Subjects) -> float:
    """Text messages a second that a provider over HTTP took, in a process beside the worker."""
    now = timezone.now()
    with subjects.wanting_texts(now):
        offsets = subjects.schedule(REMINDERS, now, ReminderChannel.SMS)
        seconds = timed(worker, fill=tick.apply_async, is_done=is_all_over)
        sent = check_all_sent(offsets)
    taken = requests.get(settings.SMS.base_url, timeout=60).json()
    if len(taken) != sent:
        raise SystemExit(f"the provider took {len(taken)} of {sent} text messages")
    return sent / seconds


def _put_noops() -> None:
    for _ in range(NOOPS):
        noop.apply_async(queue="reminders")


def queued_seconds(subjects: Subjects) -> float:
    """Until a thousand reminders that are due at once are all on the queue."""
    subjects.schedule(DUE_AT_ONCE, timezone.now())
    started = time.perf_counter()
    engine_tick(now=engine_now(), hand_over=queue_load)
    seconds = time.perf_counter() - started
    seconds_until(is_all_over)
    return seconds


def burst(subjects: Subjects) -> dict[str, float]:
    """A morning's rush: how late the last hundredth is, with beat's own pace of ticks."""
    asked_at = timezone.now() + timedelta(seconds=30)
    offsets = subjects.schedule(BURST, asked_at)
    started = engine_now()
    Reminder.objects.filter(offset_minutes__in=offsets).update(planned_at=started, due_at=started)
    beat = time.perf_counter()
    while not is_all_over():
        tick.apply_async()
        beat += SECONDS_BETWEEN_TICKS
        time.sleep(max(0.0, beat - time.perf_counter()))
    ended = Reminder.objects.filter(offset_minutes__in=offsets).values_list("finished_at")
    lags = [(at - started).total_seconds() for (at,) in ended]
    return {"reminders": check_all_sent(offsets), "p99_lag_seconds": percentile(lags, 0.99)}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
