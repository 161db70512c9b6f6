"""The queue's application. Run by `celery -A ketaclinic worker` and `celery -A ketaclinic beat`."""

import logging
import os
import time
from typing import Any

from celery import Celery
from celery.signals import task_prerun
from django.db import close_old_connections, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ketaclinic.settings")

app = Celery("ketaclinic")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Beat ticks every two seconds: one line for each would bury what a person should read.
for chatty in ("celery.beat", "celery.worker.strategy", "celery.app.trace"):
    logging.getLogger(chatty).setLevel(logging.WARNING)


SECONDS_BETWEEN_LOOKS = 1.0
_looked_at = float("-inf")


@task_prerun.connect
def connections_check(task: Any = None, **kwargs: Any) -> None:
    """Drop a connection that is old or broken, as Django does before each request.

    Celery itself would close every one after each task (see CELERY_DB_REUSE_MAX), and opening one
    anew costs more than all that a task asks. In a rush of tasks one look a second is enough,
    unless the task before met an error.
    """
    global _looked_at
    if task is None or task.request.is_eager:
        return
    open_ones = connections.all(initialized_only=True)
    is_fresh = time.monotonic() - _looked_at < SECONDS_BETWEEN_LOOKS
    if is_fresh and not any(each.errors_occurred for each in open_ones):
        return
    close_old_connections()
    _looked_at = time.monotonic()
