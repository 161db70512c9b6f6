"""Bring the database to where the processes of `make run` can start: one import of Django for all.

Run as `python -m ketaclinic.prepare`.
"""

import logging
import os

import django

# They tell of each page that the demo's articles create.
TALKATIVE = ("django_tasks", "wagtail")


def main() -> None:
    """Check the settings, migrate, and, in demo mode, load the demo clinic (idempotent)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ketaclinic.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns where it is missing
    call_command("check")
    call_command("migrate", verbosity=0, interactive=False)
    if settings.MODE == "demo":
        call_command("load_demo")


if __name__ == "__main__":
    main()
