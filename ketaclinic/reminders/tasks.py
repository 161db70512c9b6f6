"""Celery's edge of the engine: a tick, and a chunk of ids to send."""

from uuid import UUID

from celery import shared_task

from ketaclinic.reminders.selectors import engine_clock, engine_now
from ketaclinic.reminders.services import Chunk, chunk_send, engine_tick, tick_take


@shared_task
def tick() -> int:
    """Called by beat every two seconds; returns how many reminders went to workers."""
    now = engine_now()
    return engine_tick(now=now, hand_over=queue_chunk) if tick_take(now=now) else 0


@shared_task(soft_time_limit=120, time_limit=150)
def send_chunk(token: str, reminder_ids: list[int]) -> None:
    """Send one chunk. A second delivery of the same message finds nothing left to do."""
    chunk_send(token=UUID(token), reminder_ids=reminder_ids, clock=engine_clock)


def queue_chunk(chunk: Chunk) -> None:
    """Put a claimed chunk on the queue of its urgency."""
    queue = "urgent" if chunk.is_urgent else "reminders"
    send_chunk.apply_async((str(chunk.token), chunk.ids), queue=queue)
