"""Rows from which several tests of a file start: written once, and rolled back to, not rewritten.

A kept fixture is made in a savepoint around the transactions of the tests. A test that asks for
it finds the rows there and gets copies of the objects, so that nothing a test does to a row or an
object reaches the next one. What the next test does not ask for is rolled back first: no test ever
sees a row that it would not have seen had it made everything itself. A test with real transactions,
real servers or a browser does make everything itself.
"""

import copy
import inspect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Make = Callable[..., Any]
APART = ("real_servers", "browser", "postgresql")


def kept(make: Make) -> Any:
    """As `pytest.fixture`, for a function that writes rows and takes only kept fixtures."""

    def give(kept_objects: dict[str, Any], **_needs: Any) -> Any:
        return kept_objects[make.__name__]

    needs = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in _needs_of(make)]
    first = inspect.Parameter("kept_objects", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    give.__signature__ = inspect.Signature([first, *needs])  # type: ignore[attr-defined]
    give.__name__, give.__doc__ = make.__name__, make.__doc__
    give.make = make  # type: ignore[attr-defined]
    return pytest.fixture(give)


def _needs_of(make: Make) -> list[str]:
    return list(inspect.signature(make).parameters)


# --- Levels ---------------------------------------------------------------------------------
@dataclass
class Level:
    """One kept fixture: its savepoint, and every object that was made up to here, by name.

    Once a browser has started, Django gives this thread another connection than before.
    """

    make: Make
    connection: BaseDatabaseWrapper
    savepoint: transaction.Atomic
    objects: dict[str, Any]


class Levels:
    """What stands in the database around the tests of one file, one level upon the other."""

    def __init__(self) -> None:
        self.standing: list[Level] = []

    def stand(self, wanted: list[Make]) -> None:
        """Have exactly these levels, with as many as fit of those that stand."""
        while [level.make for level in self.standing] != wanted[: len(self.standing)]:
            self._undo()
        for make in wanted[len(self.standing) :]:
            self._build(make)

    def objects(self) -> dict[str, Any]:
        """Copies that belong together: what was one object for two fixtures still is."""
        return copy.deepcopy(self.standing[-1].objects) if self.standing else {}

    def _build(self, make: Make) -> None:
        objects = self.objects()
        savepoint = transaction.atomic()
        savepoint.__enter__()
        self.standing.append(Level(make, transaction.get_connection(), savepoint, objects))
        try:
            add(objects, make)
        except BaseException:
            self._undo()
            raise

    def _undo(self) -> None:
        level, present = self.standing.pop(), transaction.get_connection()
        connections[DEFAULT_DB_ALIAS] = level.connection
        try:
            transaction.set_rollback(True)
            level.savepoint.__exit__(None, None, None)
        finally:
            connections[DEFAULT_DB_ALIAS] = present


def add(objects: dict[str, Any], make: Make) -> None:
    objects[make.__name__] = make(**{name: objects[name] for name in _needs_of(make)})


# --- Which test wants which --------------------------------------------------------------------
def makes_of(item: pytest.Item) -> dict[str, Make]:
    """The kept fixtures of a test, by name."""
    definitions: dict[str, Any] = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009
    last = {name: found[-1].func for name, found in definitions.items()}
    return {name: func.make for name, func in last.items() if hasattr(func, "make")}


def in_order(makes: dict[str, Make], wishes: Counter[Make]) -> list[Make]:
    """Each after what it needs; otherwise first what most tests of the file wish for."""
    order: dict[str, Make] = {}

    def place(name: str) -> None:
        for need in _needs_of(makes[name]):
            place(need)
        order.setdefault(name, makes[name])

    for name in sorted(makes, key=lambda name: (-wishes[makes[name]], name)):
        place(name)
    return list(order.values())


def _is_apart(request: pytest.FixtureRequest) -> bool:
    if any(request.node.get_closest_marker(name) for name in APART):
        return True
    database = request.node.get_closest_marker("django_db")
    is_real = bool(database and (database.args or database.kwargs))
    return is_real or bool({"transactional_db", "live_server"} & set(request.fixturenames))


# --- Fixtures -------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def _wishes(request: pytest.FixtureRequest) -> dict[Path, Counter[Make]]:
    """How many tests of each file ask for each kept fixture."""
    wishes: dict[Path, Counter[Make]] = defaultdict(Counter)
    for item in request.session.items:
        wishes[item.path].update(makes_of(item).values())
    return wishes


@pytest.fixture(scope="module")
def _levels(django_db_blocker: Any) -> Iterator[Levels]:
    levels = Levels()
    yield levels
    with django_db_blocker.unblock():
        levels.stand([])


@pytest.fixture
def _wanted(request: pytest.FixtureRequest, _wishes: dict[Path, Counter[Make]]) -> list[Make]:
    return in_order(makes_of(request.node), _wishes[request.node.path])


@pytest.fixture
def _levels_for_test(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    _levels: Levels,
    _wanted: list[Make],
    _clock_stands_still: None,
    _network_is_blocked: None,
) -> None:
    """Before the transaction of a test begins, what it starts from stands around it."""
    with django_db_blocker.unblock():
        _levels.stand([] if _is_apart(request) else _wanted)


@pytest.fixture
def _django_db_helper(_levels_for_test: None, _django_db_helper: None) -> None:
    """pytest-django's, inside the levels."""


@pytest.fixture
def kept_objects(
    request: pytest.FixtureRequest, db: None, _levels: Levels, _wanted: list[Make]
) -> dict[str, Any]:
    """This test's own copy of each kept object that it asked for, by the name of its fixture."""
    objects = _levels.objects()
    if _is_apart(request):
        for make in _wanted:
            add(objects, make)
    return objects
