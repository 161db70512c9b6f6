"""The WSGI application. gunicorn runs no system checks, so those that stop a start run here."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ketaclinic.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from ketaclinic.checks import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
