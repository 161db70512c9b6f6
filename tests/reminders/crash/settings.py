"""The project's own settings with real mail, one more app, and leases that a test can wait for."""

from datetime import timedelta

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
