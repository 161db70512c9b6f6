"""The queue's application. Run by `celery -A ketaclinic worker` and `celery -A ketaclinic beat`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ketaclinic.settings")

app = Celery("ketaclinic")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
