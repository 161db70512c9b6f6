"""A page that outlived its session: what was typed waits for its owner, and for nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from intake.choices import Section
from intake.models import SectionAnswers
from intake.services import application_save_section, application_start
from ketaclinic.accounts.kept import SESSION_KEY, owner_token
from tests.factories.accounts import PASSWORD, UserFactory
from tests.intake.sent import page_answers, posted
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
PAGE = f"/apply/{Section.CONTACT}/"
TYPED = "Please knock twice"


@pytest.fixture
def wait(time_machine):
    """`wait(minutes=31)`: the clock goes on and stands still again."""

    def do(**delta):
        time_machine.move_to(timezone.now() + timedelta(**delta), tick=False)

    return do


def applicant():
    user, now = UserFactory(), timezone.now()
    patient = application_start(user=user, now=now)
    for section in (Section.ABOUT, Section.HOME):
        answers = page_answers(section)
        application_save_section(
            patient=patient, section=section, answers=answers, by=user, now=now
        )
    return user


@kept
def user():
    return applicant()


def typed(user, **changes):
    data = {"seen": "0", "owner": owner_token(user), "contact_wishes": TYPED}
    return posted(Section.CONTACT, **(data | changes))


def sign_in(client, user):
    return client.post(f"/accounts/login/?next={PAGE}", {"login": user.email, "password": PASSWORD})


def is_saved():
    return SectionAnswers.objects.filter(section=Section.CONTACT).exists()


def test_what_was_typed_is_there_again_after_signing_in(client, user):
    response = client.post(PAGE, typed(user))
    assert response.url == f"/accounts/login/?next={PAGE}"
    assert "What you typed is kept" in client.get(response.url).content.decode()
    assert sign_in(client, user).url == PAGE
    body = client.get(PAGE).content.decode()
    assert TYPED in body
    assert "Not saved yet" in body
    assert not is_saved()


def test_it_is_offered_once(client, user):
    client.post(PAGE, typed(user))
    sign_in(client, user)
    client.get(PAGE)
    assert TYPED not in client.get(PAGE).content.decode()


def test_it_waits_while_another_page_is_opened(client, user):
    client.post(PAGE, typed(user))
    sign_in(client, user)
    overview = client.get("/apply/").content.decode()
    assert TYPED not in overview
    assert "signed out" in overview
    assert TYPED in client.get(PAGE).content.decode()


def test_an_idle_log_off_loses_nothing(client_of, user, wait):
    browser = client_of(user)
    browser.get(PAGE)
    wait(minutes=31)
    assert browser.post(PAGE, typed(user)).url.startswith("/accounts/login/")
    sign_in(browser, user)
    assert TYPED in browser.get(PAGE).content.decode()


def test_another_person_on_this_device_never_sees_it(client, user):
    client.post(PAGE, typed(user))
    other = applicant()
    sign_in(client, other)
    assert SESSION_KEY not in client.session
    assert TYPED not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(("minutes", "is_there"), [(30, True), (31, False)])
def test_it_waits_for_half_an_hour(client, user, wait, minutes, is_there):
    client.post(PAGE, typed(user))
    wait(minutes=minutes)
    sign_in(client, user)
    assert (TYPED in client.get(PAGE).content.decode()) is is_there


@pytest.mark.parametrize("owner", ["", "forged", "e30:1abc:xyz", None])
def test_without_our_signature_nothing_is_kept(client, user, owner):
    client.post(PAGE, typed(user, owner=owner))
    assert SESSION_KEY not in client.session


def test_a_page_that_is_a_week_old_is_too_old(client, user, wait):
    data = typed(user)
    wait(days=7, seconds=1)
    client.post(PAGE, data)
    assert SESSION_KEY not in client.session


def test_more_than_a_page_can_hold_is_not_kept(client, user):
    client.post(PAGE, typed(user, contact_wishes="x" * 100_001))
    assert SESSION_KEY not in client.session


def test_neither_token_is_kept(client, user):
    client.post(PAGE, typed(user, csrfmiddlewaretoken="secret-token"))
    body = client.session[SESSION_KEY]["body"]
    assert "secret-token" not in body
    assert "owner" not in body


def test_signing_in_elsewhere_meanwhile_loses_nothing(user):
    """Signing in gives the browser a new form token, so the older window's token is refused."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.post(PAGE, typed(user)).url == PAGE
    assert TYPED in browser.get(PAGE).content.decode()
    assert not is_saved()


def test_a_foreign_page_puts_no_words_into_anybodys_mouth(user):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.post(PAGE, typed(user, owner="")).status_code == 403
    stranger = UserFactory()
    browser.post(PAGE, typed(stranger))
    assert TYPED not in browser.get(PAGE).content.decode()
