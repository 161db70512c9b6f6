import pytest
from django.core.mail import EmailMessage, send_mail
from django.urls import reverse

from ketaclinic.reminders.mailbox import MailboxBackend
from ketaclinic.reminders.models import MailboxMessage
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db
MAILBOX = "ketaclinic.reminders.mailbox.MailboxBackend"


@pytest.fixture
def kept(settings):
    """Mail goes to the mailbox, as in the demo."""
    settings.EMAIL_BACKEND = MAILBOX
    return MailboxMessage.objects


def test_a_mail_is_kept_whole(kept):
    assert send_mail("Hello", "Some text", "clinic@clinic.test", ["a@clinic.test", "b@clinic.test"])
    message = kept.get()
    assert (message.subject, message.text) == ("Hello", "Some text")
    assert (message.sender, message.recipients) == (
        "clinic@clinic.test",
        "a@clinic.test, b@clinic.test",
    )


def test_a_second_mail_with_the_same_key_is_dropped(kept):
    message = EmailMessage("Hello", to=["a@clinic.test"], headers={"X-Reminder-Id": "one"})
    assert MailboxBackend().send_messages([message]) == 1
    assert MailboxBackend().send_messages([message]) == 1
    assert kept.count() == 1


def test_mails_without_a_key_are_all_kept(kept):
    message = EmailMessage("Hello", to=["a@clinic.test"])
    MailboxBackend().send_messages([message, message])
    assert kept.count() == 2


def test_the_mailbox_lists_the_newest_first_without_signing_in(client, kept):
    send_mail("First", "x", None, ["a@clinic.test"])
    send_mail("Second", "x", None, ["a@clinic.test"])
    text = client.get(reverse("reminders:mailbox")).content.decode()
    assert text.index("Second") < text.index("First")


def test_an_empty_mailbox_says_so(client, kept):
    assert "No message yet" in client.get(reverse("reminders:mailbox")).content.decode()


def test_a_message_shows_its_text_and_nothing_in_it_runs(client, kept):
    send_mail(
        "<b>bold</b>", "see http://127.0.0.1:8000/x\n<script>alert(1)</script>", None, ["a@b.test"]
    )
    url = reverse("reminders:mailbox_message", args=[kept.get().public_id])
    text = client.get(url).content.decode()
    assert 'href="http://127.0.0.1:8000/x"' in text
    assert "<script>alert" not in text
    assert "<b>bold" not in text


def test_the_verification_mail_has_a_link_that_works(client, kept):
    form = {"email": "new@clinic.test", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), form)
    page = client.get(reverse("reminders:mailbox_message", args=[kept.get().public_id]))
    link = page.content.decode().split('href="http://testserver')[1].split('"')[0]
    assert client.get(link).status_code == 200
    assert client.post(link).status_code == 302


@pytest.mark.parametrize("name", ["mailbox", "mailbox_message"])
def test_outside_demo_and_test_there_is_no_mailbox(client, kept, settings, name):
    send_mail("Hello", "x", None, ["a@clinic.test"])
    settings.MODE, settings.DEMO_MODE = "production", False
    arguments = [kept.get().public_id] if name == "mailbox_message" else []
    assert client.get(reverse(f"reminders:{name}", args=arguments)).status_code == 404


def test_an_unknown_message_is_404(client):
    unknown = "5b1c7d1e-0000-4000-8000-000000000009"
    assert client.get(reverse("reminders:mailbox_message", args=[unknown])).status_code == 404


@pytest.mark.parametrize("name", ["mailbox"])
def test_the_mailbox_is_only_read(client, name):
    assert client.post(reverse(f"reminders:{name}")).status_code == 405
