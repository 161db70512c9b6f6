"""Celery's edge of the engine: a tick, and a load of chunks to send."""

from uuid import UUID

from celery import shared_task

from ketaclinic.reminders.selectors import engine_clock, engine_now
from ketaclinic.reminders.services import Load, engine_tick, load_send, tick_take


@shared_task
def tick() -> int:
    """Called by beat every two seconds; returns how many reminders went to workers."""
    now = engine_now()
    return engine_tick(now=now, hand_over=queue_load) if tick_take(now=now) else 0


@shared_task(soft_time_limit=120, time_limit=150)
def send_load(token: str, chunks: list[list[int]], is_urgent: bool) -> None:
    """Send a load. A second delivery of the same message finds nothing left to do."""
    rest = load_send(Load(UUID(token), chunks, is_urgent), clock=engine_clock)
    if rest.chunks:
        queue_load(rest)


def queue_load(load: Load) -> None:
    """Put a claimed load on the queue of its urgency."""
    queue = "urgent" if load.is_urgent else "reminders"
    send_load.apply_async((str(load.token), load.chunks, load.is_urgent), queue=queue)
