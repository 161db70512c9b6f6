"""Email through Django's mail backends, so through any provider that has one."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import forbid_multi_line_headers, sanitize_address

from ketaclinic.reminders.channels.base import (
    KEY_HEADER,
    Addressee,
    ChannelError,
    Letter,
    LookUp,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from ketaclinic.reminders.channels.reported import reported

METADATA_KEY = "reminder"
# An address that needs no second look, which is nearly every one; the look is slow.
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")
logger = logging.getLogger(__name__)


class EmailChannel:
    """Sends with a stable Message-ID, which providers and receivers use to drop a second copy."""

    @property
    def is_set_up(self) -> bool:
        return True

    @property
    def confirms(self) -> bool:
        """An ordinary mail server reports nothing; a provider does where it knows our secret."""
        anymail: dict[str, Any] = getattr(settings, "ANYMAIL", {})
        return bool(settings.MAIL_PROVIDER and anymail.get("WEBHOOK_SECRET"))

    def address_of(self, recipient: Addressee) -> str:
        return recipient.email

    @contextmanager
    def session(self, *, timeout_seconds: int) -> Iterator["EmailSession"]:
        session = EmailSession(get_connection(timeout=timeout_seconds))
        try:
            yield session
        finally:
            session.close()

    def look_up(self, key: str) -> LookUp:
        """SMTP cannot say; a backend that can has a `look_up` of its own, a provider reports."""
        look_up = getattr(get_connection(), "look_up", None)
        if look_up:
            return LookUp(look_up(key))
        return reported(key) if self.confirms else LookUp.UNKNOWN


class EmailSession:
    """One connection, opened at the first letter and again after each error."""

    def __init__(self, connection: BaseEmailBackend) -> None:
        self.connection = connection
        self.is_down = False

    def send(self, letter: Letter) -> str:
        message = build_message(letter)
        self._open()
        try:
            accepted = self.connection.send_messages([message])
        except Exception as error:
            self.close()
            raise as_channel_error(error) from error
        if not accepted:
            raise PermanentFailure("not_accepted")
        # A provider over HTTP has an id of its own, which its reports and its support name.
        own_id = getattr(getattr(message, "anymail_status", None), "message_id", None)
        return message_id(letter.key) if own_id is None else str(own_id)

    def close(self) -> None:
        with suppress(Exception):
            self.connection.close()

    def _open(self) -> None:
        """Until the connection stands nothing can have been sent, so every error is temporary."""
        if self.is_down:
            raise TemporaryFailure("server_unreachable")
        try:
            self.connection.open()
        except Exception as error:
            # The rest of the chunk need not wait for the same time-out again.
            self.is_down = True
            self.close()
            logger.warning("The mail server cannot be reached: %s", type(error).__name__)
            raise TemporaryFailure("server_unreachable") from error


def message_id(key: str) -> str:
    """The Message-ID of a reminder, the same for every attempt."""
    domain = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip(">")
    return f"<{key}@{domain}>"


def build_message(letter: Letter) -> EmailMessage:
    """The mail, or PermanentFailure for an address or subject that no header can carry."""
    message = EmailMessage(
        subject=letter.subject,
        body=letter.text,
        to=[letter.address],
        headers={
            "Message-ID": message_id(letter.key),
            KEY_HEADER: letter.key,
            "Auto-Submitted": "auto-generated",
        },
    )
    # For providers over HTTP: comes back in every report. Others do not look at it.
    message.metadata = {METADATA_KEY: letter.key}  # type: ignore[attr-defined]
    try:
        # What writing the message would refuse, without writing it twice.
        if not letter.subject.isprintable():
            forbid_multi_line_headers("subject", letter.subject, "utf-8")
        if not PLAIN_ADDRESS.fullmatch(letter.address):
            sanitize_address(letter.address, "utf-8")
    except ValueError as error:
        raise PermanentFailure("bad_address") from error
    return message


def as_channel_error(error: Exception) -> ChannelError:
    """Sort an error of a mail backend: only a clear answer proves that nothing was sent."""
    if isinstance(error, SMTPRecipientsRefused):
        code = min((code for code, _ in error.recipients.values()), default=0)
        return _by_code(code)
    if isinstance(error, SMTPResponseException):
        return _by_code(error.smtp_code)
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _by_http_status(status)
    if isinstance(error, ValueError):
        return PermanentFailure("bad_message")
    name = "connection_lost" if isinstance(error, SMTPException | OSError) else "unexpected_error"
    return OutcomeUnknown(name)


def _by_code(code: int) -> ChannelError:
    if 400 <= code < 500:
        return TemporaryFailure(f"smtp_{code}")
    if 500 <= code < 600:
        return PermanentFailure(f"smtp_{code}")
    return OutcomeUnknown("smtp_unclear")


def _by_http_status(status: int) -> ChannelError:
    """For providers reached over HTTP (django-anymail sets `status_code`)."""
    if status == 429:
        return TemporaryFailure("http_429")
    if 400 <= status < 500:
        return PermanentFailure(f"http_{status}")
    return OutcomeUnknown(f"http_{status}")
