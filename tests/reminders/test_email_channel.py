import smtplib

import pytest
from django.core import mail

from ketaclinic.reminders.channels.base import (
    ChannelError,
    Letter,
    LookUp,
    OutcomeUnknown,
    PermanentFailure,
    TemporaryFailure,
)
from ketaclinic.reminders.channels.email import EmailChannel, EmailSession, message_id

KEY = "5b1c7d1e-0000-4000-8000-000000000001"
LETTER = Letter(key=KEY, address="rosa@clinic.test", subject="A task", text="Log in: here\n")


class HttpError(Exception):
    def __init__(self, status_code):
        self.status_code = status_code


class FakeConnection:
    """A mail backend whose `open` and `send_messages` do as the test says."""

    def __init__(self, *, open_error=None, send_error=None, accepted=1):
        self.open_error, self.send_error, self.accepted = open_error, send_error, accepted
        self.opened = self.closed = 0

    def open(self):
        self.opened += 1
        if self.open_error:
            raise self.open_error

    def send_messages(self, messages):
        if self.send_error:
            raise self.send_error
        return self.accepted

    def close(self):
        self.closed += 1


def send_with(**behaviour):
    return EmailSession(FakeConnection(**behaviour)).send(LETTER)


def test_a_letter_goes_out_through_django_with_a_stable_id(settings):
    settings.DEFAULT_FROM_EMAIL = "The clinic <clinic@clinic.test>"
    with EmailChannel().session(timeout_seconds=1) as session:
        provider_id = session.send(LETTER)
    (message,) = mail.outbox
    assert (message.to, message.subject, message.body) == (
        ["rosa@clinic.test"],
        "A task",
        "Log in: here\n",
    )
    headers = message.message()
    assert headers["Message-ID"] == provider_id == f"<{KEY}@clinic.test>"
    assert headers["X-Reminder-Id"] == KEY
    assert headers["Auto-Submitted"] == "auto-generated"


def test_the_id_is_the_same_for_every_attempt():
    assert message_id(KEY) == message_id(KEY)


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        pytest.param(
            smtplib.SMTPDataError(451, b"later"), TemporaryFailure, "smtp_451", id="data: later"
        ),
        pytest.param(
            smtplib.SMTPDataError(554, b"no"), PermanentFailure, "smtp_554", id="data: no"
        ),
        pytest.param(
            smtplib.SMTPSenderRefused(421, b"busy", "a"), TemporaryFailure, "smtp_421", id="busy"
        ),
        pytest.param(
            smtplib.SMTPRecipientsRefused({"a": (550, b"unknown")}),
            PermanentFailure,
            "smtp_550",
            id="no such person",
        ),
        pytest.param(
            smtplib.SMTPRecipientsRefused({"a": (450, b"greylisted")}),
            TemporaryFailure,
            "smtp_450",
            id="greylisted",
        ),
        pytest.param(
            smtplib.SMTPRecipientsRefused({}),
            OutcomeUnknown,
            "smtp_unclear",
            id="refused without a code",
        ),
        pytest.param(
            smtplib.SMTPServerDisconnected("gone"), OutcomeUnknown, "connection_lost", id="cut off"
        ),
        pytest.param(TimeoutError(), OutcomeUnknown, "connection_lost", id="no answer in time"),
        pytest.param(ConnectionResetError(), OutcomeUnknown, "connection_lost", id="reset"),
        pytest.param(
            ValueError("header"), PermanentFailure, "bad_message", id="no mail can say this"
        ),
        pytest.param(HttpError(429), TemporaryFailure, "http_429", id="http: slow down"),
        pytest.param(HttpError(400), PermanentFailure, "http_400", id="http: refused"),
        pytest.param(HttpError(500), OutcomeUnknown, "http_500", id="http: broken in the middle"),
        pytest.param(RuntimeError(), OutcomeUnknown, "unexpected_error", id="anything else"),
    ],
)
def test_an_error_while_sending_is_sorted_by_what_it_proves(error, kind, code):
    with pytest.raises(ChannelError) as caught:
        send_with(send_error=error)
    assert (type(caught.value), caught.value.code) == (kind, code)


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(ConnectionRefusedError(), id="refused"),
        pytest.param(TimeoutError(), id="no answer"),
        pytest.param(smtplib.SMTPServerDisconnected("hung up"), id="hung up at once"),
        pytest.param(smtplib.SMTPAuthenticationError(535, b"wrong password"), id="wrong password"),
    ],
)
def test_without_a_connection_nothing_was_sent(error):
    with pytest.raises(TemporaryFailure, match="server_unreachable"):
        send_with(open_error=error)


def test_a_server_that_is_down_is_asked_once_a_chunk():
    connection = FakeConnection(open_error=ConnectionRefusedError())
    session = EmailSession(connection)
    for _ in range(3):
        with pytest.raises(TemporaryFailure):
            session.send(LETTER)
    assert connection.opened == 1


def test_after_an_error_the_line_is_opened_anew():
    connection = FakeConnection(send_error=TimeoutError())
    session = EmailSession(connection)
    with pytest.raises(OutcomeUnknown):
        session.send(LETTER)
    assert connection.closed == 1
    connection.send_error = None
    assert session.send(LETTER) == message_id(KEY)
    assert connection.opened == 2


@pytest.mark.parametrize("accepted", [0, None])
def test_a_backend_that_took_nothing_has_failed(accepted):
    with pytest.raises(PermanentFailure, match="not_accepted"):
        send_with(accepted=accepted)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"address": "rosa@clinic.test\nBcc: all@clinic.test"}, id="line break in the address"
        ),
        pytest.param({"subject": "A task\nBcc: all@clinic.test"}, id="line break in the subject"),
    ],
)
def test_what_no_header_can_carry_never_reaches_the_server(changes):
    connection = FakeConnection()
    letter = Letter(**{**LETTER.__dict__, **changes})
    with pytest.raises(PermanentFailure, match="bad_address"):
        EmailSession(connection).send(letter)
    assert connection.opened == 0


def test_smtp_cannot_be_asked_what_it_took():
    assert EmailChannel().look_up(KEY) == LookUp.UNKNOWN


@pytest.mark.django_db
def test_the_demo_mailbox_can_be_asked(settings):
    settings.EMAIL_BACKEND = "ketaclinic.reminders.mailbox.MailboxBackend"
    assert EmailChannel().look_up(KEY) == LookUp.NOT_SENT
    with EmailChannel().session(timeout_seconds=1) as session:
        session.send(LETTER)
    assert EmailChannel().look_up(KEY) == LookUp.SENT


class TestProvider:
    """A provider over HTTP: its own id, our key in each report, and its reports as proof."""

    SETTINGS = {"TEST_KEY": "x", "WEBHOOK_SECRET": "provider:a-long-enough-password"}

    @pytest.fixture(autouse=True)
    def _provider(self, settings):
        settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
        settings.MAIL_PROVIDER, settings.ANYMAIL = "postmark", self.SETTINGS

    def test_its_own_id_is_kept_and_our_key_travels_along(self):
        with EmailChannel().session(timeout_seconds=1) as session:
            provider_id = session.send(LETTER)
        (message,) = mail.outbox
        assert message.metadata == {"reminder": KEY}
        assert provider_id == str(message.anymail_status.message_id)

    def test_it_confirms_only_where_it_knows_our_secret(self, settings):
        assert EmailChannel().confirms
        settings.ANYMAIL = {}
        assert not EmailChannel().confirms

    @pytest.mark.django_db
    def test_its_reports_can_be_asked(self):
        from ketaclinic.reminders.reach.models import DeliveryReport
        from tests.factories.reminders import NOW, ReminderFactory

        row = ReminderFactory(sent=True)
        assert EmailChannel().look_up(str(row.public_id)) == LookUp.UNKNOWN
        DeliveryReport.objects.create(reminder=row, event_id="1", kind="delivered", code="", at=NOW)
        assert EmailChannel().look_up(str(row.public_id)) == LookUp.SENT
