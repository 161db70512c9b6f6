"""Databases by copy: a template is reused only while nothing that made it has changed."""

import pytest
from django.db import connection

from ketaclinic.audit.models import AuditEvent
from ketaclinic.audit.services import event_record
from tests.support import database
from tests.support.database import SqliteDatabase, choose, template_key, with_database
from tests.support.environment import process_environment, redis_for_worker


@pytest.fixture
def project(tmp_path):
    """A project with one app and one migration."""
    (tmp_path / "requirements.txt").write_text("Django==5.2.19")
    migrations = tmp_path / "dosing" / "migrations"
    migrations.mkdir(parents=True)
    (migrations / "0001_initial.py").write_text("operations = []")
    (tmp_path / "dosing" / "views.py").write_text("# a page")
    return tmp_path


def change_migration(project):
    (project / "dosing" / "migrations" / "0001_initial.py").write_text("operations = [1]")


def add_migration(project):
    (project / "dosing" / "migrations" / "0002_more.py").write_text("operations = []")


def rename_migration(project):
    folder = project / "dosing" / "migrations"
    (folder / "0001_initial.py").rename(folder / "0001_first.py")


def change_version(project):
    (project / "requirements.txt").write_text("Django==5.2.20")


def change_page(project):
    (project / "dosing" / "views.py").write_text("# another page")


@pytest.mark.parametrize(
    "change", [change_migration, add_migration, rename_migration, change_version]
)
def test_the_key_changes_with_what_makes_a_database(project, change):
    before = template_key(project)
    change(project)
    assert template_key(project) != before


def test_the_key_stays_when_only_other_code_changes(project):
    before = template_key(project)
    change_page(project)
    assert template_key(project) == before


@pytest.fixture
def migrated(monkeypatch):
    """Counts the migrations that were run; each writes a file in their place."""
    urls = []

    def migrate(url, what):
        urls.append(url)
        with open(url.removeprefix("sqlite:///"), "a") as file:
            file.write("libraries " if what == database.LIBRARIES else "ours")

    monkeypatch.setattr(database, "migrate", migrate)
    return urls


def test_a_clone_is_migrated_once_and_copied_after_that(tmp_path, migrated):
    first = SqliteDatabase(tmp_path / "one.sqlite3", tmp_path / "cache")
    first.create()
    first.sibling("two").create()
    assert len(migrated) == 2
    assert (tmp_path / "two.sqlite3").read_text() == "libraries ours"


def test_our_own_migrations_grow_on_what_libraries_brought(tmp_path, migrated, monkeypatch):
    SqliteDatabase(tmp_path / "one.sqlite3", tmp_path / "cache").create()
    monkeypatch.setattr(database, "template_key", lambda: "changed")
    SqliteDatabase(tmp_path / "two.sqlite3", tmp_path / "cache").create()
    assert len(migrated) == 3
    assert (tmp_path / "two.sqlite3").read_text() == "libraries ours"


def test_what_a_session_kept_is_what_its_next_clone_holds(tmp_path, migrated):
    clone = SqliteDatabase(tmp_path / "one.sqlite3", tmp_path / "cache")
    clone.create()
    clone.path.write_text("with defaults")
    clone.keep_as_base()
    clone.path.write_text("spoilt by a test")
    clone.create()
    assert clone.path.read_text() == "with defaults"


def test_nothing_is_left_of_a_dropped_clone(tmp_path, migrated):
    clone = SqliteDatabase(tmp_path / "one.sqlite3", tmp_path / "cache")
    clone.create()
    clone.keep_as_base()
    clone.drop()
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_the_database_that_was_named_is_never_the_one_used(tmp_path):
    url = "postgres://clinic@db.example:5432/patients"
    chosen = choose(url, tmp_path, "gw0")
    assert chosen.is_postgresql
    assert not chosen.url.endswith("/patients")


@pytest.mark.parametrize("url", ["", "sqlite:////var/clinic.sqlite3"])
def test_without_postgresql_a_file_in_the_test_folder_is_used(tmp_path, url):
    assert choose(url, tmp_path, "main").url == f"sqlite:///{tmp_path}/clinic.sqlite3"


def test_only_the_database_of_a_url_is_replaced():
    url = "postgres://u:p@host:1/a?sslmode=require"
    assert with_database(url, "b") == "postgres://u:p@host:1/b?sslmode=require"


@pytest.mark.parametrize(
    ("url", "worker", "expected"),
    [
        ("", "gw0", ""),
        ("redis://h:1/0", "main", "redis://h:1/0"),
        ("redis://h:1/0", "gw0", "redis://h:1/1"),
        ("redis://h:1", "gw1", "redis://h:1/2"),
        ("redis://h:1/5", "gw1", "redis://h:1/7"),
    ],
)
def test_each_worker_has_its_own_redis_number(url, worker, expected):
    assert redis_for_worker(url, worker) == expected


def test_a_process_that_a_test_starts_knows_nothing_of_pytest():
    environment = process_environment(PORT="1")
    assert environment["PORT"] == "1"
    assert "DJANGO_SETTINGS_MODULE" not in environment
    assert not [name for name in environment if name.startswith(("PYTEST_", "KETACLINIC_TEST_"))]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_after_real_transactions_every_table_is_as_it_was(time):
    """Append-only rows are gone too, although nothing may delete them."""
    assert not AuditEvent.objects.filter(verb="tooling.tested").exists()
    event_record(verb="tooling.tested", by=None)


@pytest.mark.django_db(transaction=True)
def test_what_migrations_wrote_is_there_after_real_transactions():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM wagtailcore_page")
        assert cursor.fetchone()[0] > 0
