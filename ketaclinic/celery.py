"""The queue's application. Run by `celery -A ketaclinic worker` and `celery -A ketaclinic beat`."""

import logging
import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ketaclinic.settings")

app = Celery("ketaclinic")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Beat ticks every two seconds: one line for each would bury what a person should read.
for chatty in ("celery.beat", "celery.worker.strategy", "celery.app.trace"):
    logging.getLogger(chatty).setLevel(logging.WARNING)
