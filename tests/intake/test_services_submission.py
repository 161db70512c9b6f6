"""Sending the application."""

import pytest

from intake.choices import Action, PatientState, Section
from intake.models import ScreeningFinding, Submission
from intake.selectors import state_history
from intake.services import application_submit, consent_withdraw
from intake.services.errors import ApplicationFrozen, ApplicationIncomplete
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.policies.selectors import policy_in_force
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import sign_all, verbs

pytestmark = pytest.mark.django_db


def submit(patient, now, by=None):
    return application_submit(patient=patient, by=by or patient.user, now=now)


def test_a_sound_application_waits_without_a_finding(filled, now):
    submission = submit(filled, now)
    assert (submission.number, submission.submitted_at) == (1, now)
    assert submission.policy_version == policy_in_force().version
    assert not submission.findings.exists()
    assert filled.state == PatientState.SUBMITTED
    assert verbs(filled)[-2:] == ["intake.application_submitted", "intake.state_changed"]


def test_the_answers_are_frozen_as_they_were(filled, now):
    facts = submit(filled, now).facts
    assert set(facts) == {section.value for section in Section}
    assert facts["about-you"]["first_name"] == "Rosa"
    assert facts["brain"]["brain_bleed"]["asked"] == "Have you ever had bleeding in the brain?"


def test_findings_carry_facts_source_and_policy(filled, lists, now):
    lists(filled, "Vitamin D")
    submission = submit(filled, now)
    finding = submission.findings.get()
    assert (finding.key, finding.action) == ("cyp_unknown", Action.REVIEW)
    assert finding.facts == {"medicines": ["Vitamin D"], "severity": "moderate"}
    assert finding.policy_version == submission.policy_version
    assert finding.found_at == now
    assert filled.state == PatientState.SUBMITTED


def test_an_exclusion_waits_for_the_director_and_refuses_nothing(filled, send, now):
    send(filled, Section.BODY, porphyria={"answer": "yes"})
    submit(filled, now)
    states = [(change.to_state, change.by) for change in state_history(filled)]
    assert filled.state == PatientState.INELIGIBLE_PENDING
    assert states[1:] == [
        (PatientState.SUBMITTED, filled.user),
        (PatientState.INELIGIBLE_PENDING, None),
    ]
    assert "porphyria" in state_history(filled).last().reason


def test_a_double_submit_is_one_record(filled, now):
    first = submit(filled, now)
    assert submit(filled, now) == first
    assert Submission.objects.count() == 1
    assert verbs(filled).count("intake.application_submitted") == 1


@pytest.mark.parametrize("section", [Section.HEART, Section.PRESSURE, Section.WEIGHT])
def test_missing_pages_are_named_and_nothing_is_written(applicant, send, now, section):
    for page in Section:
        if page not in {section, Section.CONSENT}:
            send(applicant, page)
    sign_all(applicant, now)
    with pytest.raises(ApplicationIncomplete) as caught:
        submit(applicant, now)
    applicant.refresh_from_db()
    assert caught.value.sections == [section]
    assert str(section.label) in str(caught.value)
    assert (Submission.objects.count(), applicant.state) == (0, PatientState.DRAFT)


def test_a_consent_that_was_taken_back_is_missing(filled, now):
    consent_withdraw(patient=filled, key="treatment", by=filled.user, now=now)
    with pytest.raises(ApplicationIncomplete) as caught:
        submit(filled, now)
    assert caught.value.sections == [Section.CONSENT]
    assert not Submission.objects.exists()


def test_a_man_is_not_asked_about_pregnancy(filled, send, now):
    send(filled, Section.ABOUT, sex_at_birth="male")
    facts = submit(filled, now).facts
    assert Section.PREGNANCY.value not in facts
    assert not ScreeningFinding.objects.exists()


def test_nobody_submits_for_another(filled, now):
    with pytest.raises(AccessRefused):
        submit(filled, now, by=UserFactory())
    assert not Submission.objects.exists()


def test_a_withdrawn_draft_cannot_be_sent(now):
    patient = PatientFactory(draft=True)
    patient.state = PatientState.WITHDRAWN
    patient.save()
    with pytest.raises(ApplicationFrozen):
        submit(patient, now)
    assert not Submission.objects.exists()
