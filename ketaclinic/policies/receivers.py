"""After Django's own migrate: the defaults of this code are stored, so that they can be stamped."""

from typing import Any

from django.db.models.signals import post_migrate
from django.utils import timezone

from ketaclinic.policies.services import default_version_store


def store_defaults(sender: Any, **kwargs: Any) -> None:
    default_version_store(now=timezone.now())


def connect(sender: Any) -> None:
    """Listen for the last foundation app only, once all tables exist."""
    post_migrate.connect(store_defaults, sender=sender, dispatch_uid="policies.store_defaults")
