"""The project's own settings with real mail, one more app, and leases that a test can wait for."""

import os
from datetime import UTC, datetime, timedelta

import time_machine

from ketaclinic.settings import *  # noqa: F403
from ketaclinic.settings import CELERY_BEAT_SCHEDULE, INSTALLED_APPS

DEBUG = False
INSTALLED_APPS = [*INSTALLED_APPS, "tests.reminders.crash.apps.CrashConfig"]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
CELERY_BEAT_SCHEDULE = {"reminders-tick": CELERY_BEAT_SCHEDULE["reminders-tick"]}
REMINDERS_ENGINE = {
    "claim_lease": timedelta(seconds=8),
    "sending_lease": timedelta(seconds=6),
    "first_retry": timedelta(seconds=1),
}

# One worker's machine believes that it is another hour; this lasts as long as the process.
WRONG_BY = timedelta(seconds=int(os.environ.get("KETACLINIC_TEST_CLOCK_WRONG_BY", "0")))
if WRONG_BY:
    time_machine.travel(datetime.now(UTC) + WRONG_BY, tick=True).start()
