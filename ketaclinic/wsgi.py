"""The WSGI application. gunicorn runs no system checks, so those that stop a start run here."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ketaclinic.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from ketaclinic.checks import refuse_unsafe_start  # noqa: E402

# New objects between two looks for garbage; Python's 700 means dozens of looks in one page.
GARBAGE_THRESHOLD = 20_000

refuse_unsafe_start()

# What is loaded by now stays: the collector need not walk it again and again, which took a tenth of
# each page, and processes that share it after a fork go on sharing it.
gc.collect()
gc.freeze()
gc.set_threshold(GARBAGE_THRESHOLD)
