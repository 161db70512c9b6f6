"""Private servers come up on ports of their own and leave nothing behind."""

import socket
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
import redis

from tests.support.servers import ServerError, free_port, private_postgresql, private_redis

pytestmark = [pytest.mark.real_servers, pytest.mark.postgresql]


def is_open(url):
    parts = urlsplit(url)
    with closing(socket.socket()) as probe:
        return probe.connect_ex((parts.hostname, parts.port)) == 0


def test_postgresql_answers_and_is_gone_afterwards():
    with private_postgresql() as url, closing(psycopg2.connect(url)) as connection:
        with connection.cursor() as cursor:
            cursor.execute("SHOW data_directory")
            folder = Path(cursor.fetchone()[0])
        assert urlsplit(url).hostname == "127.0.0.1"
    assert not is_open(url)
    assert not folder.exists()


def test_redis_answers_and_is_gone_afterwards():
    with private_redis() as url, closing(redis.Redis.from_url(url)) as connection:
        assert connection.ping()
        folder = Path(connection.config_get("dir")["dir"])
    assert not is_open(url)
    assert not folder.exists()


def test_servers_stop_when_a_test_run_breaks():
    with pytest.raises(ZeroDivisionError), private_redis() as url:
        raise ZeroDivisionError
    assert not is_open(url)


def test_a_server_that_does_not_start_says_why(monkeypatch):
    with closing(socket.socket()) as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        monkeypatch.setattr("tests.support.servers.free_port", lambda: holder.getsockname()[1])
        with pytest.raises(ServerError, match=r"(?s)Redis did not start:.*in use"), private_redis():
            pass


def test_free_ports_are_free():
    with closing(socket.socket()) as server:
        server.bind(("127.0.0.1", free_port()))
