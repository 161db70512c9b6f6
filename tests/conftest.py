"""Fixtures that every test may use, and the guards that every test is under."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.factories.accounts import user_of
from tests.support import network
from tests.support.chromium import chromium  # noqa: F401  (a fixture)
from tests.support.environment import given
from tests.support.kept import (  # noqa: F401  (fixtures)
    _django_db_helper,
    _levels,
    _levels_for_test,
    _wanted,
    _wishes,
    kept_objects,
)
from tests.support.moment import FROZEN_NOW
from tests.support.session import (  # noqa: F401  (pytest finds fixtures and hooks by name)
    django_db_setup,
    pytest_collection,
    pytest_collection_finish,
    pytest_collection_modifyitems,
    pytest_configure,
    redis_url,
    session_database,
    spare_database,
)
from tests.support.sharing import (  # noqa: F401  (hooks)
    pytest_runtest_protocol,
    pytest_xdist_make_scheduler,
)


@pytest.fixture
def now() -> datetime:
    """The moment at which the clock stands still in every test without real servers."""
    return FROZEN_NOW


@pytest.fixture(autouse=True)
def _clock_stands_still(request: pytest.FixtureRequest) -> Iterator[None]:
    if _is_real(request):
        yield
        return
    with time_machine.travel(FROZEN_NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _network_is_blocked(request: pytest.FixtureRequest) -> Iterator[None]:
    if _is_real(request):
        yield
        return
    with network.blocked(allowed=network.address_of(given("REDIS_URL"))):
        yield


@pytest.fixture(autouse=True)
def _cache_is_empty(request: pytest.FixtureRequest) -> None:
    """Redis does not roll back with the database, and rate limits live there."""
    if given("REDIS_URL") and "_django_db_helper" in request.fixturenames:
        cache.clear()


def _is_real(request: pytest.FixtureRequest) -> bool:
    """Real processes and browsers have a clock and a network of their own."""
    return any(request.node.get_closest_marker(name) for name in ("real_servers", "browser"))


@pytest.fixture
def client_of(db: None) -> Callable[..., Client]:
    """`client_of("nurse")`: a browser with a person of that role signed in, who is its `.user`."""

    def make(role_or_user: object) -> Client:
        user = user_of(role_or_user) if isinstance(role_or_user, str) else role_or_user
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        client.user = user
        return client

    return make
