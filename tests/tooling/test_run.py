"""`make run` says clearly what is wrong before it starts anything, and starts the right things."""

import os
import socket
import subprocess
import sys
from contextlib import closing

import pytest

from ketaclinic import run
from ketaclinic.supervisor import ROOT
from tests.support.environment import process_environment

HOST = "127.0.0.1"


@pytest.fixture
def taken_port():
    with closing(socket.socket()) as holder:
        holder.bind((HOST, 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_port_that_was_asked_for_must_be_free(taken_port):
    with pytest.raises(run.CannotStart, match=f"port {taken_port} on {HOST} is taken"):
        run.choose_port(str(taken_port), HOST)


def test_a_free_port_is_taken_as_asked(taken_port):
    with closing(socket.socket()) as other:
        other.bind((HOST, 0))
        free = other.getsockname()[1]
    assert run.choose_port(str(free), HOST) == free


def test_without_a_wish_the_next_free_port_is_chosen_and_named(taken_port, monkeypatch, capsys):
    monkeypatch.setattr(run, "DEFAULT_PORT", taken_port)
    chosen = run.choose_port(None, HOST)
    assert chosen > taken_port
    assert f"Port {taken_port} is taken; using {chosen}." in capsys.readouterr().out


def test_no_free_port_at_all_is_said(taken_port, monkeypatch):
    monkeypatch.setattr(run, "is_free", lambda host, port: False)
    with pytest.raises(run.CannotStart, match="no port from 8000 on is free"):
        run.choose_port(None, HOST)


@pytest.mark.parametrize(
    ("host", "expected"), [("127.0.0.1", "127.0.0.1:8000"), ("::1", "[::1]:8000")]
)
def test_address(host, expected):
    assert run.address(host, 8000) == expected


def test_the_clinic_is_one_web_server_one_worker_and_one_beat():
    parts = {part.name: " ".join(part.command) for part in run.clinic_parts("127.0.0.1:1")}
    assert set(parts) == {"web", "worker", "beat"}
    assert "--worker-class gthread" in parts["web"]
    assert "--bind 127.0.0.1:1" in parts["web"]
    assert "celery --app ketaclinic --quiet worker" in parts["worker"]
    assert "celery --app ketaclinic --quiet beat" in parts["beat"]


def test_one_folder_holds_one_clinic(tmp_path):
    with run.lock_var(tmp_path) as lock:
        run.note_in(lock, "http://127.0.0.1:8000")
        with pytest.raises(run.CannotStart, match=r"already runs .*http://127\.0\.0\.1:8000"):
            run.lock_var(tmp_path)
    run.lock_var(tmp_path).close()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"PORT": "abc"}, "PORT is 'abc'", id="port is no number"),
        pytest.param({"PORT": "0"}, "PORT is '0'", id="port too low"),
        pytest.param({"PORT": "65536"}, "PORT is '65536'", id="port too high"),
        pytest.param({"KETACLINIC_COLOUR": "red"}, "KETACLINIC_COLOUR is not", id="unknown name"),
        pytest.param({"KETACLINIC_MODE": "party"}, "KETACLINIC_MODE is 'party'", id="no such mode"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(tmp_path, changes, message):
    environment = process_environment(KETACLINIC_VAR_DIR=str(tmp_path), **changes)
    done = subprocess.run(
        [sys.executable, "-m", "ketaclinic.run"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "The clinic cannot start" in done.stdout
    assert message in done.stdout
    assert not os.listdir(tmp_path)
