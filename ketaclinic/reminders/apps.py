"""The app's registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "ketaclinic.reminders"
    label = "reminders"
    verbose_name = _("Reminders")

    def ready(self) -> None:
        from ketaclinic.reminders import receivers  # noqa: F401
