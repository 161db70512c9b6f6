"""Reads of the engine: its limits, its clock, beat's heartbeat."""

import time
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from ketaclinic.reminders.models import BeatLease, PurposePause
from ketaclinic.reminders.registry import purposes
from ketaclinic.reminders.rules import EngineLimits

BEAT_NAME = "beat"
SECONDS_BETWEEN_ASKING = 10.0
# Beat writes every few seconds; after this long without one it is taken for dead.
BEAT_ALIVE_FOR = timedelta(seconds=60)


def engine_limits() -> EngineLimits:
    """The engine's numbers, with what `settings.REMINDERS_ENGINE` overrides."""
    return EngineLimits(**getattr(settings, "REMINDERS_ENGINE", {}))


def engine_now() -> datetime:
    """The database's clock where it has one, so that a machine with a wrong clock does no harm."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


class EngineClock:
    """Asks the database now and then, and between only counts this machine's seconds.

    One for each process: a chunk takes less time than asking would add to it.
    """

    def __init__(self) -> None:
        self.asked, self.started = datetime.min.replace(tzinfo=UTC), float("-inf")

    def __call__(self) -> datetime:
        """The moment by the database's clock."""
        passed = time.monotonic() - self.started
        if passed > SECONDS_BETWEEN_ASKING:
            self.asked, self.started, passed = engine_now(), time.monotonic(), 0.0
        return self.asked + timedelta(seconds=passed)


engine_clock = EngineClock()


def queue_lanes() -> list[Q]:
    """The rows of the urgent queue and those of the ordinary one; each is first in, first out."""
    urgent = Q(purpose__in=[purpose.key for purpose in purposes() if purpose.is_urgent])
    return [urgent, ~urgent]


def paused_purposes() -> set[str]:
    """The purposes of which nothing may be sent now."""
    return set(PurposePause.objects.filter(resumed_at=None).values_list("purpose", flat=True))


def beat_is_alive(now: datetime) -> bool:
    """Whether beat showed a heartbeat within the last minute."""
    return BeatLease.objects.filter(name=BEAT_NAME, beaten_at__gte=now - BEAT_ALIVE_FOR).exists()
