"""The senders that the environment names: read whole, or refused in a sentence that names them."""

import pytest

from ketaclinic.environment import problems
from ketaclinic.senders import mail_provider, push_key, sms_sender, webhook_secret


@pytest.mark.parametrize(
    ("url", "backend", "settings"),
    [
        (
            "postmark://tok%2Fen@",
            "anymail.backends.postmark.EmailBackend",
            {"POSTMARK_SERVER_TOKEN": "tok/en"},
        ),
        (
            "mailgun://key@mail.clinic.example",
            "anymail.backends.mailgun.EmailBackend",
            {"MAILGUN_API_KEY": "key", "MAILGUN_SENDER_DOMAIN": "mail.clinic.example"},
        ),
        (
            "sendgrid://key@",
            "anymail.backends.sendgrid.EmailBackend",
            {"SENDGRID_API_KEY": "key"},
        ),
    ],
)
def test_a_mail_provider(url, backend, settings):
    found = mail_provider(url, "")
    assert found["EMAIL_BACKEND"] == backend
    assert found["ANYMAIL"] == {**settings, "REQUESTS_TIMEOUT": 10}


def test_its_reports_need_a_secret_that_it_is_told():
    found = mail_provider("postmark://token@", "user:a-long-enough-password")
    assert found["ANYMAIL"]["WEBHOOK_SECRET"] == "user:a-long-enough-password"
    assert found["MAIL_PROVIDER"] == "postmark"


@pytest.mark.parametrize("url", ["smtp+tls://user:password@host:587", "consolemail://", ""])
def test_an_ordinary_mail_server_is_no_provider(url):
    assert mail_provider(url, "") is None


def test_a_sender_of_text_messages():
    found = sms_sender("https://AC1:to%2Fken@api.twilio.com/?from=+15550100100")
    assert (found.base_url, found.account, found.token, found.sender) == (
        "https://api.twilio.com",
        "AC1",
        "to/ken",
        "+15550100100",
    )


def test_on_this_machine_it_may_be_plain():
    assert (
        sms_sender("http://AC1:token@127.0.0.1:9999/?from=+1").base_url == "http://127.0.0.1:9999"
    )


def test_without_an_address_there_are_no_texts():
    assert sms_sender("") is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KETACLINIC_SMS_URL", "https://api.twilio.com/?from=+1"),
        ("KETACLINIC_SMS_URL", "https://AC1:token@api.twilio.com/"),
        ("KETACLINIC_SMS_URL", "http://AC1:token@api.twilio.com/?from=+1"),
        ("KETACLINIC_EMAIL_URL", "postmark://"),
        ("KETACLINIC_PUSH_KEY", "c2hvcnQ"),
        ("KETACLINIC_PUSH_KEY", "not base64, and long enough for one ....."),
        ("KETACLINIC_EMAIL_URL", "mailgun://key@"),
        ("KETACLINIC_EMAIL_WEBHOOK_SECRET", "user"),
        ("KETACLINIC_EMAIL_WEBHOOK_SECRET", "user:short"),
    ],
)
def test_what_cannot_be_read_stops_the_start_and_is_named(name, value):
    (found,) = problems({"KETACLINIC_MODE": "demo", name: value})
    assert found.startswith(name)
    assert "token" not in found.replace("ACCOUNT:TOKEN", "").replace("the token would", "")


def test_a_key_of_notifications():
    assert push_key("") == ""
    assert push_key("A" * 43) == "A" * 43


def test_a_secret_of_reports():
    assert webhook_secret("") == ""
    assert webhook_secret("user:a-long-enough-password") == "user:a-long-enough-password"
