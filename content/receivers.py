"""Wagtail's publication signals, written to the audit record in the publication's transaction."""

from typing import Any

from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_unpublished

from content.services import publication_record


@receiver(page_published)
def published(sender: Any, instance: Any, revision: Any, **kwargs: Any) -> None:
    by = get_active_log_context().user
    publication_record(page=instance, by=by, change="published", revision=revision)


@receiver(page_unpublished)
def unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    publication_record(page=instance, by=get_active_log_context().user, change="unpublished")
