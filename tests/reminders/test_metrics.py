"""The engine's figures for a monitor and for a terminal."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from ketaclinic.accounts.choices import Role
from ketaclinic.reminders.services import beat_hold, purpose_pause
from tests.factories.accounts import UserFactory
from tests.factories.reminders import NOW, ReminderFactory

pytestmark = pytest.mark.django_db


def metrics(client, **headers):
    return client.get(reverse("reminders:metrics"), **headers)


@pytest.fixture
def rows(probe):
    ReminderFactory(uncertain=True, recipient__full_name="Rosa Marin")
    ReminderFactory(sent=True, planned_at=NOW - timedelta(seconds=4))
    ReminderFactory(planned_at=NOW - timedelta(seconds=90))
    by = UserFactory(role=Role.MANAGER)
    purpose_pause(purpose="probe", reason="Wrong text", by=by, now=NOW)


@pytest.mark.parametrize(
    "line",
    [
        "ketaclinic_beat_alive 0",
        "ketaclinic_reminders_in_flight 0",
        'ketaclinic_reminder_lag_seconds{of="worst_24h"} 4.0',
        'ketaclinic_reminders{purpose="probe",channel="email",state="uncertain"} 1',
        'ketaclinic_reminders{purpose="probe",channel="email",state="late"} 1',
        'ketaclinic_purpose_paused{purpose="probe"} 1',
    ],
)
def test_the_monitor_reads_the_figures(client, rows, line):
    answer = metrics(client)
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert line in answer.content.decode().splitlines()


def test_the_figures_name_nobody(client, rows):
    text = metrics(client).content.decode()
    assert "Rosa" not in text
    assert "Wrong text" not in text


def test_a_living_beat_is_told(client):
    beat_hold(holder="here", now=NOW)
    assert "ketaclinic_beat_alive 1" in metrics(client).content.decode()


@pytest.mark.parametrize(
    ("token", "sent", "status"),
    [
        pytest.param("", {}, 200, id="this machine"),
        pytest.param("", {"REMOTE_ADDR": "10.0.0.7"}, 404, id="another machine"),
        pytest.param("", {"HTTP_X_FORWARDED_FOR": "10.0.0.7"}, 404, id="through a proxy"),
        pytest.param("t0ken", {}, 404, id="no token shown"),
        pytest.param("t0ken", {"HTTP_AUTHORIZATION": "Bearer other"}, 404, id="wrong token"),
        pytest.param(
            "t0ken",
            {"HTTP_AUTHORIZATION": "Bearer t0ken", "REMOTE_ADDR": "10.0.0.7"},
            200,
            id="token from afar",
        ),
    ],
)
def test_only_a_monitor_may_read_them(client, settings, token, sent, status):
    settings.METRICS_TOKEN = token
    assert metrics(client, **sent).status_code == status


def test_the_command_says_the_same_for_programs(rows, capsys):
    call_command("reminders", "status", "--json")
    told = json.loads(capsys.readouterr().out)
    line = next(line for line in told["reminders"] if line["key"] == "probe")
    assert (line["channel"], line["due"], line["late"], line["uncertain"]) == ("email", 1, 1, 1)
    assert told["lag_seconds"] == {"now": 0.0, "mean_24h": 4.0, "worst_24h": 4.0}
    assert (told["paused"], told["beat_is_alive"]) == (["probe"], False)


def test_and_in_words_for_a_person(rows, capsys):
    call_command("reminders", "status")
    told = capsys.readouterr().out
    assert "beat: SILENT" in told
    assert "PAUSED probe since 2026-06-01 14:00 UTC: Wrong text" in told
    assert "probe email: due 1, sent 1" in told
