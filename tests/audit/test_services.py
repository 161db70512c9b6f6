"""What an audit event says."""

import uuid

import pytest

from ketaclinic.audit.context import Origin, origin
from ketaclinic.audit.models import AuditEvent
from ketaclinic.audit.selectors import events_about
from ketaclinic.audit.services import event_record, fingerprint, read_record
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_an_event_says_who_did_what_to_whom():
    nurse, patient = UserFactory(nurse=True), uuid.uuid4()
    event = event_record(verb="x.done", by=nurse, patient_id=patient, subject=nurse)
    assert (event.actor, event.actor_role) == (nurse, "nurse")
    assert event.patient_ids == [str(patient)]
    assert (event.subject_type, event.subject_id) == ("accounts.user", str(nurse.public_id))
    assert events_about("accounts.user", nurse.public_id).get() == event


def test_the_system_has_no_actor():
    event = event_record(verb="x.done", by=None)
    assert (event.actor, event.actor_role) == (None, "")


def test_an_event_says_where_the_request_came_from():
    token = origin.set(Origin(request_id="abc", address="203.0.113.5"))
    event = event_record(verb="x.done", by=None)
    origin.reset(token)
    assert (event.request_id, event.address) == ("abc", "203.0.113.5")


def test_a_list_is_one_event_with_the_patients_it_revealed():
    ids = [uuid.uuid4(), uuid.uuid4()]
    read_record(by=UserFactory(nurse=True), what="clinic.worklist", patients=ids)
    event = AuditEvent.objects.get(verb="read.clinic.worklist")
    assert event.patient_ids == [str(each) for each in ids]


def test_a_list_that_revealed_nobody_writes_nothing():
    assert read_record(by=UserFactory(nurse=True), what="clinic.worklist", patients=[]) is None
    assert not AuditEvent.objects.filter(verb__startswith="read.").exists()


def test_a_request_leaves_its_address_on_its_events(client):
    client.post("/accounts/login/", {"login": "a@b.test", "password": "no"})
    event = AuditEvent.objects.get(verb="session.sign_in_failed")
    assert event.address == "127.0.0.1"
    assert event.request_id
    assert origin.get() == Origin()


def test_a_fingerprint_ignores_case_and_hides_the_text():
    assert fingerprint(" A@b.test ") == fingerprint("a@B.test")
    assert "a@b" not in fingerprint("a@b.test")
