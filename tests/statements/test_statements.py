"""Queries that are built once: they answer as the plain query does, whatever happened before."""

import json
import threading
from uuid import uuid4

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.db.transaction import TransactionManagementError

from ketaclinic.accounts.choices import Role
from ketaclinic.accounts.models import User
from ketaclinic.audit.models import AuditEvent
from ketaclinic.audit.services import event_record
from ketaclinic.statements import (
    Statement,
    among_ids,
    among_uuids,
    given_id,
    given_moment,
    given_text,
    given_uuid,
    hex_of,
    text_of,
)
from tests.factories.accounts import UserFactory

HOSTILE = ["O'Neil", "100%", "%s", '"; DROP TABLE x; --', "\\", "$1", "é ö", ""]


def named():
    return Statement(lambda: User.objects.filter(full_name=given_text("name")).order_by("pk"))


def emails():
    return Statement(
        lambda: (
            User.objects.filter(Q(pk=given_id("one")) | Q(public_id=given_uuid("other")))
            .order_by("pk")
            .values_list("email", flat=True)
        )
    )


@pytest.fixture
def people(db):
    return [UserFactory(full_name=name) for name in HOSTILE]


# --- The same answer ---


def test_each_value_finds_its_own_row(people):
    statement = named()
    for person in people:
        found = statement.all(name=person.full_name)
        assert found == [person]
        assert found[0].__dict__.keys() == User.objects.get(pk=person.pk).__dict__.keys()
        assert statement.first(name=person.full_name) == person


def test_what_is_not_there_is_not_found(people):
    assert named().all(name="Nobody") == []
    assert named().first(name="Nobody") is None


def test_a_change_is_seen_at_the_next_call(people):
    statement = named()
    assert statement.first(name="é ö") is not None
    User.objects.filter(full_name="é ö").update(full_name="Another")
    assert statement.first(name="é ö") is None


def test_none_is_equal_to_nothing(people):
    one, other, *_ = people
    assert emails().all(one=None, other=None) == []
    assert emails().all(one=one.pk, other=None) == [one.email]
    assert emails().all(one=one.pk, other=other.public_id) == [one.email, other.email]


def test_joins_annotations_moments_and_constants(people):
    actor = people[1]
    event = event_record(verb="x.done", by=actor, details={"key": [1, None]})
    statement = Statement(
        lambda: (
            AuditEvent.objects.filter(at__gte=given_moment("since"), verb__startswith="x.")
            .select_related("actor")
            .annotate(label=Concat("verb", Value(" 5%")))
        )
    )
    assert statement.all(since=event.at.replace(year=event.at.year + 1)) == []
    found = statement.first(since=event.at)
    assert (found.at, found.details, found.label) == (event.at, {"key": [1, None]}, "x.done 5%")
    assert found._state.fields_cache["actor"] == actor


def test_an_identifier_is_the_same_digits_on_both_engines(people):
    statement = Statement(lambda: User.objects.order_by("pk").values_list(hex_of("public_id")))
    assert statement.all() == [(person.public_id.hex,) for person in people]


def test_stored_json_is_read_as_a_text_that_holds_the_same(people):
    details = {"b": [1, None, "é"], "a": "%s"}
    event = event_record(verb="x.done", by=None, details=details)
    statement = Statement(
        lambda: AuditEvent.objects.filter(pk=given_id("pk")).values_list(text_of("details"))
    )
    [(text,)] = statement.all(pk=event.pk)
    assert json.loads(text) == details


def test_what_is_no_plain_number_or_text_is_turned_by_its_field(people):
    one, statement = people[0], emails()
    assert statement.all(one=str(one.pk), other=None) == [one.email]
    assert statement.all(one=True, other=str(one.public_id)) == emails().all(
        one=1, other=one.public_id
    )
    with pytest.raises(ValueError, match="expected a number"):
        statement.all(one="x", other=None)
    by_role = Statement(lambda: User.objects.filter(role=given_text("role")).order_by("pk"))
    assert by_role.all(role=Role(one.role)) == by_role.all(role=str(one.role)) != []


# --- Any of a list ---


def among():
    return Statement(
        lambda: (
            User.objects.filter(
                among_ids("pk", "pks") | among_uuids("public_id", "public_ids"),
                full_name__gte=given_text("name"),
            )
            .order_by("pk")
            .values_list("pk", flat=True)
        )
    )


@pytest.mark.parametrize("count", [0, 1, 2, 8])
def test_any_of_a_list_of_any_length(people, count):
    statement, pks = among(), [person.pk for person in people[:count]]
    public_ids = [person.public_id for person in people[:count]]
    many = [*range(10**9, 10**9 + 2_000), *pks]
    for _ in range(2):
        assert statement.all(pks=many, public_ids=[], name="") == pks
        assert statement.all(pks=set(pks[:1]), public_ids=public_ids, name="") == pks
        assert statement.all(pks=pks, public_ids=[uuid4()], name="\U0010ffff") == []


@pytest.mark.postgresql
def test_lists_of_every_length_are_one_statement(people):
    statement = among()
    lists = ([], [1], list(range(50)))
    assert (
        len({text for pks in lists for text in sent(statement, pks=pks, public_ids=[], name="")})
        == 1
    )


# --- What it costs ---


def test_it_is_built_once_and_asks_each_time(people, django_assert_num_queries):
    built = []

    def build():
        built.append(True)
        return User.objects.filter(pk=given_id("pk"))

    statement = Statement(build)
    for person in people[:3]:
        with django_assert_num_queries(1):
            assert statement.first(pk=person.pk) == person
    assert built == [True]


def test_each_thread_has_its_own():
    statement, own = named(), []
    thread = threading.Thread(target=lambda: own.append(statement._built.on(DEFAULT_DB_ALIAS)))
    thread.start()
    thread.join()
    assert statement._built.on(DEFAULT_DB_ALIAS) is statement._built.on(DEFAULT_DB_ALIAS)
    assert own[0][1].connection is not statement._built.on(DEFAULT_DB_ALIAS)[1].connection


# --- What it refuses ---


def test_a_value_that_was_not_given_is_named(people):
    statement = emails()
    with pytest.raises(KeyError, match="other"):
        statement.all(one=1)


def test_it_reads_one_query_only():
    statement = Statement(lambda: User.objects.prefetch_related("groups"))
    with pytest.raises(TypeError, match="prefetch"):
        statement.all()


@pytest.mark.django_db(transaction=True)
def test_a_lock_needs_a_transaction_however_often_it_was_taken():
    person = UserFactory()
    locked = Statement(lambda: User.objects.select_for_update().filter(pk=given_id("pk")))
    with transaction.atomic():
        assert locked.first(pk=person.pk) == person
    with pytest.raises(TransactionManagementError):
        locked.first(pk=person.pk)


def test_in_a_transaction_that_must_end_nothing_is_read(people):
    statement = named()
    with transaction.atomic():
        assert statement.first(name="100%") == people[1]
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            statement.first(name="100%")


# --- What a session of the server keeps ---


@pytest.mark.django_db(transaction=True)
def test_it_outlives_an_undone_transaction_and_its_connection():
    person, statement = UserFactory(full_name="100%"), named()
    with transaction.atomic():
        assert statement.first(name="100%") == person
        transaction.set_rollback(True)
    assert statement.first(name="100%") == person
    connection.close()
    assert statement.first(name="100%") == person


def sent(statement, **values):
    """The text that went to the server."""
    texts = []

    def note(execute, text, *args):
        texts.append(text)
        return execute(text, *args)

    with connection.execute_wrapper(note):
        statement.all(**values)
    return texts


@pytest.mark.postgresql
def test_the_server_keeps_its_plan(people):
    statement = named()
    first, second = (sent(statement, name=name) for name in ("a", "b"))
    assert first == second
    assert first[0].startswith("EXECUTE kept_")


@pytest.mark.postgresql
def test_behind_a_pooler_nothing_is_kept(people, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert sent(named(), name="100%")[0].startswith("SELECT ")
    assert named().first(name="100%") == people[1]
