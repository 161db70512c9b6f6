"""What an audit event says."""

import uuid

import pytest
from django.db import transaction

from ketaclinic.audit.context import Origin, origin
from ketaclinic.audit.models import AuditEvent
from ketaclinic.audit.selectors import events_about
from ketaclinic.audit.services import event_record, events_together, fingerprint, read_record
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


# --- events_together ---


def verbs():
    mine = AuditEvent.objects.filter(verb__startswith="x.").order_by("pk")
    return list(mine.values_list("verb", flat=True))


def fail(verb):
    event_record(verb=verb, by=None)
    raise ValueError("no")


def test_the_events_of_a_transaction_are_one_insert_in_their_order(django_assert_num_queries):
    with django_assert_num_queries(1), events_together():
        event_record(verb="x.first", by=None)
        event_record(verb="x.second", by=None)
    assert verbs() == ["x.first", "x.second"]


def test_an_error_leaves_no_event():
    with pytest.raises(ValueError, match="no"), transaction.atomic(), events_together():
        fail("x.done")
    assert verbs() == []


def test_what_an_inner_savepoint_undoes_leaves_no_event():
    with transaction.atomic(), events_together():
        event_record(verb="x.outer", by=None)
        with pytest.raises(ValueError, match="no"), transaction.atomic():
            fail("x.undone")
        with transaction.atomic():
            event_record(verb="x.inner", by=None)
    assert sorted(verbs()) == ["x.inner", "x.outer"]


def test_afterwards_events_are_written_at_once():
    with events_together():
        pass
    event_record(verb="x.done", by=None)
    assert verbs() == ["x.done"]


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_collected():
    with pytest.raises(RuntimeError, match="transaction"), events_together():
        pass
