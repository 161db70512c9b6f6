"""Django's own signal after `migrate`: the documents in the code are in the database."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils import timezone


def consent_documents_follow_code(sender: AppConfig, **kwargs: Any) -> None:
    """Store the versions that the database lacks; running twice changes nothing."""
    from intake.services.consent import consent_documents_install

    consent_documents_install(now=timezone.now())


def connect(config: AppConfig) -> None:
    post_migrate.connect(
        consent_documents_follow_code, sender=config, dispatch_uid="intake.consent_documents"
    )
