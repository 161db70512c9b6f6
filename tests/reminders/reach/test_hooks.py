"""Providers prove who they are, and say a thing as often as they like: it counts once."""

import base64
import json

import pytest
from django.urls import reverse

from ketaclinic.audit.models import AuditEvent
from ketaclinic.reminders.choices import ReminderStatus
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.choices import Delivery, TextWord
from ketaclinic.reminders.reach.models import DeliveryReport, TextReceived
from ketaclinic.reminders.reach.services import delivery_record
from ketaclinic.reminders.reach.signatures import is_signed, sign
from ketaclinic.senders import SmsSender
from tests.factories.reminders import NOW, NUMBER, ReminderFactory, WishesFactory

pytestmark = pytest.mark.django_db
SITE = "https://clinic.test"
TOKEN = "secret"
RECEIVED = reverse("reach:sms_received")
SECRET = "provider:a-long-enough-password"


@pytest.fixture
def sms(settings):
    settings.SMS = SmsSender("https://sms.test", "AC1", TOKEN, "+15550100999")
    settings.SITE_URL = SITE


def post(client, path, fields, signature=None):
    signature = sign(SITE + path, fields, token=TOKEN) if signature is None else signature
    return client.post(path, fields, headers={"X-Twilio-Signature": signature})


def text(body, sid="SM1"):
    return {"MessageSid": sid, "From": NUMBER, "Body": body, "NumMedia": "0"}


def status(word, sid="SM1", **extra):
    return {"MessageSid": sid, "MessageStatus": word, **extra}


def test_the_signature_is_the_one_that_the_interface_defines():
    """The example of the provider's own manual."""
    fields = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert is_signed(url, fields, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", token="12345")
    assert not is_signed(
        url, {**fields, "Digits": "1235"}, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", token="12345"
    )


class TestTexts:
    @pytest.mark.parametrize(
        ("body", "word", "answer"),
        [
            ("STOP", TextWord.STOP, "You get no more texts"),
            ("Start", TextWord.START, "again"),
            ("help", TextWord.HELP, "Log in to your clinic app"),
            ("thank you", TextWord.OTHER, "<Response></Response>"),
        ],
    )
    def test_a_word_is_kept_and_answered(self, client, sms, body, word, answer):
        response = post(client, RECEIVED, text(body))
        assert response.status_code == 200
        assert answer in response.content.decode()
        assert TextReceived.objects.get().word == word

    def test_a_second_copy_changes_nothing_and_is_not_answered(self, client, sms):
        post(client, RECEIVED, text("STOP"))
        response = post(client, RECEIVED, text("STOP"))
        assert "<Message>" not in response.content.decode()
        assert TextReceived.objects.count() == 1

    @pytest.mark.parametrize("signature", ["", "bm90IG91cnM="])
    def test_without_the_signature_there_is_no_such_page(self, client, sms, signature):
        assert post(client, RECEIVED, text("STOP"), signature).status_code == 404
        assert not TextReceived.objects.exists()

    def test_a_signature_for_another_text_does_not_fit(self, client, sms):
        signature = sign(SITE + RECEIVED, text("hello"), token=TOKEN)
        assert post(client, RECEIVED, text("STOP"), signature).status_code == 404

    def test_a_signed_call_without_a_sender_is_refused(self, client, sms):
        assert post(client, RECEIVED, {"Body": "STOP"}).status_code == 400

    @pytest.mark.parametrize("sender", [None, SmsSender("mailbox:", "", "", "demo")])
    def test_where_texts_are_off_there_is_no_such_page(self, client, sms, settings, sender):
        settings.SMS = sender
        assert post(client, RECEIVED, text("STOP")).status_code == 404

    def test_it_is_a_post(self, client, sms):
        assert client.get(RECEIVED).status_code == 405


class TestReportsOfTexts:
    def path(self, row):
        return reverse("reach:sms_status", args=[row.public_id])

    @pytest.mark.parametrize(
        ("word", "kind"),
        [
            ("delivered", Delivery.DELIVERED),
            ("undelivered", Delivery.FAILED),
            ("failed", Delivery.FAILED),
        ],
    )
    def test_the_end_of_a_message_is_kept_once(self, client, sms, word, kind):
        row = ReminderFactory(channel="sms", sent=True)
        for _ in range(2):
            response = post(client, self.path(row), status(word, ErrorCode="30003"))
            assert response.status_code == 204
        report = DeliveryReport.objects.get()
        assert (report.reminder, report.kind, report.code) == (row, kind, "30003")
        assert AuditEvent.objects.filter(verb="reach.delivery_reported").count() == 1

    @pytest.mark.parametrize("word", ["queued", "sending", "sent"])
    def test_on_its_way_is_no_news(self, client, sms, word):
        row = ReminderFactory(channel="sms", sent=True)
        assert post(client, self.path(row), status(word)).status_code == 204
        assert not DeliveryReport.objects.exists()

    def test_what_did_not_arrive_is_handed_on_at_once(self, client, sms, probe, channel):
        row = ReminderFactory(
            channel="sms", sent=True, recipient=WishesFactory(texts_first=True).user
        )
        post(client, self.path(row), status("undelivered"))
        assert Reminder.objects.get(channel="email").status == ReminderStatus.DUE

    def test_a_report_settles_what_was_uncertain(self, client, sms):
        row = ReminderFactory(channel="sms", uncertain=True)
        post(client, self.path(row), status("delivered"))
        row.refresh_from_db()
        assert (row.status, row.reason) == (ReminderStatus.SENT, "delivery_reported")

    def test_without_the_signature_there_is_no_such_page(self, client, sms):
        row = ReminderFactory(channel="sms", sent=True)
        assert post(client, self.path(row), status("failed"), "x").status_code == 404
        assert not DeliveryReport.objects.exists()

    def test_a_report_without_a_status_is_refused(self, client, sms):
        row = ReminderFactory(channel="sms", sent=True)
        assert post(client, self.path(row), {"MessageSid": "SM1"}).status_code == 400

    def test_a_report_on_nothing_of_ours_is_taken_and_forgotten(self, client, sms):
        unknown = reverse("reach:sms_status", args=["5b1c7d1e-0000-4000-8000-000000000009"])
        assert post(client, unknown, status("delivered")).status_code == 204
        assert not DeliveryReport.objects.exists()


def test_a_complaint_hands_nothing_on(probe, channel, texts):
    row = ReminderFactory(sent=True, recipient=WishesFactory(texts=True).user)
    assert delivery_record(
        public_id=row.public_id, event_id="1", kind=Delivery.COMPLAINED, code="", now=NOW
    )
    assert Reminder.objects.count() == 1


class TestReportsOfMails:
    URL = reverse("reach:email_events")

    @pytest.fixture(autouse=True)
    def _provider(self, settings):
        settings.MAIL_PROVIDER = "postmark"
        settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "token", "WEBHOOK_SECRET": SECRET}

    def report(self, client, row, secret=SECRET, **values):
        event = {
            "RecordType": "Delivery",
            "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
            "Recipient": "rosa@clinic.test",
            "DeliveredAt": "2026-06-01T14:00:00Z",
            "Metadata": {"reminder": str(row.public_id)} if row else {},
            **values,
        }
        login = base64.b64encode(secret.encode()).decode()
        return client.post(
            self.URL,
            json.dumps(event),
            content_type="application/json",
            headers={"Authorization": f"Basic {login}"},
        )

    def test_an_arrival_is_kept_once(self, client):
        row = ReminderFactory(sent=True)
        for _ in range(2):
            assert self.report(client, row).status_code == 200
        assert DeliveryReport.objects.get().kind == Delivery.DELIVERED

    def test_a_bounce_is_handed_on(self, client, probe, channel, texts):
        channel.confirms = True
        row = ReminderFactory(sent=True, recipient=WishesFactory(texts=True).user)
        bounce = {"RecordType": "Bounce", "Type": "HardBounce", "ID": 4323372036854775807}
        assert self.report(client, row, **bounce).status_code == 200
        assert DeliveryReport.objects.get().kind == Delivery.FAILED
        assert Reminder.objects.get(channel="sms").status == ReminderStatus.DUE

    @pytest.mark.parametrize("values", [{"RecordType": "Click"}, {"Metadata": {}}])
    def test_what_says_nothing_about_a_reminder_is_let_by(self, client, values):
        assert self.report(client, ReminderFactory(sent=True), **values).status_code == 200
        assert not DeliveryReport.objects.exists()

    def test_the_wrong_secret_is_refused(self, client):
        row = ReminderFactory(sent=True)
        assert self.report(client, row, secret="provider:wrong").status_code == 400
        assert not DeliveryReport.objects.exists()

    @pytest.mark.parametrize(
        ("provider", "anymail"),
        [("", {}), ("postmark", {"POSTMARK_SERVER_TOKEN": "token"})],
        ids=["an ordinary mail server", "no secret"],
    )
    def test_without_provider_or_secret_there_is_no_such_page(
        self, client, settings, provider, anymail
    ):
        settings.MAIL_PROVIDER, settings.ANYMAIL = provider, anymail
        assert self.report(client, None).status_code == 404
