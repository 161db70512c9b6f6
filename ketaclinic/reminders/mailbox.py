"""The demo's mail backend: keeps every mail in a table that the mailbox page shows."""

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from ketaclinic.reminders.channels.base import KEY_HEADER, LookUp
from ketaclinic.reminders.models import MailboxMessage


class MailboxBackend(BaseEmailBackend):
    """Sends nothing anywhere. A second mail with the same key is dropped, as a provider would."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        rows = [_row(message) for message in email_messages]
        MailboxMessage.objects.bulk_create(rows, ignore_conflicts=True)
        return len(rows)

    def look_up(self, key: str) -> str:
        """Whether a mail with this key arrived; our channel asks when a worker died sending."""
        is_here = MailboxMessage.objects.filter(idempotency_key=key).exists()
        return LookUp.SENT if is_here else LookUp.NOT_SENT


def _row(message: EmailMessage) -> MailboxMessage:
    headers: dict[str, Any] = message.extra_headers or {}
    return MailboxMessage(
        idempotency_key=headers.get(KEY_HEADER),
        sender=message.from_email,
        recipients=", ".join(message.recipients()),
        subject=str(message.subject),
        text=str(message.body),
        sent_at=timezone.now(),
    )
