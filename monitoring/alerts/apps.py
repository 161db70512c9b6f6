"""App set-up: how fast an alert must be seen joins the policy registry."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alerts and the patient summary."""

    name = "monitoring.alerts"
    label = "monitoring_alerts"
    verbose_name = "Alerts"

    def ready(self) -> None:
        """Register the policy of this app."""
        from ketaclinic.policies import registry
        from monitoring.alerts.rules import AlertPolicy

        registry.register("alerts", AlertPolicy)
