"""A unit test that reaches for the network fails; only the suite's own Redis is let by."""

import ipaddress
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest


class NetworkUsed(RuntimeError):
    """A test without the real_servers or browser mark tried to open a connection."""


def address_of(url: str | None) -> tuple[str, int] | None:
    """Host and port of a URL such as REDIS_URL; None when there is none."""
    if not url:
        return None
    parts = urlsplit(url)
    return (parts.hostname or "127.0.0.1", parts.port or 6379)


@contextmanager
def blocked(*, allowed: tuple[str, int] | None) -> Iterator[None]:
    """No connection and no name look-up, except to `allowed` and to Unix sockets."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guard(getattr(socket.socket, name), allowed))
        patch.setattr(socket, "getaddrinfo", _guard_names(socket.getaddrinfo, allowed))
        yield


def _guard(real: Callable[..., Any], allowed: tuple[str, int] | None) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and tuple(address[:2]) != allowed:
            raise NetworkUsed(f"a connection to {address}: mark the test real_servers, or fake it")
        return real(self, address)

    return connect


def _guard_names(real: Callable[..., Any], allowed: tuple[str, int] | None) -> Callable[..., Any]:
    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_number(host) and (allowed is None or host != allowed[0]):
            raise NetworkUsed(f"a look-up of {host!r}: mark the test real_servers, or fake it")
        return real(host, *args, **kwargs)

    return getaddrinfo


def _is_number(host: Any) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
