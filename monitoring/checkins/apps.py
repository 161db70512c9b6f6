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
        self._register_reminders()

    @staticmethod
    def _register_reminders() -> None:
        """The patient is told of a check-in; the message says only that there is something."""
        from ketaclinic.reminders.registry import Purpose, register
        from monitoring.checkins.choices import CheckInPurpose
        from monitoring.checkins.selectors.checkin import checkins_unwanted_among

        for purpose in CheckInPurpose:
            register(
                Purpose(
                    key=purpose.value,
                    label=purpose.label,
                    unwanted_among=checkins_unwanted_among,
                )
            )
