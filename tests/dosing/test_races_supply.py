"""Real threads on real connections: one report of supply, one correction, one dispensing."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from dosing.choices import SupplyKind
from dosing.models import Hold, SupplyEntry
from dosing.services.supply import Dispensing, SupplyReport, supply_correct, supply_dispense
from dosing.services.supply import supply_report as report_service
from ketaclinic.audit.models import AuditEvent
from ketaclinic.errors import Refused
from tests.factories.accounts import UserFactory
from tests.factories.dosing import NOW, TODAY, dosing_patient
from tests.factories.supply import CAPSULE, USE_UNTIL, DispensingFactory, PrescriptionFactory

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
CONNECTIONS = 8


def together(function):
    """Eight at one moment, each on a connection of its own; a refusal is a result."""
    barrier = threading.Barrier(CONNECTIONS)

    def run(number):
        try:
            barrier.wait(timeout=20)
            return function(number)
        except Refused as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return list(pool.map(run, range(CONNECTIONS)))


def test_one_report_sent_eight_times_is_one_row_and_one_hold():
    patient = dosing_patient()
    report = SupplyReport(SupplyKind.LOST, CAPSULE, 25_000, TODAY)
    found = together(
        lambda _number: (
            report_service(
                patient=patient, by=patient.user, now=NOW, report=report, idempotency_key="same"
            ).pk
        )
    )
    assert len(set(found)) == 1
    assert SupplyEntry.objects.count() == Hold.objects.count() == 1
    assert AuditEvent.objects.filter(verb="dosing.supply_recorded").count() == 1


def test_of_eight_corrections_one_is_first():
    entry, nurse = DispensingFactory(), UserFactory(nurse=True)
    found = together(
        lambda number: (
            supply_correct(
                entry=entry,
                by=nurse,
                now=NOW,
                amount_ug=(number + 1) * 25_000,
                note="Counted again.",
                idempotency_key=f"fix-{number}",
            ).pk
        )
    )
    assert found.count("AlreadyCorrected") == CONNECTIONS - 1
    assert SupplyEntry.objects.in_force().count() == 1


def test_of_eight_fills_of_the_last_refill_one_has_no_mark():
    """Each is judged by what the one before it left; a reason was typed for the others."""
    paper, nurse = PrescriptionFactory(refills_authorised=0), UserFactory(nurse=True)
    given = Dispensing(
        CAPSULE, 25_000, TODAY, "B-2", USE_UNTIL, "Elm Street", paper, note="As told."
    )
    together(
        lambda number: (
            supply_dispense(
                patient=paper.patient,
                by=nurse,
                now=NOW,
                dispensing=given,
                idempotency_key=f"fill-{number}",
            ).pk
        )
    )
    marks = list(SupplyEntry.objects.values_list("marks", flat=True))
    assert len(marks) == CONNECTIONS
    assert sum("no_fill_left" not in each for each in marks) == 1
