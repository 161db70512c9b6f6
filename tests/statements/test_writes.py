"""Writes that are built once: they leave what the plain ones leave, and refuse what they refuse."""

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.signals import post_save
from django.db.transaction import TransactionManagementError

from dosing.models import Clearance
from intake.models import Patient
from ketaclinic.accounts.models import User
from ketaclinic.audit.models import AuditEvent
from ketaclinic.statements import Change, given_id, given_moment, given_text, insertion_of
from monitoring.checkins.models import PressureCheck
from tests.factories.accounts import UserFactory
from tests.factories.dosing import NOW, ClearanceFactory
from tests.factories.monitoring import PressureCheckFactory

HOSTILE = ["O'Neil", "100%", "%s", '"; DROP TABLE x; --', "\\", "$1", "é ö", ""]


def event(verb, **values):
    return AuditEvent(at=NOW, verb=verb, **values)


def mine():
    """Without what the migrations recorded."""
    return AuditEvent.objects.filter(verb__startswith="x.").order_by("pk")


def stored(row):
    """Every column, read back."""
    return type(row).objects.filter(pk=row.pk).values().get()


def held(row):
    """Every column as the instance has it."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


# --- Rows that are added ---


@pytest.mark.django_db
@pytest.mark.parametrize("text", HOSTILE)
def test_a_row_is_stored_as_it_is(text):
    row = event(text[:60], details={"said": [text, None]}, subject_id=text, actor=UserFactory())
    insertion_of(AuditEvent).add([row])
    assert stored(row) == held(row)
    assert (row._state.adding, row._state.db) == (False, "default")


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 1, 2, 8, 9, 20])
def test_rows_of_every_number_get_their_own_keys_in_order(number):
    actors = [None, UserFactory()]
    rows = [event(f"x.{place}", actor=actors[place % 2]) for place in range(number)]
    insertion_of(AuditEvent).add(rows)
    found = list(mine())
    assert [row.pk for row in rows] == [row.pk for row in found]
    assert [held(row) for row in found] == [held(row) for row in rows]


@pytest.mark.django_db
def test_numbers_choices_and_what_is_missing_are_stored():
    check = PressureCheckFactory(mean_systolic=Decimal("121.5"), oxygen_percent=None, answers={})
    assert stored(check)["mean_systolic"] == Decimal("121.5")
    assert PressureCheck.objects.filter(oxygen_percent__isnull=True, answers={}).get() == check


@pytest.mark.django_db
def test_create_asks_once_and_sends_no_signal(django_assert_num_queries):
    heard = []

    def hear(**kwargs):
        heard.append(kwargs)

    post_save.connect(hear, sender=AuditEvent)
    with django_assert_num_queries(1):
        row = AuditEvent.objects.create(at=NOW, verb="x.done")
    post_save.disconnect(hear, sender=AuditEvent)
    assert mine().get() == row
    assert heard == []


@pytest.mark.django_db
def test_a_row_that_brings_its_own_key_keeps_it():
    assert AuditEvent.objects.create(pk=1_000_000, at=NOW, verb="x.done").pk == 1_000_000
    assert mine().get().pk == 1_000_000


@pytest.mark.django_db
def test_a_row_that_names_an_unsaved_one_is_refused():
    with pytest.raises(ValueError, match="unsaved related object"):
        AuditEvent.objects.create(at=NOW, verb="x.done", actor=User(email="new@example.org"))
    assert not mine().exists()


@pytest.mark.django_db
def test_what_the_database_refuses_ends_the_transaction():
    """As Django's own: after an error nothing more is asked before the transaction is undone."""
    first = AuditEvent.objects.create(at=NOW, verb="x.done")
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            AuditEvent.objects.create(at=NOW, verb="x.twice", public_id=first.public_id)
        with pytest.raises(TransactionManagementError):
            AuditEvent.objects.count()
    assert mine().get() == first


# --- Rows that are changed ---


def renamed():
    return Change(
        lambda: User.objects.filter(pk=given_id("pk"), is_active=True),
        full_name=given_text("name"),
        last_login=given_moment("now"),
        is_active=False,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", HOSTILE)
def test_a_change_changes_its_rows_and_counts_them(name):
    person, other = UserFactory(full_name="Before"), UserFactory(full_name="Before")
    change = renamed()
    assert change.make(pk=person.pk, name=name, now=NOW) == 1
    assert change.make(pk=person.pk, name="Again", now=NOW) == 0
    assert change.make(pk=None, name="Nobody", now=NOW) == 0
    person.refresh_from_db()
    other.refresh_from_db()
    assert (person.full_name, person.last_login, person.is_active) == (name, NOW, False)
    assert (other.full_name, other.is_active) == ("Before", True)


@pytest.mark.django_db
def test_nothing_can_be_set(django_assert_num_queries):
    person = UserFactory(last_login=NOW)
    with django_assert_num_queries(1):
        assert renamed().make(pk=person.pk, name="A", now=None) == 1
    person.refresh_from_db()
    assert person.last_login is None


def test_append_only_rows_are_never_changed():
    change = Change(lambda: AuditEvent.objects.filter(pk=given_id("pk")), verb="x")
    with pytest.raises(TypeError, match="AuditEvent rows are never changed"):
        change.make(pk=1)


@pytest.mark.django_db
def test_a_change_that_the_database_refuses_ends_the_transaction():
    clearance = ClearanceFactory()
    change = Change(
        lambda: Clearance.objects.filter(pk=given_id("pk")), expires_at=given_moment("end")
    )
    early = clearance.granted_at - timedelta(seconds=1)
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            change.make(pk=clearance.pk, end=early)
        with pytest.raises(TransactionManagementError):
            Patient.objects.count()
    assert stored(clearance)["expires_at"] == clearance.expires_at


# --- What a session of the server keeps ---


def sent(write):
    """The texts that went to the server."""
    texts = []

    def note(execute, text, *args):
        texts.append(text)
        return execute(text, *args)

    with connection.execute_wrapper(note):
        write()
    return texts


@pytest.mark.django_db(transaction=True)
def test_they_outlive_an_undone_transaction_and_their_connection():
    person, change = UserFactory(), renamed()
    with transaction.atomic():
        change.make(pk=person.pk, name="Undone", now=NOW)
        AuditEvent.objects.create(at=NOW, verb="x.undone")
        transaction.set_rollback(True)
    connection.close()
    assert change.make(pk=person.pk, name="Done", now=NOW) == 1
    AuditEvent.objects.create(at=NOW, verb="x.done")
    assert (User.objects.get().full_name, mine().get().verb) == ("Done", "x.done")


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_server_keeps_their_plans():
    person, change = UserFactory(), renamed()
    texts = []
    for name in HOSTILE:
        texts += sent(partial(change.make, pk=person.pk, name=name, now=NOW))
        texts += sent(partial(insertion_of(AuditEvent).add, [event(name)]))
    assert len(set(texts)) == 2
    assert all(text.startswith("EXECUTE kept_") for text in texts)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_behind_a_pooler_they_are_sent_whole(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    person = UserFactory(full_name="100%")
    assert sent(lambda: renamed().make(pk=person.pk, name="%s", now=NOW))[0].startswith("UPDATE ")
    assert sent(lambda: AuditEvent.objects.create(at=NOW, verb="x.%s"))[0].startswith("INSERT ")
    assert (User.objects.get().full_name, mine().get().verb) == ("%s", "x.%s")
