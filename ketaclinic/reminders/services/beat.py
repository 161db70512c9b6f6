"""Beat's lease: one process schedules and all can see that it lives; one tick counts a second."""

from datetime import datetime, timedelta

from django.db.models import Q

from ketaclinic.reminders.models import BeatLease
from ketaclinic.reminders.selectors import BEAT_NAME

BEAT_LEASE = timedelta(seconds=15)
TICK = "tick"
TICKS_APART = timedelta(seconds=1)


def beat_hold(*, holder: str, now: datetime) -> bool:
    """Take or keep the lease and leave a heartbeat; False while another process holds it."""
    is_free = Q(holder__in=[holder, ""]) | Q(beaten_at__lt=now - BEAT_LEASE)
    leases = BeatLease.objects.filter(name=BEAT_NAME)
    # One conditional statement, so two processes cannot both win.
    if leases.filter(is_free).update(holder=holder, beaten_at=now):
        return True
    fresh = BeatLease(name=BEAT_NAME, holder=holder, beaten_at=now)
    BeatLease.objects.bulk_create([fresh], ignore_conflicts=True)
    return leases.filter(holder=holder).exists()


def beat_release(*, holder: str) -> None:
    """Give the lease up at an orderly stop, so that the next process need not wait."""
    BeatLease.objects.filter(name=BEAT_NAME, holder=holder).update(holder="")


def tick_take(*, now: datetime) -> bool:
    """Whether this tick is the one for this second; the others of a pile-up do nothing.

    Celery could let old ticks expire, but by the worker's own clock: one that runs fast would
    throw all of them away.
    """
    ticks = BeatLease.objects.filter(name=TICK)
    # The last one in the future: the database's clock was set back.
    is_free = Q(beaten_at__lte=now - TICKS_APART) | Q(beaten_at__gt=now)
    if ticks.filter(is_free).update(beaten_at=now):
        return True
    if ticks.exists():
        return False
    BeatLease.objects.bulk_create([BeatLease(name=TICK, beaten_at=now)], ignore_conflicts=True)
    return True
