"""Beat's lease: one process schedules, a second one waits, and everyone can see that one lives."""

from datetime import datetime, timedelta

from django.db.models import Q

from ketaclinic.reminders.models import BeatLease
from ketaclinic.reminders.selectors import BEAT_NAME

BEAT_LEASE = timedelta(seconds=15)


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
