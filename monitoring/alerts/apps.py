"""App set-up: how fast an alert must be seen joins the policy registry."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alerts and the patient summary."""

    name = "monitoring.alerts"
    label = "monitoring_alerts"
    verbose_name = "Alerts"

    def ready(self) -> None:
        """Register the policy of this app, and what it does when a patient's clock changes."""
        from ketaclinic.accounts.registry import ZoneFollower, on_zone_change
        from ketaclinic.policies import registry
        from monitoring.alerts.rules import AlertPolicy
        from monitoring.alerts.services import summary_follow

        registry.register("alerts", AlertPolicy)
        # Its lock is the patient's, which dosing takes.
        follower = ZoneFollower(lock=lambda user: None, follow=summary_follow, after=("dosing",))
        on_zone_change("alerts", follower)
