"""Where allauth asks us: who may sign up, what a new person is, how secrets are stored."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from ketaclinic.accounts.choices import Role


class AccountAdapter(DefaultAccountAdapter):
    """Anyone may sign up, and signs up as a patient; staff are created by a manager."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.role = Role.PATIENT
        return super().save_user(request, user, form, commit)

    def get_user_search_fields(self) -> list[str]:
        return ["email", "full_name"]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Encrypts second-factor secrets with a key that is not in the database."""

    def encrypt(self, text: str) -> str:
        return Fernet(settings.MFA_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return Fernet(settings.MFA_KEY).decrypt(encrypted_text.encode()).decode()
