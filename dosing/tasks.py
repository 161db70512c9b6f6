"""Celery's edge of dosing."""

from celery import shared_task
from django.utils import timezone

from dosing import services


@shared_task
def slots_extend() -> int:
    """Each night: lay out the next days of every running plan."""
    return services.slots_extend(now=timezone.now())


@shared_task
def refills_look() -> int:
    """Each night: reckon again what is to be told soon about somebody's supply."""
    return services.refills_look(now=timezone.now())
