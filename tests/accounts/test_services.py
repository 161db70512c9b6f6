"""People are made and changed by services, and their groups follow the role."""

import pytest

from ketaclinic.accounts import registry
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.models import User
from ketaclinic.accounts.registry import ZoneFollower
from ketaclinic.accounts.services import (
    EmailTaken,
    user_create,
    user_role_set,
    user_settings_change,
)
from ketaclinic.audit.models import AuditEvent
from tests.factories.accounts import UserFactory, user_of

pytestmark = pytest.mark.django_db


def create(**changes):
    fields = {"email": "new@clinic.test", "full_name": "New Nurse", "role": Role.NURSE, "by": None}
    return user_create(**{**fields, **changes})


def test_create_verifies_the_address_and_joins_the_role_group():
    user = create(by=user_of(Role.MANAGER))
    assert user.emailaddress_set.get().verified
    assert [group.name for group in user.groups.all()] == ["role:nurse"]
    assert not user.is_staff
    event = AuditEvent.objects.get(verb="accounts.user_created")
    assert (event.subject_id, event.details) == (str(user.public_id), {"role": "nurse"})


def test_create_refuses_an_address_in_use_in_any_letter_case():
    UserFactory(email="taken@clinic.test")
    with pytest.raises(EmailTaken) as refusal:
        create(email="TAKEN@clinic.test")
    assert refusal.value.field == "email"
    assert User.objects.count() == 1


@pytest.mark.parametrize("role", [Role.PATIENT, Role.NURSE, Role.PRESCRIBER, Role.EDITOR])
def test_create_needs_a_manager(role):
    by = user_of(role)
    with pytest.raises(AccessRefused):
        create(by=by)
    assert User.objects.count() == 1


def test_a_new_role_brings_its_group_and_drops_the_old_one():
    user = create()
    user_role_set(user=user, role=Role.MANAGER, by=None)
    user.refresh_from_db()
    assert user.role == Role.MANAGER
    assert user.is_staff
    assert [group.name for group in user.groups.all()] == ["role:manager"]


def test_the_same_role_again_writes_nothing():
    user = create()
    before = AuditEvent.objects.count()
    user_role_set(user=user, role=Role.NURSE, by=None)
    assert AuditEvent.objects.count() == before


def test_own_settings_are_stored_and_recorded():
    user = UserFactory()
    user_settings_change(user=user, full_name="Rosa M", language="es", time_zone="America/Denver")
    user.refresh_from_db()
    assert (user.full_name, user.language, user.time_zone) == ("Rosa M", "es", "America/Denver")
    assert AuditEvent.objects.filter(verb="accounts.settings_changed", actor=user).exists()


@pytest.fixture
def followed(monkeypatch):
    """What is told of a change of zone, in its order."""
    told = []
    follower = ZoneFollower(
        lock=lambda user: told.append(("lock", user.time_zone)),
        follow=lambda *, user, before, by, now: told.append((before, user.time_zone, by, now)),
    )
    monkeypatch.setattr(registry, "_followers", {"test": follower})
    return told


def test_whoever_follows_a_zone_is_locked_before_and_told_after(followed, now):
    user, manager = UserFactory(), user_of(Role.MANAGER)
    user_settings_change(
        user=user, full_name="R", language="es", time_zone="America/Denver", by=manager, now=now
    )
    assert followed == [
        ("lock", "America/New_York"),
        ("America/New_York", "America/Denver", manager, now),
    ]
    assert AuditEvent.objects.filter(verb="accounts.settings_changed", actor=manager).exists()


def test_the_same_zone_is_told_to_nobody(followed):
    user = UserFactory()
    user_settings_change(user=user, full_name="R", language="es", time_zone=user.time_zone)
    assert followed == [("lock", "America/New_York")]


def test_each_follows_after_those_that_it_reads_from(monkeypatch):
    def follower(**changes):
        return ZoneFollower(lock=lambda user: None, follow=lambda **told: None, **changes)

    last, first = follower(after=("first", "not installed")), follower()
    monkeypatch.setattr(registry, "_followers", {"last": last, "first": first})
    assert registry.zone_followers() == [first, last]
