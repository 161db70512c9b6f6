"""Accounts: people, roles, sign-in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ketaclinic.accounts"
    label = "accounts"

    def ready(self) -> None:
        from ketaclinic import checks  # noqa: F401  registers the system checks
        from ketaclinic.accounts import receivers  # noqa: F401
