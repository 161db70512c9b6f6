"""What a queue can do at most on this machine."""

from celery import shared_task


@shared_task
def noop() -> None:
    """Nothing, as often as the worker can."""
