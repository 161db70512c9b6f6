"""Many patients at once, for measuring: copies of the demo clinic's patients, written in bulk."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from intake.models import Patient
from monitoring.demo.cast import CAST, VISITOR_KEY, Person
from monitoring.demo.copies import Copier
from monitoring.demo.load import demo_load

BATCH = 20


def bulk_load(*, patients: int, now: datetime, cast: Sequence[Person] = CAST) -> int:
    """Bring the clinic to at least `patients` patients; returns how many copies were written.

    The demo clinic is played first where it is missing, so each copy is what the services wrote.
    """
    demo_load(now=now, cast=cast)
    copier = Copier(_templates(cast))
    there = Patient.objects.count()
    first = there // len(copier.templates)
    wanted = -(-max(patients - there, 0) // len(copier.templates))
    numbers = list(range(first, first + wanted))
    written = 0
    for start in range(0, len(numbers), BATCH):
        with transaction.atomic():
            written += copier.copy(numbers[start : start + BATCH])
    return written


def _templates(cast: Sequence[Person]) -> list[Patient]:
    """Every demo patient but the visitor's own, whose open window is made for one visitor."""
    emails = [person.email for person in cast if person.key != VISITOR_KEY]
    people = Patient.objects.filter(user__email__in=emails).select_related("user")
    return list(people.order_by("pk"))
