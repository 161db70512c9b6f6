"""The pytest plugin of the suite: ready-made databases, what is collected where, hypothesis."""

import gc
import os
import re
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections
from django.test import TransactionTestCase

from tests.support.database import ROOT, Database, choose
from tests.support.environment import WORKER, given
from tests.support.sharing import longest_first

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "_django_db_helper"}
# Whole folders: the stories, and the looks, which no engine changes.
MARKS = {"e2e": "e2e", "look": "one_engine"}
# Files named after pages and views; the developer's loop leaves them out.
OF_PAGES = re.compile(r"test_(view|.*page)")
IS_FULL = os.environ.get("KETACLINIC_TEST_FULL") == "1"


# --- Databases ------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def session_database() -> Iterator[Database]:
    """The database of this test process; the settings already point at it."""
    database = choose(given("DATABASE_URL"), Path(os.environ["KETACLINIC_VAR_DIR"]), WORKER)
    yield database
    database.drop()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: pytest.FixtureRequest,
    session_database: Database,
) -> Iterator[None]:
    """Instead of pytest-django's: clone a migrated database, and again where it would flush."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        session_database.create()
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        connections.close_all()
        session_database.keep_as_base()
        patch.setattr(TransactionTestCase, "_fixture_teardown", _clone_again(session_database))
        yield
        connections.close_all()


def _clone_again(database: Database) -> Callable[[TransactionTestCase], None]:
    def teardown(_test: TransactionTestCase) -> None:
        connections.close_all()
        database.create()

    return teardown


@pytest.fixture(scope="session")
def spare_database(session_database: Database) -> Iterator[Callable[[str], str]]:
    """`spare_database("story")` gives the URL of a fresh migrated database, for real processes."""
    made: list[Database] = []

    def make(name: str) -> str:
        database = session_database.sibling(name)
        database.create()
        made.append(database)
        return database.url

    yield make
    for database in made:
        database.drop()


@pytest.fixture
def redis_url() -> str:
    """This process's own Redis database; a test that asks for it is collected only with Redis."""
    return os.environ["REDIS_URL"]


# --- What is collected where ----------------------------------------------------------------
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """Before -m is read: marks, and no test that this run's parts cannot carry. Last: the order.

    pytest-django puts everything without a database behind the rest; it would begin with the
    stories, which wait for a minute to come, when nothing is left to do meanwhile.
    """
    left_out = [item for item in items if not _can_run(item)]
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(_fixtures(item)):
            item.add_marker("database")
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder in MARKS:
            item.add_marker(MARKS[folder])
        elif OF_PAGES.match(item.path.name):
            item.add_marker("pages")
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _can_run(item)]
    yield
    items[:] = longest_first(items)


def _can_run(item: pytest.Item) -> bool:
    """`make test` runs every test on PostgreSQL and Redis; elsewhere these are not collected."""
    if item.get_closest_marker("postgresql") and not given("DATABASE_URL").startswith("postgres"):
        return False
    return bool(given("REDIS_URL")) or "redis_url" not in _fixtures(item)


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


# --- Memory ---------------------------------------------------------------------------------
def pytest_collection() -> None:
    """Five thousand tests are created and none is dropped: looking for garbage is a fifth of it."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What is there now stays: no later look has to go through it again."""
    gc.freeze()
    gc.enable()


# --- Hypothesis -----------------------------------------------------------------------------
def pytest_configure() -> None:
    """The same cases in every run, and many more of them in `make test-full`."""
    hypothesis.settings.register_profile(
        "ketaclinic",
        derandomize=True,
        deadline=None,
        database=None,
        max_examples=1000 if IS_FULL else 50,
    )
    hypothesis.settings.load_profile("ketaclinic")
