import shutil

import pytest
from django.db import connection
from django.urls import reverse
from kombu import Connection

from ketaclinic import health
from ketaclinic.reminders.selectors import engine_now
from ketaclinic.reminders.services import beat_hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def beating():
    beat_hold(holder="here", now=engine_now())


def ready(client):
    response = client.get(reverse("health_ready"))
    return response.status_code, response.json()


def test_a_living_process_says_so_whatever_else_is_broken(client, monkeypatch):
    monkeypatch.setattr(health, "CHECKS", {"anything": lambda: 1 / 0})
    response = client.get(reverse("health_live"))
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_when_every_part_works(client, beating):
    status, body = ready(client)
    assert (status, body["status"], body["failed"]) == (200, "ok", [])
    assert body["parts"] == {"database": "ok", "broker": "ok", "beat": "ok"}


def test_a_silent_beat_is_named(client):
    status, body = ready(client)
    assert (status, body["failed"]) == (503, ["beat"])


def test_a_database_that_does_not_answer_is_named(client, beating, monkeypatch):
    def broken():
        raise ConnectionError("the database is gone")

    monkeypatch.setattr(connection, "cursor", broken)
    status, body = ready(client)
    assert status == 503
    assert "database" in body["failed"]


def test_a_broker_that_does_not_answer_is_named(client, beating, monkeypatch):
    def broken(**kwargs):
        raise ConnectionError("the broker is gone")

    monkeypatch.setattr(health.app, "connection_for_write", broken)
    assert ready(client)[1]["failed"] == ["broker"]


@pytest.mark.parametrize("option", ["data_folder_in", "control_folder"])
def test_a_missing_folder_of_the_queue_is_named(client, beating, monkeypatch, tmp_path, option):
    folder = tmp_path / "queue"
    folder.mkdir()
    queue = Connection("filesystem://localhost", transport_options={option: str(folder)})
    monkeypatch.setattr(health.app, "connection_for_write", lambda **kwargs: queue)
    assert ready(client)[0] == 200
    shutil.rmtree(folder)
    assert ready(client)[1]["failed"] == ["broker"]


@pytest.mark.parametrize("name", ["health_live", "health_ready"])
def test_health_is_asked_not_told_and_never_cached(client, name):
    assert client.post(reverse(name)).status_code == 405
    assert "no-store" in client.get(reverse(name))["Cache-Control"]
