"""The demo's mail, newest first."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from ketaclinic.reminders.models import MailboxMessage


def mailbox_messages() -> QuerySet[MailboxMessage]:
    """Every mail that the demo kept."""
    return MailboxMessage.objects.order_by("-sent_at", "-pk")


def mailbox_message_by_id(public_id: UUID) -> MailboxMessage:
    """One mail, or 404."""
    return get_object_or_404(MailboxMessage, public_id=public_id)
