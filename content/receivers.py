"""Wagtail's publication signals: the audit record and the reminders follow in its transaction."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.signals import page_published, page_unpublished

from content.services import publication_record, review_reminders_settle


@receiver(page_published)
def published(sender: Any, instance: Any, revision: Any, **kwargs: Any) -> None:
    by = get_active_log_context().user
    publication_record(page=instance, by=by, change="published", revision=revision)
    review_reminders_settle(page=instance, now=timezone.now())


@receiver(page_unpublished)
def unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    publication_record(page=instance, by=get_active_log_context().user, change="unpublished")
    review_reminders_settle(page=instance, now=timezone.now())
