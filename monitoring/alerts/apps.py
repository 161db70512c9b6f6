"""App set-up: how fast an alert must be seen joins the policy registry."""

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """Alerts and the patient summary."""

    name = "monitoring.alerts"
    label = "monitoring_alerts"
    verbose_name = "Alerts"

    def ready(self) -> None:
        """Register this app's policy, why it pages, and what it does when a clock changes."""
        from ketaclinic.accounts.registry import ZoneFollower, on_zone_change
        from ketaclinic.policies import registry
        from monitoring.alerts.rules import AlertPolicy
        from monitoring.alerts.services import summary_follow

        registry.register("alerts", AlertPolicy)
        # Its lock is the patient's, which dosing takes.
        follower = ZoneFollower(lock=lambda user: None, follow=summary_follow, after=("dosing",))
        on_zone_change("alerts", follower)
        self._register_pages()
        self._register_reviews()

    @staticmethod
    def _register_pages() -> None:
        """The clinic's people are paged about an unseen alert; the message itself tells nothing."""
        from django.utils.translation import gettext_lazy as _

        from ketaclinic.reminders.registry import Purpose, register
        from monitoring.alerts.rules.paging import (
            EMERGENCY_PURPOSE,
            PROMPT_PURPOSE,
            SAME_DAY_PURPOSE,
        )
        from monitoring.alerts.selectors.paging import pages_unwanted_among

        for key, label, is_urgent in (
            (EMERGENCY_PURPOSE, _("Nobody has seen an emergency alert"), True),
            (PROMPT_PURPOSE, _("Nobody has seen an alert that cannot wait"), True),
            (SAME_DAY_PURPOSE, _("Nobody has seen a same-day alert"), False),
        ):
            register(
                Purpose(
                    key=key,
                    label=label,
                    unwanted_among=pages_unwanted_among,
                    template="urgent",
                    url_name="clinic:worklist",
                    is_urgent=is_urgent,
                    for_staff=True,
                )
            )

    @staticmethod
    def _register_reviews() -> None:
        """A prescriber is reminded of a review that is due."""
        from django.utils.translation import gettext_lazy as _

        from ketaclinic.reminders.registry import Purpose, register
        from monitoring.alerts.rules.paging import REVIEW_PURPOSE
        from monitoring.alerts.selectors.paging import pages_unwanted_among

        register(
            Purpose(
                key=REVIEW_PURPOSE,
                label=_("A review of the benefit is due"),
                unwanted_among=pages_unwanted_among,
                url_name="clinic:worklist",
                for_staff=True,
            )
        )
