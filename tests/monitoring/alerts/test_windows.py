"""The one row of a patient: each part is what its own query would give."""

from datetime import timedelta

import pytest

from dosing.selectors.permissions import standing_permit
from monitoring.alerts.models import PatientSummary
from monitoring.alerts.selectors.windows import newest
from monitoring.alerts.services import refresh_patient
from monitoring.checkins.models import PainScore
from tests.factories.dosing import NOW, TODAY, IncreasePermitFactory
from tests.factories.monitoring import home_patient
from tests.support.kept import kept

pytestmark = pytest.mark.django_db
LONG_AGO = NOW - timedelta(days=28)


@kept
def patient():
    return home_patient()[0]


def test_of_a_patient_without_anything_there_is_nothing(patient):
    found = newest(patient, LONG_AGO, TODAY)
    assert found[:6] == ((None, None), False, False, True, None, None)
    assert found.checkins[:2] == (None, None)
    assert (found.has_findings, found.asq_negative_at) == (False, None)


def test_summary_and_newest_pain_are_those_on_record(patient):
    for score, hours in ((7, 30), (4, 2)):
        at = NOW - timedelta(hours=hours)
        PainScore.objects.create(
            patient=patient, score=score, recorded_at=at, idempotency_key=f"pain-{score}"
        )
    refresh_patient(patient, now=NOW)
    found = newest(patient, LONG_AGO, TODAY)
    assert found.pain == (4, NOW - timedelta(hours=2))
    assert vars(found.summary).keys() == vars(PatientSummary.objects.get()).keys()
    assert found.summary.patient is patient


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="standing"),
        pytest.param({"expires_at": NOW - timedelta(minutes=1)}, id="over but standing"),
        pytest.param({"withdrawn_at": NOW, "withdraw_reason": "x"}, id="withdrawn"),
    ],
)
def test_the_permit_is_the_one_that_stands(patient, changes):
    permit = IncreasePermitFactory(patient=patient, **changes)
    expected = None if permit.withdrawn_at else permit
    found = newest(patient, LONG_AGO, TODAY).permit
    assert found == standing_permit(patient) == expected
    assert found is None or found.get_deferred_fields() == set()
