"""The clinic's pages as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringClinicConfig(AppConfig):
    """Worklist, chart and the plan editor's page; no models of its own."""

    name = "monitoring.clinic"
    label = "monitoring_clinic"
    verbose_name = _("Clinic pages")
    default_auto_field = "django.db.models.BigAutoField"
