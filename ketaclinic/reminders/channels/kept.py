"""The demo's text messages: kept beside its mails, sent to nobody."""

from django.utils import timezone

from ketaclinic.reminders.channels.base import Letter
from ketaclinic.reminders.models import MailboxMessage

# In place of the address of a provider of text messages.
MAILBOX = "mailbox:"


class MailboxTexts:
    """Text messages of the demo, beside its mails."""

    def send(self, letter: Letter) -> str:
        self._keep(letter.address, letter.text.strip(), letter.key)
        return letter.key

    def say(self, number: str, text: str) -> str:
        self._keep(number, text, None)
        return ""

    def _keep(self, number: str, text: str, key: str | None) -> None:
        row = MailboxMessage(
            idempotency_key=f"text:{key}" if key else None,
            sender="text message",
            recipients=number,
            subject=text[:80],
            text=text,
            sent_at=timezone.now(),
        )
        MailboxMessage.objects.bulk_create([row], ignore_conflicts=True)
