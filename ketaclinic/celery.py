"""The queue's application. Run by `celery -A ketaclinic worker` and `celery -A ketaclinic beat`."""

import logging
import os
from typing import Any

from celery import Celery
from celery.signals import task_prerun
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ketaclinic.settings")

app = Celery("ketaclinic")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Beat ticks every two seconds: one line for each would bury what a person should read.
for chatty in ("celery.beat", "celery.worker.strategy", "celery.app.trace"):
    logging.getLogger(chatty).setLevel(logging.WARNING)


@task_prerun.connect
def connections_check(task: Any = None, **kwargs: Any) -> None:
    """Drop a connection that is old or broken, as Django does before each request.

    Celery itself would close every one after each task (see CELERY_DB_REUSE_MAX), and opening one
    anew costs more than all that a task asks.
    """
    if task is not None and not task.request.is_eager:
        close_old_connections()
