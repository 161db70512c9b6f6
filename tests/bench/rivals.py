"""What others do with the same work: a mail queue in the database, and a beat entry a patient."""

import logging
import time
from datetime import datetime, timedelta

from django.core.management import call_command
from django_celery_beat.models import IntervalSchedule, PeriodicTask
from django_celery_beat.schedulers import DatabaseScheduler
from post_office.mail import send_many, send_queued_mail_until_done
from post_office.models import STATUS, Email

from ketaclinic.celery import app
from tests.bench.halted import queues_empty
from tests.bench.tasks import noop

ENTRIES = 10_000
ENTRIES_DUE = 1_001


def tables_create() -> None:
    """Their tables exist in the measured database only."""
    logging.getLogger("post_office").setLevel(logging.WARNING)
    for label in ("post_office", "django_celery_beat"):
        call_command("migrate", label, verbosity=0)


def post_office_rate(count: int) -> float:
    """Mails a second that django-post-office sends through the same dummy backend, as it comes."""
    mail = {"sender": "clinic@clinic.test", "subject": "You have a task", "message": "Log in"}
    send_many([{**mail, "recipients": f"person-{number}@clinic.test"} for number in range(count)])
    started = time.perf_counter()
    send_queued_mail_until_done()
    seconds = time.perf_counter() - started
    if Email.objects.filter(status=STATUS.sent).count() != count:
        raise SystemExit("django-post-office did not send every mail")
    Email.objects.all().delete()
    return count / seconds


def beat_per_patient_rate(now: datetime) -> float:
    """Tasks a second that django-celery-beat queues when many of its entries are due at once."""
    daily = IntervalSchedule.objects.create(every=1, period=IntervalSchedule.DAYS)
    long_ago = now - timedelta(days=2)
    PeriodicTask.objects.bulk_create(
        PeriodicTask(
            name=f"patient {number}",
            task=noop.name,
            interval=daily,
            queue="background",
            last_run_at=long_ago if number < ENTRIES_DUE else now,
        )
        for number in range(ENTRIES)
    )
    scheduler = DatabaseScheduler(app=app, lazy=False)
    queued = _count_queued(scheduler)
    started = time.perf_counter()
    while len(queued) < ENTRIES_DUE:
        scheduler.tick()
    seconds = time.perf_counter() - started
    queues_empty()
    return ENTRIES_DUE / seconds


def _count_queued(scheduler: DatabaseScheduler) -> list[str]:
    """The names of what was queued, as it is queued."""
    queued: list[str] = []
    put = scheduler.apply_async

    def counted(entry, *args, **kwargs):
        if entry.task == noop.name:
            queued.append(entry.name)
        return put(entry, *args, **kwargs)

    scheduler.apply_async = counted
    return queued
