"""Celery's edge of the library."""

from celery import shared_task
from django.utils import timezone

from content.services.reviews import reviews_look as look


@shared_task
def reviews_look() -> int:
    """Each night: tell editors of the articles whose review falls due."""
    return look(now=timezone.now())
