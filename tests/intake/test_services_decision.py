"""The clinician's decision."""

import pytest

from intake.choices import Action, ConcernKind, Outcome, PainType, PatientState, Section
from intake.models import Decision, FindingAnswer, ReadinessGate, ScreeningFinding
from intake.services import application_decide, application_submit
from intake.services import errors as refusals
from intake.services.errors import ApplicantNotReached
from intake.services.safety import safety_concern_raise, safety_contact_record
from ketaclinic.accounts.access import AccessRefused
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewed(filled, send, lists, now):
    """Waits with two findings that need an answer."""
    lists(filled, "Vitamin D")
    send(filled, Section.HEART, hypertension_treated={"answer": "yes"})
    application_submit(patient=filled, by=filled.user, now=now)
    return filled


@pytest.fixture
def excluded(filled, send, now):
    """Waits with a finding that excludes."""
    send(filled, Section.BODY, porphyria={"answer": "yes"})
    application_submit(patient=filled, by=filled.user, now=now)
    return filled


ANSWERS = {"cyp_unknown": "checked", "hypertension_treated": "well controlled", "porphyria": "no"}

DECLINE = {
    "outcome": Outcome.DECLINE,
    "message": " Please call us. ",
    "alternatives": "A pain clinic near you.",
}


def decide(patient, by, now, **changes):
    given = {
        "outcome": Outcome.APPROVE,
        "reason": "Neuropathic pain, other treatment failed.",
        "message": "",
        "pain_type": PainType.NEUROPATHIC,
        "understands_risks": True,
        "answers": ANSWERS,
    }
    return application_decide(patient=patient, by=by, now=now, **(given | changes))


def nothing_was_written(patient, state):
    patient.refresh_from_db()
    return (
        patient.state == state
        and not Decision.objects.exists()
        and not FindingAnswer.objects.exists()
        and not ReadinessGate.objects.exists()
        and "intake.application_decided" not in verbs(patient)
    )


def test_approval_opens_the_list(submitted, prescriber, now):
    decision = decide(submitted, prescriber, now)
    assert (decision.outcome, decision.decided_by) == (Outcome.APPROVE, prescriber)
    assert submitted.state == PatientState.APPROVED
    assert ReadinessGate.objects.filter(patient=submitted, closed_at=None).count() == 14
    assert verbs(submitted)[-1] == "intake.application_decided"


def test_each_answer_is_kept_with_its_finding(reviewed, prescriber, now):
    decide(reviewed, prescriber, now)
    kept = {a.finding.key: (a.answer, a.answered_by) for a in FindingAnswer.objects.all()}
    assert kept == {
        "cyp_unknown": ("checked", prescriber),
        "hypertension_treated": ("well controlled", prescriber),
    }


@pytest.mark.parametrize("key", ["cyp_unknown", "hypertension_treated"])
@pytest.mark.parametrize("text", ["", "   "], ids=["empty", "blank"])
def test_each_review_finding_needs_an_answer(reviewed, prescriber, now, key, text):
    with pytest.raises(refusals.FindingUnanswered) as caught:
        decide(reviewed, prescriber, now, answers=ANSWERS | {key: text})
    assert caught.value.field == f"answer_{key}"
    assert nothing_was_written(reviewed, PatientState.SUBMITTED)


def test_an_exclusion_needs_the_director(excluded, prescriber, now):
    with pytest.raises(refusals.DirectorNeeded):
        decide(excluded, prescriber, now)
    assert nothing_was_written(excluded, PatientState.INELIGIBLE_PENDING)


def test_the_director_answers_the_exclusion(excluded, director, now):
    with pytest.raises(refusals.FindingUnanswered):
        decide(excluded, director, now, answers={})
    decide(excluded, director, now)
    assert excluded.state == PatientState.APPROVED
    assert FindingAnswer.objects.get().finding.key == "porphyria"


def test_a_prescriber_may_decline_what_excludes(excluded, prescriber, now):
    decide(excluded, prescriber, now, **DECLINE)
    assert excluded.state == PatientState.DECLINED


def test_a_refusal_keeps_the_message_and_opens_no_list(submitted, prescriber, now):
    decision = decide(submitted, prescriber, now, **DECLINE)
    assert (decision.message, decision.alternatives) == (
        "Please call us.",
        "A pain clinic near you.",
    )
    assert submitted.state == PatientState.DECLINED
    assert not ReadinessGate.objects.exists()


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"reason": " "}, refusals.ReasonMissing, "reason"),
        (
            {"outcome": Outcome.DECLINE, "message": " "},
            refusals.MessageMissing,
            "message",
        ),
        (DECLINE | {"alternatives": " "}, refusals.AlternativesMissing, "alternatives"),
        ({"understands_risks": False}, refusals.ConsentNotUnderstood, "understands_risks"),
        ({"understands_risks": None}, refusals.ConsentNotUnderstood, "understands_risks"),
        ({"pain_type": ""}, refusals.PainTypeMissing, "pain_type"),
        ({"pain_type": "made up"}, refusals.PainTypeMissing, "pain_type"),
        (
            {"pain_type": PainType.CHRONIC_PRIMARY},
            refusals.FindingUnanswered,
            "answer_pain_type",
        ),
    ],
)
def test_what_is_no_decision(submitted, director, now, changes, error, field):
    with pytest.raises(error) as caught:
        decide(submitted, director, now, **changes)
    assert caught.value.field == field
    assert nothing_was_written(submitted, PatientState.SUBMITTED)


def test_chronic_primary_pain_is_a_finding_with_its_own_answer(submitted, prescriber, now):
    answers = {"pain_type": "CRPS was excluded; nothing else helped."}
    decide(submitted, prescriber, now, pain_type=PainType.CHRONIC_PRIMARY, answers=answers)
    finding = ScreeningFinding.objects.get()
    assert (finding.key, finding.action) == ("pain_type", Action.REVIEW)
    assert finding.answer.answer == answers["pain_type"]


@pytest.mark.parametrize("role", ["nurse", "editor", "manager"])
def test_only_prescribers_decide(submitted, role, now):
    with pytest.raises(AccessRefused):
        decide(submitted, UserFactory(**{role: True}), now)
    assert nothing_was_written(submitted, PatientState.SUBMITTED)


def test_a_patient_does_not_decide(submitted, now):
    with pytest.raises(AccessRefused):
        decide(submitted, submitted.user, now)


def test_a_second_decision_is_refused(submitted, prescriber, now):
    decide(submitted, prescriber, now)
    with pytest.raises(refusals.NothingToDecide):
        decide(submitted, prescriber, now, outcome=Outcome.DECLINE, message="no")
    assert Decision.objects.count() == 1
    assert submitted.state == PatientState.APPROVED


@pytest.mark.parametrize("trait", ["draft", "approved", "active"])
def test_what_does_not_wait_is_not_decided(trait, prescriber, now):
    patient = PatientFactory(**{trait: True})
    count = Decision.objects.count()
    with pytest.raises(refusals.NothingToDecide):
        decide(patient, prescriber, now)
    assert Decision.objects.count() == count


def test_nobody_is_approved_before_they_are_reached(submitted, director, nurse, now):
    concern = safety_concern_raise(
        patient=submitted, kind=ConcernKind.SUICIDE_ACUTE, by=submitted.user, now=now
    )
    with pytest.raises(ApplicantNotReached):
        decide(submitted, director, now)
    assert nothing_was_written(submitted, PatientState.SUBMITTED)
    safety_contact_record(concern=concern, by=nurse, now=now, note="Spoke by phone; safe.")
    assert decide(submitted, director, now).outcome == Outcome.APPROVE
