"""Devices that take notifications: added by a tap, gone when their browser says so."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record
from ketaclinic.errors import Refused
from ketaclinic.reminders.reach.models import PushDevice
from ketaclinic.reminders.reach.rules import is_push_service
from ketaclinic.reminders.reach.selectors import reach_limits

MOST_DEVICES = 10


class DeviceWrong(Refused):
    """What the browser sent is no address of a push service."""

    message = _("This device could not be added. Please try again.")


@transaction.atomic
def device_add(
    *, user: User, endpoint: str, p256dh: str, auth: str, label: str, now: datetime
) -> PushDevice:
    """Add a browser, or take it over: the person who signed in last on it gets its messages."""
    if not is_push_service(endpoint, reach_limits()):
        raise DeviceWrong()
    others = PushDevice.objects.filter(user=user, gone_at=None).exclude(endpoint=endpoint)
    if others.count() >= MOST_DEVICES:
        raise DeviceWrong(_("You have added the most devices that are possible. Remove one first."))
    device, _made = PushDevice.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "user": user,
            "p256dh": p256dh,
            "auth": auth,
            "label": label,
            "added_at": now,
            "gone_at": None,
        },
    )
    event_record(verb="reach.device_added", by=user, subject=device)
    return device


@transaction.atomic
def device_remove(*, device: PushDevice, by: User, now: datetime) -> None:
    """The person takes a device off their list; a second time changes nothing."""
    if PushDevice.objects.filter(pk=device.pk, gone_at=None).update(gone_at=now):
        event_record(verb="reach.device_removed", by=by, subject=device)
