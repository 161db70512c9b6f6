"""Celery's edge of the accounts."""

from celery import shared_task

from ketaclinic.accounts.services import sessions_clear


@shared_task
def sessions_clear_nightly() -> None:
    """Called by beat at night."""
    sessions_clear()
