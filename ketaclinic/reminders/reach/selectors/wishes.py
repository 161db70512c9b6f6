"""What one person wished, and what they can wish for."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from ketaclinic.accounts.models import User
from ketaclinic.reminders.channels import channel_for
from ketaclinic.reminders.reach.choices import WAYS
from ketaclinic.reminders.reach.models import OptOut, PushDevice, ReachWishes
from ketaclinic.reminders.registry import Purpose, purposes


def wishes_of(user: User) -> ReachWishes:
    """Their wishes; unsaved defaults where they never said any."""
    return ReachWishes.objects.filter(user=user).first() or ReachWishes(user=user)


def opt_outs_of(user: User) -> set[tuple[str, str]]:
    """(purpose, way) pairs that they switched off."""
    return set(OptOut.objects.filter(user=user).values_list("purpose", "channel"))


def purposes_for(user: User) -> list[Purpose]:
    """The kinds of message that may reach somebody like them and that they may switch off."""
    return [
        purpose
        for purpose in purposes()
        if purpose.for_staff == user.is_clinic_staff and not purpose.is_urgent
    ]


def ways_set_up() -> list[str]:
    """The ways that this clinic offers."""
    return [way for way in WAYS if channel_for(way).is_set_up]


def push_device(user: User, public_id: UUID) -> PushDevice:
    """One of the person's own devices, or 404."""
    return get_object_or_404(PushDevice, user=user, public_id=public_id)


def push_devices_of(user: User) -> QuerySet[PushDevice]:
    """Their devices that take notifications, the newest first."""
    return PushDevice.objects.filter(user=user, gone_at=None).order_by("-pk")
