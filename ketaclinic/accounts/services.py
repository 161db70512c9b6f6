"""Writes about people: create one, give a role, change their own settings."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.models import User
from ketaclinic.accounts.registry import zone_followers
from ketaclinic.audit.services import event_record
from ketaclinic.errors import Refused

GROUP_PREFIX = "role:"


class EmailTaken(Refused):
    """Somebody already signs in with this address."""

    message = _("Somebody already uses this email address.")


def role_group(role: str) -> Group:
    """The group that carries a role's rights in Wagtail; made when first asked for."""
    return Group.objects.get_or_create(name=f"{GROUP_PREFIX}{role}")[0]


@transaction.atomic
def user_create(
    *,
    email: str,
    full_name: str,
    role: str,
    by: User | None,
    password: str | None = None,
    **fields: Any,
) -> User:
    """Create a person whose email address counts as verified. `by=None` is the system."""
    if by is not None:
        ensure(by, Capability.MANAGE_USERS)
    if User.objects.filter(email__iexact=email).exists():
        raise EmailTaken(field="email")
    user = User.objects.create_user(email, password, full_name=full_name, role=role, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _groups_follow_role(user)
    event_record(verb="accounts.user_created", by=by, subject=user, details={"role": role})
    return user


@transaction.atomic
def user_role_set(*, user: User, role: str, by: User | None) -> User:
    """Give a person another role; their groups follow it. Setting the same role changes nothing."""
    if by is not None:
        ensure(by, Capability.MANAGE_USERS)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.role == role:
        return user
    before, user.role = user.role, role
    user.save(update_fields=["role"])
    _groups_follow_role(user)
    event_record(
        verb="accounts.role_changed", by=by, subject=user, details={"from": before, "to": role}
    )
    return user


@transaction.atomic
def user_settings_change(
    *,
    user: User,
    full_name: str,
    language: str,
    time_zone: str,
    by: User | None = None,
    now: datetime | None = None,
) -> User:
    """Store a person's name, language and time zone; whatever follows their clock follows now.

    This is the one way to another zone. `by` is somebody else who does it, `now` the moment of the
    caller's own decision.
    """
    followers = zone_followers()
    for follower in followers:
        follower.lock(user)
    user = User.objects.select_for_update().get(pk=user.pk)
    before = user.time_zone
    user.full_name, user.language, user.time_zone = full_name, language, time_zone
    user.save(update_fields=["full_name", "language", "time_zone"])
    event_record(verb="accounts.settings_changed", by=by or user, subject=user)
    if before != time_zone:
        for follower in followers:
            follower.follow(user=user, before=before, by=by or user, now=now or timezone.now())
    return user


def _groups_follow_role(user: User) -> None:
    others = user.groups.filter(name__startswith=GROUP_PREFIX)
    user.groups.remove(*others)
    user.groups.add(role_group(user.role))
    is_staff = user.role == Role.MANAGER or user.is_superuser
    if user.is_staff != is_staff:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])


def sessions_clear() -> None:
    """Delete sessions that have ended, and what was typed into them: it is kept no longer."""
    SessionStore.clear_expired()
