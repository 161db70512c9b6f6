"""Append-only rows: refused in Python, and by the database when Python is bypassed."""

import pytest
from django.db import IntegrityError, connection, transaction

from ketaclinic.audit.append_only import AppendOnly, AppendOnlyError
from ketaclinic.audit.models import AuditEvent
from ketaclinic.audit.services import event_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return event_record(verb="test.happened", by=None)


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_python_refuses_each_way_to_change_or_delete(event):
    event.verb = "other"
    ways = [
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(verb="other"),
        lambda: AuditEvent.objects.bulk_update([event], ["verb"]),
    ]
    for way in ways:
        with pytest.raises(AppendOnlyError):
            way()
    assert AuditEvent.objects.filter(pk=event.pk, verb="test.happened").exists()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_auditevent SET verb = 'other'", "DELETE FROM audit_auditevent"],
)
def test_the_database_refuses_raw_sql(event, statement):
    with pytest.raises(IntegrityError, match="append-only"):
        run(statement)
    assert AuditEvent.objects.filter(pk=event.pk, verb="test.happened").exists()


@pytest.mark.parametrize(
    ("vendor", "kinds"),
    [("sqlite", {"UPDATE", "DELETE"}), ("postgresql", {"UPDATE", "DELETE", "TRUNCATE"})],
)
def test_the_operation_covers_each_way_of_its_engine(vendor, kinds):
    statements = " ".join(AppendOnly("some_table").statements(vendor))
    assert {kind for kind in kinds if f"BEFORE {kind} ON some_table" in statements} == kinds
