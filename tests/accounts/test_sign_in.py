"""Signing in: who gets in, who is asked for a second factor, who is signed out for being idle."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils import timezone

from ketaclinic.accounts.adapters import SecondFactorAdapter
from ketaclinic.accounts.choices import STAFF_ROLES, Role
from ketaclinic.accounts.demo import DEMO_PEOPLE
from ketaclinic.accounts.middleware import SEEN_KEY
from ketaclinic.accounts.services import user_create
from ketaclinic.audit.models import AuditEvent
from tests.factories.accounts import PASSWORD, UserFactory, user_of

pytestmark = pytest.mark.django_db
ME = "/accounts/me/"


def sign_in(client, user, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def test_a_patient_signs_in_by_email(client):
    response = sign_in(client, UserFactory())
    assert response.status_code == 302
    assert AuditEvent.objects.filter(verb="session.signed_in").exists()


def test_a_wrong_password_says_so_and_is_recorded_without_the_address(client):
    user = UserFactory()
    response = sign_in(client, user, "wrong")
    assert response.status_code == 200
    event = AuditEvent.objects.get(verb="session.sign_in_failed")
    assert user.email not in str(event.details)


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_staff_without_a_second_factor_can_only_set_one_up(client_of, settings, role):
    settings.SECOND_FACTOR_REQUIRED = True
    client = client_of(role)
    assert client.get(ME).url == reverse("mfa_activate_totp")
    assert client.get("/admin/").url == reverse("mfa_activate_totp")


def test_staff_with_a_second_factor_pass(client_of, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = client_of("manager")
    TOTP.activate(client.user, generate_totp_secret())
    assert client.get(ME).status_code == 200


def test_patients_are_not_asked_for_one(client_of, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    assert client_of("patient").get(ME).status_code == 200


def test_the_stored_second_factor_secret_is_encrypted():
    user, secret = user_of(Role.NURSE), generate_totp_secret()
    TOTP.activate(user, secret)
    stored = Authenticator.objects.get(user=user).data["secret"]
    assert secret not in stored
    assert SecondFactorAdapter().decrypt(stored) == secret


@pytest.mark.parametrize(
    ("role", "minutes", "still_in"),
    [
        ("nurse", 15, True),
        ("nurse", 16, False),
        ("patient", 30, True),
        ("patient", 31, False),
    ],
)
def test_idle_log_off(client_of, time_machine, role, minutes, still_in):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    client = client_of(role)
    client.get(ME)
    time_machine.move_to(start + timedelta(minutes=minutes), tick=False)
    assert (client.get(ME).status_code == 200) is still_in
    assert AuditEvent.objects.filter(verb="session.idle_log_off").exists() is not still_in


def test_the_time_seen_is_not_written_on_each_request(client_of, time_machine):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    client = client_of("nurse")
    client.get(ME)
    time_machine.move_to(start + timedelta(seconds=59), tick=False)
    client.get(ME)
    assert client.session[SEEN_KEY] == start.isoformat()


def test_sign_up_makes_a_patient_whatever_is_posted(client):
    form = {
        "email": "a@b.test",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "role": "manager",
        "is_staff": "on",
    }
    client.post(reverse("account_signup"), form)
    from ketaclinic.accounts.selectors import user_by_email

    user = user_by_email("a@b.test")
    assert (user.role, user.is_staff) == (Role.PATIENT, False)


@pytest.mark.parametrize("person", DEMO_PEOPLE, ids=lambda person: person.role)
def test_one_click_sign_in_exists_in_demo_mode_only(client, settings, person):
    user_create(email=person.email, full_name=person.name, role=person.role, by=None)
    url = reverse("accounts:demo_sign_in", args=[person.role])
    assert client.post(url).status_code == 404
    settings.DEMO_MODE = True
    assert client.get(url).status_code == 405
    assert client.post(url).url == reverse("home_for_role")


def test_demo_mode_refuses_a_caller_from_outside(client, settings):
    settings.DEMO_MODE = True
    assert client.get("/health/live", REMOTE_ADDR="203.0.113.9").status_code == 403
