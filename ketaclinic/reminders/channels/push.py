"""Notifications of the browsers that a person added, encrypted for each of them."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from django.conf import settings
from django.utils import timezone

from ketaclinic.reminders.channels.base import (
    Addressee,
    ChannelError,
    Letter,
    LookUp,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from ketaclinic.reminders.channels.sending import is_before_sending
from ketaclinic.reminders.reach.models import PushDevice

# A browser that is switched off gets it within the hour, or not at all.
SECONDS_TO_LIVE = 3600
GONE = (404, 410)
logger = logging.getLogger(__name__)


class PushChannel:
    """To every device of the person; one that listens is enough."""

    @property
    def is_set_up(self) -> bool:
        return bool(settings.PUSH_KEY)

    @property
    def confirms(self) -> bool:
        """A push service takes a message and says no more."""
        return False

    def address_of(self, recipient: Addressee) -> str:
        return str(recipient.pk) if recipient.has_device else ""

    @contextmanager
    def session(self, *, timeout_seconds: int) -> Iterator["PushSession"]:
        with requests.Session() as line:
            yield PushSession(line, timeout_seconds)

    def look_up(self, key: str) -> LookUp:
        """No push service can be asked."""
        return LookUp.UNKNOWN


class PushSession:
    """One connection for a chunk. A second message of one reminder replaces the first on screen."""

    def __init__(self, line: requests.Session, timeout_seconds: int) -> None:
        self.line, self.timeout = line, timeout_seconds

    def send(self, letter: Letter) -> str:
        """Hand it over for each device; the first that was taken decides."""
        errors: list[ChannelError] = []
        taken = ""
        for device in PushDevice.objects.filter(user_id=int(letter.address), gone_at=None):
            try:
                taken = self._send_to(device, letter) or taken
            except ChannelError as error:
                errors.append(error)
        if taken:
            return taken
        raise _worst(errors)

    def _send_to(self, device: PushDevice, letter: Letter) -> str:
        # Here, because it brings a web client of its own that no other process needs to load.
        from pywebpush import WebPushException, webpush

        try:
            answer: Any = webpush(
                subscription_info=_subscription(device),
                data=payload(letter),
                vapid_private_key=settings.PUSH_KEY,
                vapid_claims={"sub": f"mailto:{settings.DEFAULT_FROM_EMAIL}"},
                ttl=SECONDS_TO_LIVE,
                timeout=self.timeout,
                requests_session=self.line,
            )
        except WebPushException as error:
            raise _by_status(getattr(error.response, "status_code", 0), device) from error
        except requests.RequestException as error:
            if is_before_sending(error):
                raise TemporaryFailure("server_unreachable") from error
            raise OutcomeUnknown("connection_lost") from error
        return str(answer.headers.get("Location") or letter.key)[:200]


def payload(letter: Letter) -> str:
    """What the device shows: the discreet subject, and where a tap leads."""
    return json.dumps({"title": letter.subject, "tag": letter.key})


def _subscription(device: PushDevice) -> dict[str, Any]:
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    return {"endpoint": device.endpoint, "keys": keys}


def _by_status(status: int, device: PushDevice) -> ChannelError:
    if status in GONE:
        PushDevice.objects.filter(pk=device.pk).update(gone_at=timezone.now())
        return PermanentFailure("no_device")
    if status == 429:
        return TemporaryFailure("push_429")
    if 400 <= status < 500:
        return PermanentFailure(f"push_{status}")
    return OutcomeUnknown(f"push_{status}")


def _worst(errors: list[ChannelError]) -> ChannelError:
    """What may have been sent weighs most, then what may be tried again."""
    for kind in (OutcomeUnknown, TemporaryFailure):
        for error in errors:
            if isinstance(error, kind):
                return error
    return errors[0] if errors else PermanentFailure("no_device")
