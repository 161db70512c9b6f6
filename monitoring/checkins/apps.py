"""App set-up: the clinic's limits for home checks join the policy registry."""

from django.apps import AppConfig


class CheckinsConfig(AppConfig):
    """Home checks, side effects and pain."""

    name = "monitoring.checkins"
    label = "monitoring_checkins"
    verbose_name = "Home checks"

    def ready(self) -> None:
        """Register the policy of this app."""
        from ketaclinic.policies import registry
        from monitoring.checkins.rules import CheckPolicy

        registry.register("checkins", CheckPolicy)
