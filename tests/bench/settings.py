"""The demo clinic's settings, with the bare pages to compare with and a count of queries."""

from ketaclinic.settings import *  # noqa: F403
from ketaclinic.settings import ENVIRONMENT, INSTALLED_APPS, MIDDLEWARE

# The two libraries that the engine is held against; their tables exist in this database only.
INSTALLED_APPS = [*INSTALLED_APPS, "post_office", "django_celery_beat", "tests.bench"]
MIDDLEWARE = ["tests.bench.middleware.QueryCountMiddleware", *MIDDLEWARE]
ROOT_URLCONF = "tests.bench.urls"
# A reminder goes through the whole engine and is then dropped: no mail server is measured.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Text messages go to a stub of a provider, a process of its own.
SMS = ENVIRONMENT.sms
