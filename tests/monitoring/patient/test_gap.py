"""Too long without a dose: Today and the check say the same, and offer nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from monitoring.alerts.services import refresh_patient
from tests.factories.dosing import NOW, DoseLogFactory, DosingPlanFactory, dosing_patient
from tests.factories.monitoring import home_patient, open_slot

pytestmark = pytest.mark.one_engine
DAY = timedelta(days=1)
SENTENCE = "You have had no dose for %d days. Take none until the clinic has signed a new step."


@pytest.fixture
def began_long_ago(db):
    """A plan that began a month ago, and its dose of now."""
    began = NOW - 30 * DAY
    patient = dosing_patient(now=began - 20 * DAY)
    times = {"signed_at": began, "effective_at": began, "starts_on": began.date()}
    return open_slot(DosingPlanFactory(patient=patient, **times))


def last_dose(slot, days):
    at = NOW - days * DAY
    DoseLogFactory(slot=open_slot(slot.plan, at), taken_at=at, recorded_at=at)
    refresh_patient(slot.patient, now=NOW)


@pytest.mark.parametrize(
    ("days", "is_blocked"), [pytest.param(7, False, id="7 days"), pytest.param(8, True, id="8")]
)
def test_today_offers_no_check_after_a_gap(client_of, began_long_ago, days, is_blocked):
    last_dose(began_long_ago, days)
    text = client_of(began_long_ago.patient.user).get(reverse("home:today")).content.decode()
    assert (SENTENCE % days in text) is is_blocked
    assert ("Start the check" in text) is not is_blocked


def test_the_check_says_the_same(client_of, began_long_ago):
    last_dose(began_long_ago, 8)
    client = client_of(began_long_ago.patient.user)
    page = client.get(reverse("home:check", args=[began_long_ago.public_id]))
    assert SENTENCE % 8 in page.content.decode()


def test_who_never_dosed_is_not_asked_to_restart(client_of):
    patient, plan = home_patient()
    open_slot(plan)
    refresh_patient(patient, now=NOW)
    assert "Start the check" in client_of(patient.user).get(reverse("home:today")).content.decode()
