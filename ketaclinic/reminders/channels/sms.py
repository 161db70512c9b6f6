"""Text messages through any provider with Twilio's HTTP interface."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from django.conf import settings
from django.urls import reverse

from ketaclinic.reminders.channels.base import (
    Addressee,
    ChannelError,
    Letter,
    LookUp,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from ketaclinic.reminders.channels.kept import MAILBOX, MailboxTexts
from ketaclinic.reminders.channels.reported import is_stopped, reported
from ketaclinic.reminders.channels.sending import is_before_sending
from ketaclinic.reminders.reach.rules import as_number
from ketaclinic.reminders.registry import helper_number
from ketaclinic.senders import SmsSender

IDEMPOTENCY_HEADER = "Idempotency-Key"
MESSAGES_PATH = "/2010-04-01/Accounts/{account}/Messages.json"
# Reaches nobody: whoever asks `is_set_up` first never meets it.
OFF = SmsSender(base_url="http://127.0.0.1:9", account="", token="", sender="")
logger = logging.getLogger(__name__)


class SmsChannel:
    """To the number that its person confirmed."""

    @property
    def is_set_up(self) -> bool:
        return settings.SMS is not None

    @property
    def confirms(self) -> bool:
        """Each message names the address for its reports, so a provider that is set up reports."""
        return self.is_set_up

    def address_of(self, recipient: Addressee) -> str:
        return recipient.number

    @contextmanager
    def session(self, *, timeout_seconds: int) -> Iterator["SmsSession | MailboxTexts"]:
        sender: SmsSender = settings.SMS or OFF
        if sender.base_url == MAILBOX:
            yield MailboxTexts()
            return
        with requests.Session() as line:
            yield SmsSession(line, sender, timeout_seconds)

    def look_up(self, key: str) -> LookUp:
        """The interface cannot be asked by key, so only a report tells."""
        return reported(key)


class HelperChannel(SmsChannel):
    """To the helper whom the patient named; whether they agreed is asked before."""

    @property
    def confirms(self) -> bool:
        return False

    def address_of(self, recipient: Addressee) -> str:
        """Their number, unless it answered STOP: a helper never signed up for anything."""
        number = as_number(helper_number(recipient.pk))
        return "" if is_stopped(number) else number


class SmsSession:
    """One connection for a chunk. Messages carry their key, so a repeat can be recognised."""

    def __init__(self, line: requests.Session, sender: SmsSender, timeout_seconds: int) -> None:
        self.line, self.sender, self.timeout = line, sender, timeout_seconds
        self.is_down = False

    def send(self, letter: Letter) -> str:
        """Hand one message over; returns the provider's id of it."""
        form = {"To": letter.address, "From": self.sender.sender, "Body": letter.text.strip()}
        form["StatusCallback"] = status_address(letter.key)
        return self._post(form, {IDEMPOTENCY_HEADER: letter.key})

    def say(self, number: str, text: str) -> str:
        """A message that is no reminder: the code that confirms a number."""
        return self._post({"To": number, "From": self.sender.sender, "Body": text}, {})

    def _post(self, form: dict[str, str], headers: dict[str, str]) -> str:
        if self.is_down:
            raise TemporaryFailure("server_unreachable")
        url = self.sender.base_url + MESSAGES_PATH.format(account=self.sender.account)
        try:
            answer = self.line.post(
                url,
                data=form,
                headers=headers,
                auth=(self.sender.account, self.sender.token),
                timeout=self.timeout,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise self._as_channel_error(error) from error
        return _id_of(answer)

    def _as_channel_error(self, error: requests.RequestException) -> ChannelError:
        """Only what failed before the request left proves that nothing was sent."""
        if is_before_sending(error):
            # The rest of the chunk need not wait for the same time-out again.
            self.is_down = True
            logger.warning("The text message provider cannot be reached: %s", type(error).__name__)
            return TemporaryFailure("server_unreachable")
        return OutcomeUnknown("connection_lost")


def status_address(key: str) -> str:
    """Where the provider reports what became of this message."""
    return str(settings.SITE_URL) + reverse("reach:sms_status", args=[key])


def _id_of(answer: requests.Response) -> str:
    """The provider's id, or the error that its answer means."""
    body = _body_of(answer)
    if answer.status_code in (200, 201):
        found = body.get("sid")
        if not found:
            raise OutcomeUnknown("sms_unclear")
        return str(found)
    if answer.status_code == 429:
        raise TemporaryFailure("sms_429")
    if 400 <= answer.status_code < 500:
        raise PermanentFailure(f"sms_{body.get('code') or answer.status_code}")
    raise OutcomeUnknown(f"sms_{answer.status_code}")


def _body_of(answer: requests.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
