"""Dosing: the plan, its schedule, and what was taken."""

from django.apps import AppConfig


class DosingConfig(AppConfig):
    name = "dosing"
    label = "dosing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from dosing.rules import DosingPolicy
        from dosing.services import clearances_void_all, zone_follow, zone_lock
        from ketaclinic.accounts.registry import ZoneFollower, on_zone_change
        from ketaclinic.policies import registry

        registry.register("dosing", DosingPolicy)
        registry.on_publish(clearances_void_all)
        on_zone_change("dosing", ZoneFollower(lock=zone_lock, follow=zone_follow))
        self._register_reminders()
        self._register_holds()

    @staticmethod
    def _register_reminders() -> None:
        """Why dosing reminds somebody; the messages themselves name no drug and no dose."""
        from dosing.choices import ReminderPurpose, SupplyPurpose
        from dosing.selectors.refills import supply_unwanted_among
        from dosing.selectors.reminders import unwanted_among
        from ketaclinic.reminders.registry import Purpose, register

        for purpose in ReminderPurpose:
            register(
                Purpose(
                    key=purpose.value,
                    label=purpose.label,
                    unwanted_among=unwanted_among,
                    # Put off only while the dose can still be taken.
                    can_snooze=purpose != ReminderPurpose.MISSED,
                    # Nobody is told beforehand that they may miss a dose.
                    is_announced=purpose in (ReminderPurpose.SOON, ReminderPurpose.DUE),
                )
            )
        for supply in SupplyPurpose:
            register(
                Purpose(
                    key=supply.value,
                    label=supply.label,
                    unwanted_among=supply_unwanted_among,
                )
            )

    @staticmethod
    def _register_holds() -> None:
        """The patient hears that their doses are stopped or go on; the message says only that
        there is one."""
        from dosing.choices import HoldPurpose
        from dosing.selectors.hold_reminders import (
            held_unwanted_among,
            resumed_unwanted_among,
        )
        from ketaclinic.reminders.registry import Purpose, register

        for purpose, unwanted_among in (
            (HoldPurpose.HELD, held_unwanted_among),
            (HoldPurpose.RESUMED, resumed_unwanted_among),
        ):
            register(
                Purpose(
                    key=purpose.value,
                    label=purpose.label,
                    unwanted_among=unwanted_among,
                    template="message",
                )
            )
