"""How somebody gets to the first page: a proved address, and every way leads to the start."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from intake.models import Patient, SectionAnswers
from intake.services import application_start
from intake.services.errors import EmailUnproven
from tests.intake.sent import verbs

pytestmark = pytest.mark.django_db
GENERAL = [
    "/schedule/",
    "/plan/",
    "/today/",
    "/how-i-feel/",
    "/apply/review/",
    "/apply/status/",
    "/apply/about-you/",
]


@pytest.fixture
def unproven(user):
    EmailAddress.objects.filter(user=user).update(verified=False)
    return user


def test_an_address_that_is_not_proved_starts_nothing(unproven, now):
    with pytest.raises(EmailUnproven):
        application_start(user=unproven, now=now)
    assert not Patient.objects.exists()
    assert "intake.application_started" not in verbs()


def test_another_address_of_the_person_proves_nothing(unproven, now):
    EmailAddress.objects.create(user=unproven, email="other@clinic.test", verified=True)
    with pytest.raises(EmailUnproven):
        application_start(user=unproven, now=now)


def test_letter_case_does_not_matter(user, now):
    EmailAddress.objects.filter(user=user).update(email=user.email.upper())
    assert application_start(user=user, now=now).user == user


def test_the_link_is_sent_again_and_the_page_says_so(client_of, unproven):
    body = client_of(unproven).post("/apply/").content.decode()
    assert "Confirm your email address first" in body
    assert [message.to for message in mail.outbox] == [[unproven.email]]
    assert not Patient.objects.exists()


def test_another_proved_address_does_not_let_in_by_the_page_either(client_of, unproven):
    EmailAddress.objects.create(user=unproven, email="other@clinic.test", verified=True)
    assert client_of(unproven).post("/apply/").url == "/accounts/confirm-email/"
    assert not Patient.objects.exists()


@pytest.mark.parametrize("path", GENERAL)
def test_a_newcomer_is_led_to_the_start(client_of, path):
    browser = client_of("patient")
    assert browser.get(path).url == "/apply/"
    assert "Apply to the program" in browser.get(path, follow=True).content.decode()


@pytest.mark.parametrize("path", ["/apply/about-you/", "/apply/review/", "/how-i-feel/"])
def test_a_newcomer_cannot_send_anything(client_of, path):
    assert client_of("patient").post(path, {"first_name": "Rosa"}).status_code == 404
    assert not SectionAnswers.objects.exists()


def test_an_address_of_one_record_stays_404(client_of):
    path = "/check/00000000-0000-0000-0000-000000000007/"
    assert client_of("patient").get(path).status_code == 404


@pytest.mark.parametrize("role", ["nurse", "prescriber", "medical_director", "editor", "manager"])
def test_staff_are_led_nowhere(client_of, role):
    assert client_of(role).get("/schedule/").status_code == 404
