"""Whose pages these are: the owner's, and nobody else's; a change is a POST."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from dosing.models import DoseLog
from monitoring.checkins.models import (
    PressureCheck,
    SafetyResponse,
    SafetyScreen,
    SideEffectReport,
)
from monitoring.checkins.services import asq_record, checkin_record
from monitoring.patient.services import check_submit, side_effects_submit
from tests.factories.dosing import NOW, DoseLogFactory
from tests.factories.monitoring import asq_answers, check_entry, checkin_entry, home_patient
from tests.monitoring.patient.posts import TOKEN, check_post, dose_post, feeling_post
from tests.support.kept import kept

pytestmark = [pytest.mark.slow, pytest.mark.one_engine]
STAFF = ["nurse", "prescriber", "medical_director", "editor", "manager"]


@kept
def records(plan, slot):
    """One record of each kind, by the name of its page."""
    patient = plan.patient
    check = check_submit(
        patient=patient,
        slot=slot,
        by=patient.user,
        now=NOW,
        entry=check_entry(),
        idempotency_key="c",
    )
    report = side_effects_submit(
        patient=patient, by=patient.user, now=NOW, grades={}, idempotency_key="r"
    )
    log = DoseLogFactory(slot=slot)
    of_slot = {"check": slot, "dose": slot}
    week = checkin_record(
        patient=patient,
        by=patient.user,
        now=NOW + timedelta(days=6),
        entry=checkin_entry(),
        idempotency_key="w",
    )
    screen = asq_record(
        patient=patient, by=patient.user, now=NOW, answers=asq_answers(), idempotency_key="s"
    )
    of_week = {"checkin_done": week, "checkin_past": week, "asq_done": screen}
    told = {"check_answer": check, "dose_done": log, "how_i_feel_done": report}
    return of_slot | told | of_week


@pytest.fixture
def addresses(records):
    """Every page, with records of one patient in its address."""
    of_records = {
        name: reverse(f"home:{name}", args=[row.public_id]) for name, row in records.items()
    }
    return of_records | {name: reverse(f"home:{name}") for name in PLAIN}


PLAIN = ["today", "dose_extra", "how_i_feel", "emergency", "checkin", "checkins", "asq"]
OF_RECORDS = [
    "check",
    "check_answer",
    "dose",
    "dose_done",
    "how_i_feel_done",
    "checkin_done",
    "checkin_past",
    "asq_done",
]
ALL = [*OF_RECORDS, *PLAIN]


@pytest.mark.parametrize("name", ALL)
def test_the_owner_reads(own, addresses, name):
    assert own.get(addresses[name]).status_code == 200


@pytest.mark.parametrize("name", OF_RECORDS)
def test_another_patient_finds_nothing(client_of, addresses, name):
    other, _plan = home_patient()
    assert client_of(other.user).get(addresses[name]).status_code == 404


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("name", ALL)
def test_staff_have_their_own_pages(client_of, addresses, name, role):
    assert client_of(role).get(addresses[name]).status_code == 404


@pytest.mark.parametrize("name", ALL)
def test_without_signing_in_one_is_asked_to(client, addresses, name):
    response = client.get(addresses[name])
    assert response.status_code == 302
    assert "/accounts/login/" in response.url


TO_READ = ["today", "check_answer", "dose_done", "emergency", "help", "checkin_done", "checkins"]
POSTS = {
    "check": check_post(),
    "dose": dose_post(),
    "how_i_feel": feeling_post(),
    "dose_extra": dose_post(outcome="other_amount", amount_mg="25"),
    "checkin": {"token": TOKEN, "phq9_9": "3"},
    "asq": asq_answers(asq_1="yes"),
}


def counts():
    return [
        model.objects.count()
        for model in (PressureCheck, DoseLog, SideEffectReport, SafetyResponse, SafetyScreen)
    ]


@pytest.mark.parametrize("name", ["check", "dose"])
def test_another_patient_changes_nothing(client_of, addresses, name):
    other, _plan = home_patient()
    before = counts()
    assert client_of(other.user).post(addresses[name], POSTS[name]).status_code == 404
    assert counts() == before


@pytest.mark.parametrize("role", STAFF)
@pytest.mark.parametrize("name", sorted(POSTS))
def test_staff_change_nothing_here(client_of, addresses, name, role):
    before = counts()
    assert client_of(role).post(addresses[name], POSTS[name]).status_code == 404
    assert counts() == before


def test_the_emergency_answer_is_a_post(own, addresses):
    assert own.get(reverse("home:safety_answer")).status_code == 405
    assert SafetyResponse.objects.count() == 0


@pytest.mark.parametrize("name", TO_READ)
def test_a_page_to_read_takes_no_post(own, addresses, name):
    address = addresses.get(name) or reverse("home:help")
    assert own.post(address).status_code == 405


@pytest.mark.parametrize("name", sorted(POSTS))
def test_a_page_of_another_site_cannot_post(addresses, plan, name):
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(
        plan.patient.user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    before = counts()
    assert stranger.post(addresses[name], POSTS[name]).status_code == 403
    assert counts() == before


def test_a_record_that_does_not_exist_is_not_found(own):
    address = reverse("home:dose", args=["00000000-0000-4000-8000-000000000000"])
    assert own.get(address).status_code == 404
