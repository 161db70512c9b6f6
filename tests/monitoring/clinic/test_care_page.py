"""Tests and visits on the clinic's page, and what an overdue test does to an increase."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dosing.models import IncreasePermit
from intake.choices import CareKind
from intake.models import CareRecord
from ketaclinic.audit.models import AuditEvent
from monitoring.alerts.services import refresh_patient
from tests.factories.dosing import NOW, TODAY
from tests.factories.monitoring import PressureCheckFactory, home_patient

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def patient():
    """Somebody whose dose may go up."""
    patient, _ = home_patient()
    PressureCheckFactory(patient=patient)
    refresh_patient(patient, now=NOW)
    return patient


def url(patient):
    return reverse("clinic:care", args=[patient.public_id])


def told(**changes):
    return {"kind": "liver_tests", "done_on": TODAY.isoformat(), "note": "In range."} | changes


def permits(patient):
    return IncreasePermit.objects.filter(patient=patient, withdrawn_at=None).count()


def overdue(patient, kind=CareKind.LIVER):
    newest = CareRecord.objects.get(patient=patient, kind=kind)
    newest.pk = newest.public_id = None
    newest.__class__.objects.create(
        patient=patient,
        kind=kind,
        done_on=TODAY - 91 * DAY,
        next_due_on=TODAY - DAY,
        recorded_at=NOW,
        recorded_by=patient.user,
    )


def test_a_test_is_recorded_and_shown(client_of, patient):
    nurse = client_of("nurse")
    assert nurse.post(url(patient), told()).url == url(patient)
    row = CareRecord.objects.filter(patient=patient).last()
    assert (row.kind, row.next_due_on, row.recorded_by) == (
        "liver_tests",
        TODAY + 90 * DAY,
        nurse.user,
    )
    text = nurse.get(url(patient)).content.decode()
    assert "Due Aug 30, 2026, last done Jun 1, 2026" in text
    assert "In range." in text
    assert AuditEvent.objects.filter(verb="read.clinic.care").exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": ""}, "Choose what was done."),
        ({"done_on": ""}, "Give the day on which it was done."),
        ({"done_on": "2026-06-02"}, "This day is still to come."),
        ({"next_due_on": "2026-05-01"}, "Choose a day after it was done"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_keeps_what_was_typed(
    client_of, patient, changes, message
):
    before = CareRecord.objects.count()
    text = client_of("nurse").post(url(patient), told(**changes)).content.decode()
    assert message in text
    assert "In range." in text
    assert CareRecord.objects.count() == before


def test_no_dose_goes_up_while_a_test_is_overdue(client_of, patient):
    assert permits(patient) == 1
    overdue(patient)
    refresh_patient(patient, now=NOW)
    assert permits(patient) == 0
    assert IncreasePermit.objects.last().withdraw_reason == "labs_overdue"
    assert "Overdue" in client_of("nurse").get(url(patient)).content.decode()
    client_of("nurse").post(url(patient), told())
    assert permits(patient) == 1


def test_an_overdue_visit_alone_holds_nothing_back(patient):
    overdue(patient, CareKind.VISIT)
    refresh_patient(patient, now=NOW)
    assert permits(patient) == 1


def test_a_test_that_nobody_recorded_is_unknown_and_refuses(db):
    patient, _ = home_patient(approved=True)
    patient.state = "active"
    patient.save()
    PressureCheckFactory(patient=patient)
    refresh_patient(patient, now=NOW)
    assert permits(patient) == 0


@pytest.mark.parametrize("role", ["patient", "editor", "manager"])
def test_only_the_clinic_sees_it(client_of, patient, role):
    client = client_of(role)
    assert client.get(url(patient)).status_code == 404
    assert client.post(url(patient), told()).status_code == 404
