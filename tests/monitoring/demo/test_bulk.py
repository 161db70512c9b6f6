"""Patients written in bulk are what the services write: a sample is compared row for row."""

import pytest
import time_machine

from dosing.models import DoseLog, DosingPlan
from intake.models import Patient
from ketaclinic.accounts.selectors import has_verified_email
from monitoring.alerts.models import Alert, PatientSummary
from monitoring.alerts.services import refresh_patient
from monitoring.checkins.models import PressureCheck, SideEffectGrade
from monitoring.demo.bulk import bulk_load
from monitoring.demo.cast import CAST, Story
from monitoring.demo.graph import owned_models, patient_path, rows_of
from tests.monitoring.demo.conftest import NOW

# Three weeks of fourteen people, through every service.
pytestmark = [pytest.mark.slow, pytest.mark.one_engine]
SAMPLE = (Story.RAISED, Story.HIGH, Story.EXTRA, Story.SILENT, Story.DIZZY)
PEOPLE = [person for person in CAST if person.story in SAMPLE]
WANTED = 12


@pytest.fixture(scope="module")
def written(stage):
    with stage():
        yield bulk_load(patients=WANTED, now=NOW, cast=PEOPLE)


@pytest.fixture
def bulk(written, db):
    """The sample and its copies; what a test adds goes with the test."""
    with time_machine.travel(NOW, tick=False):
        yield written


def template(story):
    person = next(each for each in CAST if each.story is story)
    return Patient.objects.get(user__email=person.email)


def copies_of(patient):
    name, domain = patient.user.email.split("@")
    return list(
        Patient.objects.filter(user__email__startswith=f"{name}.", user__email__endswith=domain)
    )


def facts(model, patient):
    """The rows of a patient in any order, without what must differ: keys, ids, and who."""
    kept = [
        field.attname
        for field in model._meta.concrete_fields
        if not field.primary_key
        and not field.is_relation
        and not field.unique
        and field.name not in {"public_id", "fact_key", "source", "email"}
    ]
    return sorted(map(repr, rows_of(model, [patient.pk]).values_list(*kept)))


def test_there_are_as_many_patients_as_asked_for(bulk):
    assert bulk == 10
    assert Patient.objects.count() == len(PEOPLE) + 10


def test_asking_again_adds_nothing(bulk):
    assert bulk_load(patients=WANTED, now=NOW, cast=PEOPLE) == 0


# In one order for every process that collects these tests.
MODELS = sorted(owned_models(), key=lambda model: model._meta.label)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_copy_has_the_rows_of_its_template(bulk, model):
    for story in SAMPLE:
        original = template(story)
        for copy in copies_of(original):
            assert facts(model, copy) == facts(model, original)


@pytest.mark.parametrize("story", SAMPLE)
def test_the_services_find_nothing_to_change_in_a_copy(bulk, story):
    copy = copies_of(template(story))[0]
    before = PatientSummary.objects.filter(patient=copy).values().get()
    alerts = set(Alert.objects.filter(patient=copy).values_list("fact_key", "is_supported"))
    refresh_patient(copy, now=NOW)
    assert PatientSummary.objects.filter(patient=copy).values().get() == before
    assert set(Alert.objects.filter(patient=copy).values_list("fact_key", "is_supported")) == alerts


def test_a_copy_has_an_address_of_its_own_that_is_proven(bulk):
    copy = copies_of(template(Story.HIGH))[0]
    assert has_verified_email(copy.user)


def test_a_copy_shares_no_row_with_its_template(bulk):
    original = template(Story.HIGH)
    copy = copies_of(original)[0]
    for model in owned_models():
        shared = rows_of(model, [copy.pk]) & rows_of(model, [original.pk])
        assert not shared.exists()
    for log in rows_of(DoseLog, [copy.pk]).select_related("slot"):
        assert log.slot is None or log.slot.patient_id == copy.pk
    for check in rows_of(PressureCheck, [copy.pk]).select_related("slot", "repeats"):
        assert check.slot.patient_id == copy.pk
        assert check.repeats is None or check.repeats.patient_id == copy.pk


def test_nobody_has_a_link_that_no_order_suits(bulk):
    assert not DosingPlan.objects.exclude(approval=None).exists()


def test_every_model_of_a_patient_is_found_through_its_keys():
    labels = {model._meta.label: patient_path(model) for model in owned_models()}
    assert labels["dosing.Clearance"] == "slot__patient"
    assert labels["monitoring_alerts.Alert"] == "patient"
    assert labels["intake.Patient"] == "self"
    assert SideEffectGrade in owned_models()
    assert "intake.ConsentDocument" not in labels
