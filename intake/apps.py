"""Intake: from the first answer of an applicant to an active patient."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from intake import receivers
        from intake.rules import IntakePolicy
        from ketaclinic.policies import registry

        registry.register("intake", IntakePolicy)
        receivers.connect(self)
