"""Mails about signing in tell a stranger who reads the screen nothing."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from tests.factories.accounts import PASSWORD, UserFactory
from tests.reminders.test_discreet import told_by

pytestmark = pytest.mark.django_db
SOMEBODY = "somebody@home.test"


@pytest.fixture(autouse=True)
def nobody_wrote_before():
    """Rate limits are kept in the cache, by address."""
    cache.clear()


def sign_up(client, email):
    form = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), form)


def forget(client, email):
    client.post(reverse("account_reset_password"), {"email": email})


@pytest.mark.parametrize("is_known", [False, True], ids=["new", "already known"])
@pytest.mark.parametrize("act", [sign_up, forget])
def test_no_word_of_what_this_is_about(client, act, is_known):
    if is_known:
        UserFactory(email=SOMEBODY)
    act(client, SOMEBODY)
    letter = mail.outbox[0]
    words = re.sub(r"https?://\S+", "", f"{letter.subject}\n{letter.body}\n{letter.from_email}")
    assert told_by(words) == []
    assert "https://" in letter.body or "http://" in letter.body


def test_the_answer_on_the_page_is_the_same_for_a_known_address(client):
    UserFactory(email=SOMEBODY)
    form = {"password1": PASSWORD, "password2": PASSWORD}
    known = client.post(reverse("account_signup"), {"email": SOMEBODY, **form})
    unknown = client.post(reverse("account_signup"), {"email": "new@home.test", **form})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
