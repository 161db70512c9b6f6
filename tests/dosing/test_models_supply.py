"""What the database itself refuses of supply, whatever the code above it does."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from dosing.models import PrescriptionEnd, RecordLook
from tests.factories.dosing import NOW, TODAY
from tests.factories.supply import DispensingFactory, PrescriptionFactory, SupplyEntryFactory

pytestmark = pytest.mark.django_db


def refused(make, **changes):
    """The row is refused by a constraint."""
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"refills_authorised": 6},
        {"quantity_ug": 0},
        {"strength_ug": None},
        {"concentration_ug_per_ml": 10_000},
    ],
)
def test_a_prescription_that_cannot_be(patient, changes):
    refused(PrescriptionFactory, patient=patient, **changes)


@pytest.mark.parametrize(
    ("factory", "changes"),
    [
        pytest.param(SupplyEntryFactory, {"kind": "taken"}, id="taken stands in the log"),
        pytest.param(SupplyEntryFactory, {"amount_ug": None}, id="a count of unknown size"),
        pytest.param(SupplyEntryFactory, {"kind": "lost", "count": 0}, id="nothing lost"),
        pytest.param(SupplyEntryFactory, {"lot": "A-1"}, id="a lot of a count"),
        pytest.param(
            SupplyEntryFactory, {"recorded_at": NOW - timedelta(hours=1)}, id="still to come"
        ),
        pytest.param(DispensingFactory, {"count": 0}, id="nothing dispensed"),
        pytest.param(DispensingFactory, {"lot": ""}, id="without a lot"),
        pytest.param(DispensingFactory, {"beyond_use_on": None}, id="without a date"),
        pytest.param(DispensingFactory, {"strength_ug": None}, id="without a strength"),
    ],
)
def test_a_row_of_the_ledger_that_cannot_be(patient, factory, changes):
    refused(factory, patient=patient, **changes)


def test_one_report_is_one_row_and_one_correction(patient):
    row = SupplyEntryFactory(patient=patient, idempotency_key="same")
    refused(SupplyEntryFactory, patient=patient, idempotency_key="same")
    refused(SupplyEntryFactory, patient=patient, corrects=row, note="")
    SupplyEntryFactory(patient=patient, corrects=row, note="Counted again.")
    refused(SupplyEntryFactory, patient=patient, corrects=row, note="And again.")


def test_an_end_and_a_look_say_why_and_what(patient, nurse):
    end = {"prescription": PrescriptionFactory(patient=patient), "by": nurse, "recorded_at": NOW}
    refused(PrescriptionEnd.objects.create, ended_on=TODAY, reason="", **end)
    look = {"patient": patient, "by": nurse, "looked_on": TODAY, "recorded_at": NOW}
    refused(RecordLook.objects.create, note="", **look)
    RecordLook.objects.create(note="Nothing new.", **look)
    refused(RecordLook.objects.create, note="Nothing new.", **look)


def test_no_row_is_changed_or_deleted(patient):
    entry = SupplyEntryFactory(patient=patient)
    for statement in (
        "UPDATE dosing_supplyentry SET amount_ug = 1",
        "DELETE FROM dosing_supplyentry",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    entry.refresh_from_db()
    assert entry.amount_ug == 42 * 25_000
