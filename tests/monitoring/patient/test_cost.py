"""What a submission costs: its queries are counted, so that none creeps in again."""

from datetime import timedelta

import pytest
from django.forms.models import model_to_dict
from django.urls import reverse

from dosing.models import Clearance, DoseLog
from ketaclinic.audit.models import AuditEvent
from monitoring.alerts.models import Alert, PatientSummary
from monitoring.alerts.services import refresh_patient
from monitoring.checkins.models import PressureCheck
from tests.factories.dosing import NOW, ClearanceFactory, DoseLogFactory
from tests.factories.monitoring import open_slot, taken_before
from tests.factories.supply import DispensingFactory
from tests.monitoring.patient.posts import check_post, dose_post, feeling_post

# Session and person are 2 of each, and the test's own transaction is 2 more.
DOSE_QUERIES, CHECK_QUERIES = 21, 20
# Of whoever has supply on record, its ledger.
LEDGER_QUERIES = 1


def dose_url(slot):
    return reverse("home:dose", args=[slot.public_id])


def check_url(slot):
    return reverse("home:check", args=[slot.public_id])


@pytest.fixture
def history(plan, own, slot):
    """A fortnight at home: one dose a day, the summary and the permit as they are day by day."""
    taken_before(plan)
    for day in range(2, 14):
        at = NOW - timedelta(days=day)
        DoseLogFactory(slot=open_slot(plan, at), taken_at=at, recorded_at=at)
    own.post(check_url(slot), check_post(token="0123456789-before"))
    return plan


def test_a_dose_costs_so_many_queries(own, slot, history, django_assert_max_num_queries):
    with django_assert_max_num_queries(DOSE_QUERIES):
        response = own.post(dose_url(slot), dose_post())
    assert response.status_code == 302
    assert DoseLog.objects.filter(slot=slot).count() == 1


def test_a_check_costs_so_many_queries(own, slot, history, django_assert_max_num_queries):
    later = open_slot(slot.plan, NOW + timedelta(minutes=1))
    with django_assert_max_num_queries(CHECK_QUERIES):
        response = own.post(check_url(later), check_post())
    assert response.status_code == 302
    assert PressureCheck.objects.filter(slot=later).count() == 1
    assert Clearance.objects.filter(slot=later).count() == 1


def test_a_supply_on_record_costs_one_more(own, slot, history, django_assert_max_num_queries):
    DispensingFactory(patient=slot.patient, count=90)
    with django_assert_max_num_queries(DOSE_QUERIES + LEDGER_QUERIES):
        assert own.post(dose_url(slot), dose_post()).status_code == 302


def test_the_events_of_a_submission_are_written_in_their_order(own, slot):
    own.post(check_url(slot), check_post())
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))[-3:]
    assert verbs == [
        "dosing.clearance_granted",
        "checkins.pressure_recorded",
        "dosing.permit_granted",
    ]


def standing(patient):
    summary = model_to_dict(PatientSummary.objects.get(patient=patient))
    return summary, list(Alert.objects.order_by("pk").values())


SUBMISSIONS = {
    "check": lambda slot: (check_url(slot), check_post()),
    "high check": lambda slot: (check_url(slot), check_post("168/104", "166/102")),
    "emergency": lambda slot: (check_url(slot), check_post("190/124", "188/122")),
    "dose": lambda slot: (dose_url(slot), dose_post()),
    "dose of supply": lambda slot: (dose_url(slot), dose_post()),
    "uncleared": lambda slot: (dose_url(slot), dose_post(outcome="other_amount", amount_mg="90")),
    "skipped": lambda slot: (dose_url(slot), dose_post(outcome="skipped", reason_key="forgot")),
    "extra": lambda slot: ("/dose/extra/", dose_post(outcome="other_amount", amount_mg="25")),
    "feeling": lambda slot: (reverse("home:how_i_feel"), feeling_post()),
}


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_what_follows_from_what_was_read_is_what_follows_from_a_new_look(own, slot, name):
    """The case of a submission judges by what it read and wrote; a fresh one must agree."""
    if name == "dose":
        ClearanceFactory(slot=slot)
    if name == "dose of supply":
        DispensingFactory(patient=slot.patient, count=3)
    assert own.post(*SUBMISSIONS[name](slot)).status_code == 302
    before = standing(slot.patient)
    refresh_patient(slot.patient, now=NOW)
    assert standing(slot.patient) == before
