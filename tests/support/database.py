"""Test databases by copy: migrate once, keep the result, clone it for every process and test.

Wagtail alone brings 185 migrations. A template is known by a hash of every migration file and
every pinned version, so a changed migration makes a new one and nothing is reused by mistake. It
grows on another one that holds only what libraries bring, which is most of the time it takes.
What `migrate` writes after its migrations (permissions, defaults of the present code) is written
again at the start of each session; see `keep_as_base`.
After a test with real transactions its database is cloned anew instead of flushed: that also brings
back what data migrations wrote, and needs no hole in the triggers of append-only tables.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.support.environment import process_environment

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("ketaclinic", "content", "intake", "dosing", "monitoring")
SECONDS_TO_KEEP_A_TEMPLATE = 3 * 24 * 3600
LOCK_NUMBER = 7_281_001  # any number that only we use for an advisory lock


def template_key(root: Path = ROOT) -> str:
    """A hash of all that decides what a freshly migrated database holds."""
    files = [path for package in PACKAGES for path in (root / package).glob("**/*.py")]
    return _hash(root, [p for p in files if p.parent.name == "migrations" or p.name == "apps.py"])


def libraries_key(root: Path = ROOT) -> str:
    """The same for what libraries bring; their tables point at our user model."""
    return _hash(root, list((root / "ketaclinic" / "accounts" / "migrations").glob("*.py")))


def _hash(root: Path, files: list[Path]) -> str:
    digest = hashlib.sha256((root / "requirements.txt").read_bytes())
    for path in sorted(files):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def our_app_labels() -> set[str]:
    """The labels of the apps in this repository."""
    from django.apps import apps

    return {each.label for each in apps.get_app_configs() if each.name.split(".")[0] in PACKAGES}


LIBRARIES = ["-m", "tests.support.libraries"]
EVERYTHING = ["manage.py", "migrate", "--verbosity", "0", "--skip-checks"]


def migrate(url: str, what: list[str]) -> None:
    """Bring the database at `url` up to date, in a process of its own."""
    environment = process_environment(DATABASE_URL=url, KETACLINIC_MODE="test")
    command = [sys.executable, *what]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"the test database could not be migrated:\n{done.stdout}{done.stderr}")


class SqliteDatabase:
    """A file, copied from a migrated file under var/test-cache."""

    is_postgresql = False

    def __init__(self, path: Path, cache: Path = ROOT / "var" / "test-cache") -> None:
        self.path = path
        self.cache = cache
        self.url = f"sqlite:///{path}"
        self.base = path.with_suffix(".base")

    def template(self) -> Path:
        """The migrated file for the present migrations, built at most once at a time."""
        self.cache.mkdir(parents=True, exist_ok=True)
        ready = self.cache / f"{template_key()}.sqlite3"
        with (self.cache / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not ready.exists():
                self._forget_old()
                libraries = self.cache / f"libraries-{libraries_key()}.sqlite3"
                if not libraries.exists():
                    self._build(libraries, LIBRARIES)
                self._build(ready, EVERYTHING, start=libraries)
        return ready

    def _build(self, ready: Path, what: list[str], start: Path | None = None) -> None:
        building = self.cache / "building.sqlite3"
        remove_sqlite(building)
        if start:
            shutil.copyfile(start, building)
        migrate(f"sqlite:///{building}", what)
        building.rename(ready)

    def _forget_old(self) -> None:
        for path in self.cache.glob("*.sqlite3"):
            if time.time() - path.stat().st_mtime > SECONDS_TO_KEEP_A_TEMPLATE:
                remove_sqlite(path)

    def create(self) -> None:
        """A fresh clone, whatever stood at the path before."""
        fresh = self.path.with_suffix(".fresh")
        shutil.copyfile(self.base if self.base.exists() else self.template(), fresh)
        remove_sqlite(self.path)
        fresh.rename(self.path)

    def keep_as_base(self) -> None:
        """From now on clone what is there now. No connection to it may be open."""
        shutil.copyfile(self.path, self.base)

    def drop(self) -> None:
        remove_sqlite(self.path)
        self.base.unlink(missing_ok=True)

    def sibling(self, name: str) -> "SqliteDatabase":
        return SqliteDatabase(self.path.with_name(f"{name}.sqlite3"), self.cache)


def remove_sqlite(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


class PostgresqlDatabase:
    """A database made with CREATE DATABASE ... TEMPLATE from a migrated one on the same server."""

    is_postgresql = True

    def __init__(self, server_url: str, name: str) -> None:
        self.server_url = server_url
        self.name = name
        self.url = with_database(server_url, name)
        self.base: str | None = None

    def template(self) -> str:
        """The migrated database for the present migrations, built at most once at a time."""
        ready, libraries = f"kc_template_{template_key()}", f"kc_libraries_{libraries_key()}"
        with self._server() as execute:
            execute(f"SELECT pg_advisory_lock({LOCK_NUMBER})")
            if not self._exists(ready):
                if not self._exists(libraries):
                    self._build(libraries, LIBRARIES, start="template0")
                self._build(ready, EVERYTHING, start=libraries)
        return ready

    def _exists(self, name: str) -> bool:
        with self._server() as execute:
            return bool(execute(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))

    def _build(self, ready: str, what: list[str], start: str) -> None:
        self._clone("kc_building", start)
        migrate(with_database(self.server_url, "kc_building"), what)
        with self._server() as execute:
            execute(f"ALTER DATABASE kc_building RENAME TO {ready}")

    def create(self) -> None:
        """A fresh clone, whatever had that name before."""
        self._clone(self.name, self.base or self.template())

    def keep_as_base(self) -> None:
        """From now on clone what is there now. No connection to it may be open."""
        self._clone(f"{self.name}_base", self.name)
        self.base = f"{self.name}_base"

    def _clone(self, name: str, source: str) -> None:
        with self._server() as execute:
            execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            execute(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY file_copy")

    def drop(self) -> None:
        with self._server() as execute:
            execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
            execute(f"DROP DATABASE IF EXISTS {self.name}_base WITH (FORCE)")

    def sibling(self, name: str) -> "PostgresqlDatabase":
        return PostgresqlDatabase(self.server_url, f"{self.name}_{name}")

    @contextmanager
    def _server(self) -> Iterator["Execute"]:
        import psycopg2

        connection = psycopg2.connect(self.server_url)
        connection.autocommit = True
        try:
            yield Execute(connection)
        finally:
            connection.close()


class Execute:
    """Runs one statement and gives its rows, if it has any."""

    def __init__(self, connection: object) -> None:
        self.connection = connection

    def __call__(self, statement: str) -> list[tuple[object, ...]]:
        with self.connection.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


Database = SqliteDatabase | PostgresqlDatabase


def with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def choose(server_url: str, folder: Path, worker: str) -> Database:
    """The database of one test process: never the one that `server_url` names, only its server."""
    if server_url.startswith("postgres"):
        return PostgresqlDatabase(server_url, f"kc_test_{os.getpid()}_{worker}")
    return SqliteDatabase(folder / "clinic.sqlite3")
