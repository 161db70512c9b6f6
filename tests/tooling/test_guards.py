"""Every test is under the same guards: no network, a clock that stands still, no real secrets."""

import socket
import time
import urllib.request
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import timezone

from tests.support.moment import FROZEN_NOW
from tests.support.network import NetworkUsed, address_of, blocked

LOOPBACK = ("127.0.0.1", 9)


def test_a_connection_is_refused():
    with socket.socket() as one, pytest.raises(NetworkUsed, match="mark the test real_servers"):
        one.connect(LOOPBACK)


def test_a_connection_that_answers_by_number_is_refused():
    with socket.socket() as one, pytest.raises(NetworkUsed):
        one.connect_ex(LOOPBACK)


def test_a_look_up_is_refused():
    with pytest.raises(NetworkUsed, match=r"clinic\.example"):
        urllib.request.urlopen("http://clinic.example/")


def test_processes_may_talk_by_unix_sockets(tmp_path):
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(path)
        server.listen()
        client.connect(path)


@pytest.mark.real_servers
def test_one_address_may_be_allowed():
    with socket.socket() as server, socket.socket() as one:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with blocked(allowed=server.getsockname()):
            one.connect(server.getsockname())


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", None),
        (None, None),
        ("redis://127.0.0.1:7000/1", ("127.0.0.1", 7000)),
        ("redis://cache.example", ("cache.example", 6379)),
    ],
)
def test_address_of(url, expected):
    assert address_of(url) == expected


def test_the_clock_stands_still(now):
    time.sleep(0.01)
    assert timezone.now() == now == FROZEN_NOW == datetime.now(UTC)


@pytest.mark.real_servers
def test_with_real_servers_the_clock_runs():
    assert abs(timezone.now() - FROZEN_NOW).total_seconds() > 1


def test_the_settings_are_those_of_a_test():
    assert settings.MODE == "test"
    assert "MD5" in settings.PASSWORD_HASHERS[0]
    assert "kc-test-" in str(settings.VAR_DIR)
