"""Celery's edge of alerts."""

from celery import shared_task
from django.utils import timezone

from monitoring.alerts import services


@shared_task
def summaries_look() -> int:
    """Called by beat twice a minute; returns how many patients were looked at."""
    return services.summaries_look(now=timezone.now())
