"""The one way in which a state changes."""

import pytest

from intake.choices import PatientState as S
from intake.models import Patient, PatientStateChange, ReadinessGate
from intake.services import patient_transition
from intake.services.errors import TransitionRefused
from tests.factories.intake import PatientFactory
from tests.intake.sent import verbs

pytestmark = pytest.mark.django_db


def test_a_change_has_who_when_and_why(nurse, now):
    patient = PatientFactory(active=True)
    change = patient_transition(patient=patient, to=S.PAUSED, by=nurse, now=now, reason="surgery")
    stored = Patient.objects.get(pk=patient.pk)
    assert (change.from_state, change.to_state) == (S.ACTIVE, S.PAUSED)
    assert (change.by, change.at, change.reason) == (nurse, now, "surgery")
    assert stored.state == patient.state == S.PAUSED
    assert verbs(patient) == ["intake.state_changed"]


@pytest.mark.parametrize(
    ("trait", "to"),
    [
        ("draft", S.APPROVED),
        ("draft", S.ACTIVE),
        ("submitted", S.ACTIVE),
        ("active", S.ACTIVE),
        ("active", S.DRAFT),
        ("paused", S.APPROVED),
        ("active", "asleep"),
    ],
)
def test_what_the_table_lacks_is_refused(trait, to, nurse, now):
    patient = PatientFactory(**{trait: True})
    before = PatientStateChange.objects.count()
    with pytest.raises(TransitionRefused):
        patient_transition(patient=patient, to=to, by=nurse, now=now)
    assert Patient.objects.get(pk=patient.pk).state == patient.state == trait
    assert PatientStateChange.objects.count() == before
    assert verbs(patient) == []


def test_a_stale_copy_of_the_patient_does_not_help(nurse, now):
    patient = PatientFactory(active=True)
    stale = Patient.objects.get(pk=patient.pk)
    patient_transition(patient=patient, to=S.DISCHARGED, by=nurse, now=now)
    with pytest.raises(TransitionRefused):
        patient_transition(patient=stale, to=S.PAUSED, by=nurse, now=now)


def test_approval_rests_on_a_decision(prescriber, now):
    patient = PatientFactory(submitted=True)
    with pytest.raises(TransitionRefused):
        patient_transition(patient=patient, to=S.APPROVED, by=prescriber, now=now)
    assert patient.state == S.SUBMITTED


def test_the_start_rests_on_a_closed_list(approved, nurse, now):
    with pytest.raises(TransitionRefused):
        patient_transition(patient=approved, to=S.ACTIVE, by=nurse, now=now)
    ReadinessGate.objects.filter(patient=approved).update(
        outcome="done", closed_at=now, closed_by=nurse
    )
    patient_transition(patient=approved, to=S.ACTIVE, by=nurse, now=now)
    assert approved.state == S.ACTIVE


def test_the_start_needs_a_list_at_all(approved, nurse, now):
    ReadinessGate.objects.filter(patient=approved).delete()
    with pytest.raises(TransitionRefused):
        patient_transition(patient=approved, to=S.ACTIVE, by=nurse, now=now)


def test_a_pause_ends_without_the_list(nurse, now):
    patient = PatientFactory(paused=True)
    patient_transition(patient=patient, to=S.ACTIVE, by=nurse, now=now)
    assert patient.state == S.ACTIVE


def test_the_system_may_move_a_patient(now):
    patient = PatientFactory(active=True)
    assert patient_transition(patient=patient, to=S.PAUSED, by=None, now=now).by is None
