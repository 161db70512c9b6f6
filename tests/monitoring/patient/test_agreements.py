"""Taking a consent back: doses stop, and the clinic decides the same day how to go on."""

import pytest

from intake.models import ConsentWithdrawal
from intake.selectors import care_blockers
from intake.services import consent_withdraw
from ketaclinic.accounts.access import AccessRefused
from monitoring.alerts.choices import RuleKey, Severity
from monitoring.alerts.models import Alert
from monitoring.alerts.services import refresh_patient
from monitoring.patient.services import agreement_withdraw_submit
from tests.factories.intake import PatientFactory
from tests.intake.sent import sign

pytestmark = pytest.mark.django_db
PAGE = "/agreements/treatment/withdraw/"


@pytest.fixture
def active(db):
    return PatientFactory(active=True)


def withdraw(patient, now, **changes):
    given = {"patient": patient, "key": "treatment", "by": patient.user, "now": now}
    return agreement_withdraw_submit(**(given | changes))


def test_the_clinic_hears_the_same_day_that_a_taper_is_to_be_decided(active, now):
    withdrawal = withdraw(active, now)
    alert = Alert.objects.get()
    assert (alert.rule_key, alert.severity) == (RuleKey.CONSENT_WITHDRAWN, Severity.SAME_DAY)
    assert alert.fact_key == f"withdrawal:{withdrawal.signature.public_id}"
    assert "Treatment with oral ketamine at home" in alert.sentence
    assert "taper" in alert.clears_when


def test_no_dose_is_cleared_from_then_on(active, now):
    withdraw(active, now)
    assert "consent_withdrawn" in {each.key for each in care_blockers(active)}


def test_a_new_signature_takes_the_support_away_and_leaves_the_alert_to_a_person(active, now):
    withdraw(active, now)
    sign(active, now)
    refresh_patient(active, now=now)
    alert = Alert.objects.get()
    assert (alert.is_supported, alert.resolved_at) == (False, None)


def test_of_an_applicant_nobody_is_alarmed(applicant_signed, now):
    withdraw(applicant_signed, now)
    assert not Alert.objects.exists()


@pytest.fixture
def applicant_signed(now):
    patient = PatientFactory(draft=True)
    sign(patient, now)
    return patient


def test_nobody_takes_it_back_for_another(active, now):
    other = PatientFactory(active=True)
    with pytest.raises(AccessRefused):
        withdraw(active, now, by=other.user, reason="x")
    assert not ConsentWithdrawal.objects.exists()
    assert not Alert.objects.exists()


def test_the_page_says_first_what_it_means(client, active):
    client.force_login(active.user)
    body = client.get(PAGE).content.decode()
    assert "Doses stop" in body
    assert "step by step" in body
    assert not ConsentWithdrawal.objects.exists()


def test_sending_it_takes_it_back_once(client, active):
    client.force_login(active.user)
    assert client.post(PAGE, {"reason": "I feel better without."}).url == "/agreements/"
    assert client.post(PAGE, {"reason": "Again."}).status_code == 404
    assert ConsentWithdrawal.objects.get().reason == "I feel better without."


def test_too_many_words_are_refused_and_kept(client, active):
    client.force_login(active.user)
    answer = client.post(PAGE, {"reason": "x" * 501})
    assert answer.status_code == 200
    assert "x" * 501 in answer.content.decode()
    assert not ConsentWithdrawal.objects.exists()


@pytest.mark.parametrize("role", ["nurse", "prescriber", "manager"])
def test_staff_have_no_such_page(client_of, active, role):
    assert client_of(role).get(PAGE).status_code == 404


def test_what_was_never_signed_is_not_there(client, now):
    patient = PatientFactory(draft=True)
    client.force_login(patient.user)
    assert client.get(PAGE).status_code == 404
    with pytest.raises(Exception, match="no signature"):
        consent_withdraw(patient=patient, key="treatment", by=patient.user, now=now)
