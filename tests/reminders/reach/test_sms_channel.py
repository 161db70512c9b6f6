"""Text messages against a provider in another process: what it took, and what each error means."""

import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import requests

from ketaclinic.reminders.channels.base import (
    ChannelError,
    Letter,
    LookUp,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from ketaclinic.reminders.channels.sms import HelperChannel, SmsChannel
from ketaclinic.reminders.models import MailboxMessage
from ketaclinic.reminders.reach.choices import Delivery
from ketaclinic.reminders.reach.models import DeliveryReport
from ketaclinic.reminders.reach.services import text_receive
from ketaclinic.senders import SmsSender
from ketaclinic.supervisor import end_with_parent
from tests.factories.intake import PatientFactory
from tests.factories.reminders import NOW, ReminderFactory, WishesFactory, recipient_of
from tests.support.database import ROOT
from tests.support.servers import free_port

KEY = "5b1c7d1e-0000-4000-8000-000000000001"


def letter(number="+15550100100", key=KEY):
    return Letter(key=key, address=number, subject="", text="You have a task. Log in: here\n")


@pytest.fixture(scope="module")
def provider():
    """The stub's address; it ends with the test's process."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.reminders.reach.sms_server", str(port)],
        cwd=ROOT,
        preexec_fn=end_with_parent,
    )
    base = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            urlopen(base).close()
            break
        except URLError:
            time.sleep(0.05)
    yield base
    process.terminate()
    process.wait(10)


@pytest.fixture
def send(provider, settings):
    """`send(letter)` by a line to the stub."""
    settings.SMS = SmsSender(provider, "AC1", "secret", "+15550100999")
    settings.SITE_URL = "https://clinic.test"

    def run(*letters, timeout=1):
        with SmsChannel().session(timeout_seconds=timeout) as line:
            return [line.send(each) for each in letters]

    return run


@pytest.mark.real_servers
class TestProvider:
    def test_a_message_arrives_once_however_often_it_is_sent(self, send, provider):
        key = "5b1c7d1e-0000-4000-8000-00000000000a"
        (sid,) = send(letter(key=key))
        assert send(letter(key=key), letter(key=key)) == [sid, sid]
        (taken,) = [row for row in requests.get(provider, timeout=5).json() if row["sid"] == sid]
        assert (taken["To"], taken["From"]) == ("+15550100100", "+15550100999")
        assert taken["Body"] == "You have a task. Log in: here"
        assert taken["StatusCallback"] == f"https://clinic.test/hooks/sms/{key}/"
        assert taken["path"] == "/2010-04-01/Accounts/AC1/Messages.json"

    @pytest.mark.parametrize(
        ("ending", "kind", "code"),
        [
            pytest.param("10", PermanentFailure, "sms_21610", id="refused"),
            pytest.param("29", TemporaryFailure, "sms_429", id="slow down"),
            pytest.param("50", OutcomeUnknown, "sms_500", id="broken in the middle"),
            pytest.param("30", OutcomeUnknown, "sms_302", id="sent elsewhere"),
            pytest.param("55", OutcomeUnknown, "connection_lost", id="no answer in time"),
            pytest.param("56", OutcomeUnknown, "connection_lost", id="hung up"),
            pytest.param("57", OutcomeUnknown, "sms_unclear", id="an answer without an id"),
        ],
    )
    def test_an_error_is_sorted_by_what_it_proves(self, send, ending, kind, code):
        with pytest.raises(ChannelError) as caught:
            send(letter(f"+155501001{ending}"))
        assert (type(caught.value), caught.value.code) == (kind, code)

    def test_a_wrong_token_is_a_lasting_failure(self, send, provider, settings):
        settings.SMS = SmsSender(provider, "AC1", "wrong", "+15550100999")
        with pytest.raises(PermanentFailure, match="sms_20003"):
            send(letter())

    def test_without_a_connection_nothing_was_sent_and_it_is_asked_once(self, send, settings):
        settings.SMS = SmsSender(f"http://127.0.0.1:{free_port()}", "AC1", "secret", "+1555")
        with SmsChannel().session(timeout_seconds=1) as line:
            for _ in range(2):
                with pytest.raises(TemporaryFailure, match="server_unreachable"):
                    line.send(letter())
            assert line.is_down

    def test_a_code_is_said_without_a_key(self, send, provider):
        with SmsChannel().session(timeout_seconds=1) as line:
            sid = line.say("+15550100100", "123456 is your code")
        taken = next(row for row in requests.get(provider, timeout=5).json() if row["sid"] == sid)
        assert "StatusCallback" not in taken


def test_without_a_sender_the_way_is_not_set_up(settings):
    settings.SMS = None
    assert not SmsChannel().is_set_up
    assert not SmsChannel().confirms


@pytest.mark.django_db
class TestAddresses:
    def test_only_a_confirmed_number_is_used(self):
        confirmed, typed = WishesFactory(texts=True), WishesFactory(number="+15550100124")
        assert SmsChannel().address_of(recipient_of(confirmed.user)) == "+15550100123"
        assert SmsChannel().address_of(recipient_of(typed.user)) == ""

    def test_a_helper_is_texted_at_their_own_number_until_they_answer_stop(self):
        user = PatientFactory(helper_phone="(555) 010-0177").user
        assert HelperChannel().address_of(recipient_of(user)) == "+15550100177"
        text_receive(provider_id="SM9", number="+15550100177", body="STOP", now=NOW)
        assert HelperChannel().address_of(recipient_of(user)) == ""

    def test_nobody_is_texted_where_there_is_no_helper(self):
        user = PatientFactory(helper_phone="").user
        assert HelperChannel().address_of(recipient_of(user)) == ""

    def test_a_report_proves_that_a_message_was_sent(self):
        row = ReminderFactory(sent=True, channel="sms")
        assert SmsChannel().look_up(str(row.public_id)) == LookUp.UNKNOWN
        DeliveryReport.objects.create(
            reminder=row, event_id="1", kind=Delivery.FAILED, code="", at=NOW
        )
        assert SmsChannel().look_up(str(row.public_id)) == LookUp.SENT

    def test_the_demo_keeps_texts_in_its_mailbox(self, settings):
        settings.SMS = SmsSender("mailbox:", "", "", "demo")
        with SmsChannel().session(timeout_seconds=1) as line:
            line.send(letter())
            line.send(letter())
            line.say("+15550100100", "123456 is your code")
        assert MailboxMessage.objects.filter(recipients="+15550100100").count() == 2
