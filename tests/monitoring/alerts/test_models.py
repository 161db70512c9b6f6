"""What the database itself refuses of an alert."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ketaclinic.policies.selectors import policy_in_force
from monitoring.alerts.models import Alert
from monitoring.alerts.selectors import alert_by_public_id, open_alerts
from tests.factories.accounts import user_of
from tests.factories.dosing import NOW, dosing_patient
from tests.support.kept import kept

pytestmark = pytest.mark.django_db


@kept
def patient():
    return dosing_patient()


def alert(patient, **changes):
    ordinary = {
        "patient": patient,
        "rule_key": "bp_high",
        "fact_key": "check:1",
        "severity": "same_day",
        "severity_rank": 1,
        "title": "Blood pressure high",
        "sentence": "Blood pressure high: 168/104",
        "clears_when": "Spoken to.",
        "policy_version": policy_in_force().version,
        "fact_at": NOW,
        "opened_at": NOW,
        "due_at": NOW + timedelta(hours=4),
    }
    return Alert.objects.create(**(ordinary | changes))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"acknowledged_at": NOW}, id="seen by nobody"),
        pytest.param({"resolved_at": NOW, "resolution_note": "x"}, id="resolved by nobody"),
        pytest.param({"severity": "soon"}, id="an unknown severity"),
    ],
)
def test_an_alert_that_cannot_be_is_refused(patient, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        alert(patient, **changes)


def test_nothing_is_resolved_without_a_note(patient):
    with pytest.raises(IntegrityError), transaction.atomic():
        alert(patient, resolved_at=NOW, resolved_by=user_of("nurse"))


def test_one_fact_makes_one_alert_of_a_rule(patient):
    alert(patient)
    with pytest.raises(IntegrityError), transaction.atomic():
        alert(patient)
    assert alert(patient, rule_key="bp_low").pk
    assert alert(patient, fact_key="check:2").pk
    assert alert(dosing_patient()).pk


def test_open_alerts_stand_with_the_most_urgent_first(patient):
    routine = alert(patient, fact_key="1", severity="routine", severity_rank=2)
    later = alert(patient, fact_key="2", due_at=NOW + timedelta(hours=9))
    sooner = alert(patient, fact_key="3")
    emergency = alert(patient, fact_key="4", severity="emergency", severity_rank=0)
    closed = {"resolved_at": NOW, "resolved_by": user_of("nurse"), "resolution_note": "x"}
    alert(patient, fact_key="5", **closed)
    assert list(open_alerts(patient)) == [emergency, sooner, later, routine]


def test_what_nobody_has_seen(patient):
    seen = {"acknowledged_at": NOW, "acknowledged_by": user_of("nurse")}
    alert(patient, **seen)
    fresh = alert(patient, fact_key="2")
    assert list(Alert.objects.unacknowledged()) == [fresh]


def test_an_alert_is_found_by_what_stands_in_an_address(patient):
    known = alert(patient)
    assert alert_by_public_id(known.public_id) == known
    assert alert_by_public_id("00000000-0000-4000-8000-000000000000") is None
