"""The WSGI application. gunicorn runs no system checks, so the ones that must stop a start run here."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ketaclinic.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from ketaclinic.checks import refuse_unsafe_start  # noqa: E402

refuse_unsafe_start()
