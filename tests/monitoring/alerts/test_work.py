"""Acknowledging and resolving: who may, what is written, what a second time does."""

from datetime import timedelta

import pytest

from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from monitoring.alerts.models import Alert
from monitoring.alerts.services import (
    AlreadyAcknowledged,
    AlreadyResolved,
    NoteNeeded,
    alert_acknowledge,
    alert_resolve,
    refresh_patient,
)
from tests.factories.accounts import user_of
from tests.factories.dosing import NOW, DoseLogFactory
from tests.factories.monitoring import home_patient, open_slot

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=20)
WORKERS = ["nurse", "prescriber", "medical_director"]
OTHERS = ["patient", "editor", "manager"]


@pytest.fixture
def alert():
    patient, plan = home_patient()
    DoseLogFactory(slot=open_slot(plan), marks=["extra"])
    refresh_patient(patient, now=NOW)
    return Alert.objects.get()


def acknowledge(alert, by, now=LATER):
    return alert_acknowledge(alert=alert, by=by, now=now)


def resolve(alert, by, now=LATER, note="Spoke to her; she is well."):
    return alert_resolve(alert=alert, by=by, now=now, note=note)


def events(verb):
    return AuditEvent.objects.filter(verb=f"alerts.{verb}").count()


@pytest.mark.parametrize("role", WORKERS)
def test_clinical_staff_acknowledge(alert, role):
    by = user_of(role)
    acknowledge(alert, by)
    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.acknowledged_at) == (by, LATER)
    assert (alert.resolved_at, events("alert_acknowledged")) == (None, 1)


@pytest.mark.parametrize("role", WORKERS)
def test_clinical_staff_resolve_with_a_note(alert, role):
    by = user_of(role)
    resolve(alert, by, note="  Called.  ")
    alert.refresh_from_db()
    assert (alert.resolved_by, alert.resolution_note) == (by, "Called.")
    assert (alert.acknowledged_by, events("alert_resolved")) == (by, 1)


@pytest.mark.parametrize("work", [acknowledge, resolve])
@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_may(alert, role, work):
    with pytest.raises(AccessRefused):
        work(alert, user_of(role))
    alert.refresh_from_db()
    assert (alert.acknowledged_at, alert.resolved_at) == (None, None)


@pytest.mark.parametrize("work", [acknowledge, resolve])
def test_the_system_ends_no_alert(alert, work):
    with pytest.raises(AccessRefused):
        work(alert, None)


@pytest.mark.parametrize("note", ["", "   "])
def test_without_a_note_nothing_is_resolved(alert, note):
    with pytest.raises(NoteNeeded) as refused:
        resolve(alert, user_of("nurse"), note=note)
    alert.refresh_from_db()
    assert (refused.value.field, alert.resolved_at) == ("note", None)


@pytest.mark.parametrize("work", [acknowledge, resolve])
def test_the_same_person_twice_changes_nothing(alert, work):
    nurse = user_of("nurse")
    work(alert, nurse)
    before = AuditEvent.objects.count()
    work(alert, nurse, now=LATER + timedelta(hours=1))
    alert.refresh_from_db()
    assert alert.acknowledged_at == LATER
    assert AuditEvent.objects.count() == before


def test_a_second_person_is_told_who_has_seen_it(alert):
    acknowledge(alert, user_of("nurse"))
    with pytest.raises(AlreadyAcknowledged, match="Noah Adeyemi"):
        acknowledge(alert, user_of("prescriber"))


def test_a_second_person_cannot_resolve_again(alert):
    resolve(alert, user_of("nurse"))
    with pytest.raises(AlreadyResolved):
        resolve(alert, user_of("prescriber"), note="Me too.")
    alert.refresh_from_db()
    assert alert.resolution_note == "Spoke to her; she is well."


def test_one_person_acknowledges_and_another_resolves(alert):
    nurse, prescriber = user_of("nurse"), user_of("prescriber")
    acknowledge(alert, nurse)
    resolve(alert, prescriber, now=LATER + timedelta(hours=1))
    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.resolved_by) == (nurse, prescriber)
