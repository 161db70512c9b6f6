"""App set-up: the watch's limits join the policy registry, and why it sends messages."""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """The watch over a dose of a session at home."""

    name = "monitoring.sessions"
    label = "monitoring_sessions"
    verbose_name = "Watch after a dose"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the policy and the messages; safety messages cannot be switched off."""
        from ketaclinic.policies import registry
        from ketaclinic.reminders.registry import Purpose, register
        from monitoring.sessions.choices import WatchPurpose
        from monitoring.sessions.rules import SessionPolicy
        from monitoring.sessions.selectors import checks_unwanted_among

        registry.register("sessions", SessionPolicy)
        for purpose in WatchPurpose:
            register(
                Purpose(
                    key=purpose.value,
                    label=purpose.label,
                    unwanted_among=checks_unwanted_among,
                    template="now",
                    is_urgent=True,
                    # Nobody is told beforehand that they may miss a check.
                    is_announced=purpose == WatchPurpose.CHECK,
                )
            )
