"""An app that gives the crash test a purpose of its own."""

from django.apps import AppConfig

from ketaclinic.reminders.registry import Purpose, register

UNWANTED = "-unwanted"


def still_wanted(subject_id, now):
    return "logged" if subject_id.endswith(UNWANTED) else ""


class CrashConfig(AppConfig):
    name = "tests.reminders.crash"
    label = "crash"

    def ready(self):
        register(Purpose("crash_probe", "Crash probe", still_wanted))
