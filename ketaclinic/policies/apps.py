"""Policies: versioned clinic limits."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "ketaclinic.policies"
    label = "policies"

    def ready(self) -> None:
        from ketaclinic.policies.receivers import connect

        connect(self)
