"""App set-up of the patient's own pages."""

from django.apps import AppConfig


class PatientPagesConfig(AppConfig):
    """Today, the check, the dose log and the help page."""

    name = "monitoring.patient"
    label = "monitoring_patient"
    verbose_name = "The patient's pages"
