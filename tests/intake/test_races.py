"""Real threads on real connections: two tabs, two devices, two clinicians, one record."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from intake.choices import Outcome, PainType, PatientState, Section
from intake.models import (
    ApplicationClaim,
    ConsentSignature,
    Decision,
    Patient,
    PatientStateChange,
    ReadinessGate,
    SectionAnswers,
    Submission,
)
from intake.rules.readiness import GATES
from intake.selectors import amendments_to_review
from intake.services import (
    GateEntry,
    application_amend,
    application_claim,
    application_decide,
    application_save_section,
    application_start,
    application_submit,
    readiness_gates_record,
)
from ketaclinic.errors import Refused
from tests.factories.intake import PatientFactory
from tests.intake.sent import page_answers, sign

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
CONNECTIONS = 8


def together(*functions):
    """Run the functions at the same moment on connections of their own; a refusal is a result."""
    barrier = threading.Barrier(len(functions))

    def run(function):
        try:
            barrier.wait(timeout=20)
            return function()
        except Refused as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return [future.result() for future in [pool.submit(run, each) for each in functions]]


def test_eight_starts_are_one_application(user, now):
    made = together(*[lambda: application_start(user=user, now=now)] * CONNECTIONS)
    assert len({patient.pk for patient in made}) == 1
    assert PatientStateChange.objects.count() == 1


def test_eight_submissions_are_one(filled, now):
    def submit():
        return application_submit(patient=filled, by=filled.user, now=now)

    sent = together(*[submit] * CONNECTIONS)
    assert {submission.pk for submission in sent} == {Submission.objects.get().pk}


def test_a_page_saved_while_the_application_is_sent_is_in_it_or_refused(filled, send, now):
    def change():
        return send(filled, Section.PAIN_SCORE, **(page_answers(Section.PAIN_SCORE) | {"peg_p": 9}))

    def submit():
        return application_submit(patient=filled, by=filled.user, now=now)

    changed, submission = together(change, submit)
    newest = (
        SectionAnswers.objects.filter(patient=filled, section=Section.PAIN_SCORE).last().answers
    )
    assert submission.facts[Section.PAIN_SCORE] == newest
    assert (newest["peg_p"] == 9) is (changed != "ApplicationFrozen")


def test_of_eight_windows_on_one_page_one_is_saved_and_the_others_are_told(applicant, now):
    def save(number):
        return lambda: application_save_section(
            patient=applicant,
            section=Section.CONTACT,
            answers=page_answers(Section.CONTACT) | {"contact_wishes": f"Window {number}"},
            by=applicant.user,
            now=now,
            seen=0,
        )

    answers = together(*[save(number) for number in range(CONNECTIONS)])
    row = SectionAnswers.objects.get(patient=applicant, section=Section.CONTACT)
    assert answers.count("AnsweredElsewhere") == CONNECTIONS - 1
    assert Patient.objects.get(pk=applicant.pk).contact_wishes == row.answers["contact_wishes"]


def test_eight_signatures_are_one(applicant, now):
    together(*[lambda: sign(applicant, now)] * CONNECTIONS)
    assert ConsentSignature.objects.count() == 1


def test_two_clinicians_make_one_decision(submitted, prescriber, director, now):
    refusal = {"outcome": Outcome.DECLINE, "message": "m", "alternatives": "a"}
    answers = together(
        decide(submitted, prescriber, now), decide(submitted, director, now, **refusal)
    )
    decision = Decision.objects.get()
    stored = Patient.objects.get(pk=submitted.pk)
    assert answers.count("NothingToDecide") == 1
    assert (stored.state == PatientState.APPROVED) is (decision.outcome == Outcome.APPROVE)


def test_two_claims_at_once_have_one_holder(submitted, nurse, prescriber, now):
    def claim(by):
        return lambda: application_claim(patient=submitted, by=by, now=now)

    answers = together(claim(nurse), claim(prescriber))
    held = ApplicationClaim.objects.get()
    assert answers.count("ClaimedByOther") == 1
    assert held.claimed_by in {nurse, prescriber}
    assert held.released_at is None


def test_a_claim_and_a_decision_at_once_do_not_pass_each_other(submitted, nurse, director, now):
    answers = together(
        lambda: application_claim(patient=submitted, by=nurse, now=now),
        decide(submitted, director, now),
    )
    is_claimed = ApplicationClaim.objects.filter(released_at=None).exists()
    assert is_claimed is not Decision.objects.exists()
    assert answers[1] == "ClaimedByOther" if is_claimed else answers[0] == "NothingToClaim"


def test_a_decision_never_rests_on_answers_that_changed_meanwhile(submitted, director, now):
    def change():
        return application_amend(
            patient=submitted,
            section=Section.PAIN_SCORE,
            answers=page_answers(Section.PAIN_SCORE) | {"peg_p": 9},
            reason="Worse.",
            by=submitted.user,
            now=now,
        )

    amended, decided = together(change, decide(submitted, director, now, shown=1))
    if decided == "ApplicationChanged":
        assert not Decision.objects.exists()
    else:
        assert decided.submission.number == 1
        assert list(amendments_to_review()) == [amended]


def test_eight_amendments_alike_are_one(submitted, now):
    def change():
        return application_amend(
            patient=submitted,
            section=Section.PAIN_SCORE,
            answers=page_answers(Section.PAIN_SCORE) | {"peg_p": 9},
            reason="Worse.",
            by=submitted.user,
            now=now,
        )

    made = together(*[change] * CONNECTIONS)
    assert {submission.number for submission in made} == {2}
    assert Submission.objects.count() == 2


def decide(patient, by, now, **changes):
    given = {
        "outcome": Outcome.APPROVE,
        "reason": "r",
        "message": "",
        "pain_type": PainType.CRPS,
        "understands_risks": True,
    }
    return lambda: application_decide(patient=patient, by=by, now=now, **(given | changes))


def test_the_last_two_gates_closed_together_start_the_patient_once(nurse, prescriber, now):
    patient = PatientFactory(approved=True)
    keys = [gate.key for gate in GATES if not gate.needs_date][:2]
    others = ReadinessGate.objects.filter(patient=patient).exclude(key__in=keys)
    others.update(outcome="done", closed_at=now, closed_by=nurse)

    def close(key, by):
        entry = GateEntry(key=key)
        return lambda: readiness_gates_record(patient=patient, entries=[entry], by=by, now=now)

    together(close(keys[0], nurse), close(keys[1], prescriber))
    changes = PatientStateChange.objects.filter(patient=patient, to_state=PatientState.ACTIVE)
    assert Patient.objects.get(pk=patient.pk).state == PatientState.ACTIVE
    assert changes.count() == 1
