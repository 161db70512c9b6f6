"""What every channel can do, and the three ways in which sending can go wrong."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

# Carries a reminder's key in a mail.
KEY_HEADER = "X-Reminder-Id"


class ChannelError(Exception):
    """Sending did not succeed; `code` is a short machine reason for the row."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class TemporaryFailure(ChannelError):
    """Surely not sent, and worth another try later."""


class PermanentFailure(ChannelError):
    """Surely not sent, and never will be."""


class OutcomeUnknown(ChannelError):
    """It may have been sent. Nobody may send it again without looking."""


class LookUp(StrEnum):
    """What a provider knows about an idempotency key."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Letter:
    """One message, ready to go. `key` stays the same through every retry."""

    key: str
    address: str
    subject: str
    text: str


class Addressee(Protocol):
    """Whom a letter goes to, with what each channel needs to find them."""

    @property
    def pk(self) -> int: ...
    @property
    def email(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def has_device(self) -> bool: ...


class Session(Protocol):
    """An open line to the provider, used for one chunk."""

    def send(self, letter: Letter) -> str:
        """Hand over one letter; returns the provider's id. Raises ChannelError only."""


class Channel(Protocol):
    """A way to reach a person."""

    @property
    def is_set_up(self) -> bool:
        """Whether this clinic offers it."""

    @property
    def confirms(self) -> bool:
        """Whether its provider reports what became of each message."""

    def address_of(self, recipient: Addressee) -> str:
        """Where to reach this person, or "" when this channel cannot."""

    def session(self, *, timeout_seconds: int) -> AbstractContextManager[Session]:
        """A line for one chunk. Opening it does no network yet."""

    def look_up(self, key: str) -> LookUp:
        """Whether the provider took a letter with this key; UNKNOWN when it cannot say."""
