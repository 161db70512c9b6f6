"""Who is told that a text waits for their signature, when, and until when."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from intake.choices import PatientState
from intake.rules.consent import CONSENT_TEXTS, REQUIRED_CONSENTS
from intake.rules.telling import CONSENT_PURPOSE
from intake.selectors.telling import consents_unwanted_among
from intake.services import consent_documents_install, consent_withdraw
from intake.services.transitions import patient_transition
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.mornings import next_morning
from tests.factories.intake import PatientFactory
from tests.factories.reminders import why_unwanted
from tests.intake.sent import sign

pytestmark = pytest.mark.django_db
# The clock stands still at 10:00 in New York.
FIRST, AGAIN = datetime(2026, 6, 1, 14, tzinfo=UTC), datetime(2026, 6, 4, 14, tzinfo=UTC)


def reminders():
    return Reminder.objects.filter(purpose=CONSENT_PURPOSE).order_by("due_at", "pk")


def wanted(row, now):
    return why_unwanted(CONSENT_PURPOSE, row.subject_id, now)


@pytest.fixture
def release(monkeypatch, now):
    """`release("treatment")`: the next release of the software brings a newer version of a text."""

    def install(key="treatment", *, is_material=True):
        newer = SimpleNamespace(
            key=key,
            version=2,
            title="Consent",
            text="New.",
            sha256="2" * 64,
            is_material=is_material,
        )
        monkeypatch.setattr("intake.services.consent.CONSENT_TEXTS", (*CONSENT_TEXTS, newer))
        return consent_documents_install(now=now)

    return install


def test_a_newer_text_is_told_to_everybody_in_the_programme(release, now):
    patients = [PatientFactory(), PatientFactory(approved=True)]
    for state in (PatientState.PAUSED, PatientState.DRAFT, PatientState.SUBMITTED):
        PatientFactory(state=state)
    release()
    rows = list(reminders())
    assert [row.recipient for row in rows] == [patient.user for patient in patients] * 2
    assert [row.due_at for row in rows] == [FIRST, FIRST, AGAIN, AGAIN]
    assert [wanted(row, now) for row in rows] == [""] * 4


@pytest.mark.parametrize("changes", [{"is_material": False}, {"key": "newsletter"}])
def test_a_text_that_asks_for_no_signature_is_told_to_nobody(release, changes):
    PatientFactory()
    release(**changes)
    assert not reminders().exists()


def test_installing_twice_tells_once(release):
    PatientFactory()
    for _ in range(2):
        release()
    assert reminders().count() == 2


def test_signing_takes_the_reminders_back(release, now):
    patient = PatientFactory()
    release()
    sign(patient, now)
    assert set(reminders().values_list("status", "reason")) == {("cancelled", "not_needed")}
    assert wanted(reminders().first(), now) == "signed"


def test_a_consent_that_was_taken_back_is_not_asked_for_by_a_reminder(release, now):
    patient = PatientFactory()
    release()
    consent_withdraw(patient=patient, key="electronic_records", by=patient.user, now=now)
    assert wanted(reminders().first(), now) == "consent_withdrawn"


@pytest.mark.parametrize("state", [PatientState.PAUSED, PatientState.DISCHARGED])
def test_out_of_care_nobody_is_asked_to_sign(release, now, state):
    patient = PatientFactory()
    release()
    patient.state = state
    patient.save()
    assert wanted(reminders().first(), now) == state


def test_whoever_comes_back_from_a_pause_is_told_then(release, now):
    patient = PatientFactory(paused=True)
    release()
    assert not reminders().exists()
    patient_transition(patient=patient, to=PatientState.ACTIVE, by=None, now=now)
    assert reminders().count() == 2
    patient_transition(patient=patient, to=PatientState.PAUSED, by=None, now=now)
    assert set(reminders().values_list("status", flat=True)) == {"cancelled"}


def test_a_signature_that_is_missing_is_asked_for_too(monkeypatch, now):
    """A release asks for one more document than the patient ever saw."""
    patient = PatientFactory(paused=True)
    required = (*REQUIRED_CONSENTS, "storage")
    monkeypatch.setattr("intake.selectors.consent.REQUIRED_CONSENTS", required)
    patient_transition(patient=patient, to=PatientState.ACTIVE, by=None, now=now)
    assert wanted(reminders().first(), now) == ""


def test_many_are_asked_in_one_question(release, now, django_assert_num_queries):
    signed, _ = PatientFactory(), PatientFactory()
    release()
    sign(signed, now)
    asked = [row.subject_id for row in reminders()]
    with django_assert_num_queries(1):
        found = consents_unwanted_among(asked, now)
    assert list(found.values()) == ["signed"]


@pytest.mark.parametrize("subject", ["", "nonsense", "00000000-0000-4000-8000-000000000000@1"])
def test_what_does_not_exist_is_told_to_nobody(subject, now):
    assert why_unwanted(CONSENT_PURPOSE, subject, now) == "missing"


@pytest.mark.parametrize(
    ("hours", "days"), [(0, 0), (1, 1), (-3, 0), (20, 1)], ids=["now", "over", "early", "past noon"]
)
def test_the_morning_that_is_not_over(hours, days, now):
    at = now + timedelta(hours=hours)
    assert next_morning(at, ZoneInfo("America/New_York")) == now + timedelta(days=days)
