"""What the other apps read from intake."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intake.choices import Action, PatientState, Section
from intake.models import (
    InstrumentResponse,
    Patient,
    SafetyConcern,
    ScreeningFinding,
    Submission,
    WeightMeasurement,
)
from intake.selectors import (
    application_queue,
    baseline_peg,
    baseline_pressure,
    care_blockers,
    in_person_exam_on_file,
    latest_weight,
    missing_sections,
    open_safety_concerns,
    patient_by_public_id,
    patient_for_user,
    queue_counts,
    reduced_start_reasons,
    safety_concern,
    screening_facts,
    sections_of,
    undecided_submission,
)
from intake.services import consent_withdraw, readiness_gate_record, safety_contact_record
from tests.factories.accounts import UserFactory
from tests.factories.intake import APPLIED_AT, PatientFactory
from tests.factories.intake_answers import normal_answers

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def keys(blockers):
    return [blocker.key for blocker in blockers]


@pytest.mark.parametrize(
    ("trait", "expected"),
    [
        ("draft", ["patient_state", "consent_missing"]),
        ("submitted", ["patient_state"]),
        ("approved", []),
        ("active", []),
        ("paused", ["patient_state"]),
    ],
)
def test_care_blockers_by_state(trait, expected):
    assert keys(care_blockers(PatientFactory(**{trait: True}))) == expected


@pytest.mark.parametrize(
    "state", [S for S in PatientState if S not in {PatientState.APPROVED, PatientState.ACTIVE}]
)
def test_every_other_state_blocks_in_words(state):
    patient = PatientFactory(active=True)
    patient.state = state
    (blocker,) = care_blockers(patient)
    assert blocker.key == "patient_state"
    assert blocker.sentence.endswith(".")


def test_a_withdrawn_consent_blocks(now):
    patient = PatientFactory(active=True)
    consent_withdraw(patient=patient, key="treatment", by=patient.user, now=now)
    assert keys(care_blockers(patient)) == ["consent_withdrawn"]


def test_care_blockers_cost_one_query():
    patient = PatientFactory(active=True)
    with CaptureQueriesContext(connection) as queries:
        care_blockers(patient)
    assert len(queries) == 1


def test_a_patient_is_found_by_person_and_by_address():
    patient = PatientFactory(active=True)
    assert patient_for_user(patient.user) == patient
    assert patient_by_public_id(patient.public_id) == patient
    assert patient_for_user(UserFactory()) is None
    assert patient_by_public_id(PatientFactory.build().public_id) is None


def test_the_newest_measured_weight_counts_not_the_newest_row(now):
    patient = PatientFactory(active=True)
    for days, weight_g in ((0, 68_000), (5, 69_000)):
        WeightMeasurement.objects.create(
            patient=patient,
            weight_g=weight_g,
            measured_at=now - timedelta(days=days),
            recorded_by=patient.user,
        )
    assert latest_weight(patient).weight_g == 68_000
    assert latest_weight(PatientFactory(draft=True)) is None


def test_the_baseline_is_what_was_sent_with_the_application(now):
    patient = PatientFactory(active=True)
    InstrumentResponse.objects.create(
        patient=patient,
        instrument="peg",
        version="2009-en",
        answers={"peg_p": 1, "peg_e": 1, "peg_g": 1},
        score=Decimal("1.0"),
        answered_at=now,
        recorded_by=patient.user,
    )
    assert baseline_peg(patient).score == Decimal("6.7")
    assert baseline_pressure(patient).mean_systolic == Decimal("121.0")


def test_the_exam_is_on_file_once_its_gate_is_closed(approved, nurse, now):
    assert not in_person_exam_on_file(approved)
    readiness_gate_record(
        patient=approved, key="in_person_exam_on_file", by=nurse, now=now, done_on=TODAY
    )
    assert in_person_exam_on_file(approved)


def test_an_active_patient_had_the_exam():
    assert in_person_exam_on_file(PatientFactory(active=True))


def test_reasons_for_a_lower_start_come_from_the_submission():
    assert reduced_start_reasons(PatientFactory(active=True), TODAY) == ()


def test_without_a_submission_every_reason_stands():
    assert "Age not known" in reduced_start_reasons(PatientFactory(draft=True), TODAY)


def test_men_are_not_asked_about_pregnancy():
    man = PatientFactory(draft=True, sex_at_birth="male")
    assert Section.PREGNANCY not in sections_of(man)
    assert len(sections_of(PatientFactory(draft=True))) == len(Section)


def test_missing_sections_come_in_order(applicant):
    given = normal_answers()
    del given[Section.WEIGHT], given[Section.ABOUT]
    assert missing_sections(applicant, given) == [Section.ABOUT, Section.WEIGHT]


def test_facts_of_nothing_are_unknown():
    facts = screening_facts({})
    assert (facts.date_of_birth, facts.replies, facts.readings) == (None, {}, ())
    assert facts.states_served == ("NY",)


def test_facts_read_months_and_choices():
    stored = {
        "brain": {"stroke_tia": {"answer": "yes", "month": "2019-05"}},
        "mind": {"psychosis": {"answer": "yes", "option": "past"}},
    }
    replies = screening_facts(stored).replies
    assert str(replies["stroke_tia"].month) == "2019-05"
    assert replies["psychosis"].option == "past"


def waiting(days, *actions):
    """A submission that waits since so many days, with findings of these actions."""
    patient = PatientFactory(submitted=True, now=APPLIED_AT - timedelta(days=days))
    submission = patient.submissions.get()
    for number, action in enumerate(actions):
        ScreeningFinding.objects.create(
            submission=submission,
            key=f"finding_{number}",
            action=action,
            facts={},
            sentence="Finding: yes.",
            source="x",
            policy_version=submission.policy_version,
            found_at=submission.submitted_at,
        )
    return submission


def test_the_riskiest_and_then_the_oldest_come_first():
    clear = waiting(9)
    review_new, review_old = waiting(1, Action.REVIEW), waiting(5, Action.REVIEW, Action.REVIEW)
    exclude = waiting(0, Action.EXCLUDE, Action.REVIEW)
    noted = waiting(10, Action.NOTE)
    assert list(application_queue()) == [exclude, review_old, review_new, noted, clear]


def test_the_queue_counts_and_filters_by_risk():
    waiting(0, Action.EXCLUDE)
    review = waiting(1, Action.REVIEW)
    waiting(2)
    assert queue_counts().tiers == {"all": 3, "exclude": 1, "review": 1, "clear": 1, "asked": 0}
    assert list(application_queue("review")) == [review]
    assert len(application_queue("made up")) == 3


def test_only_what_waits_is_in_the_queue():
    for trait in ("draft", "approved", "active", "paused"):
        PatientFactory(**{trait: True})
    assert list(application_queue()) == []
    assert queue_counts().tiers["all"] == 0


def test_a_patient_who_no_longer_waits_leaves_the_queue():
    submission = waiting(0)
    Patient.objects.filter(pk=submission.patient_id).update(state=PatientState.WITHDRAWN)
    assert undecided_submission(submission.patient_id) is None


@pytest.mark.parametrize("count", [3, 12])
def test_the_queue_costs_one_query_whatever_its_length(count):
    for days in range(count):
        waiting(days, Action.REVIEW)
    with CaptureQueriesContext(connection) as queries:
        [(s.patient.user.email, s.tier, s.review_count) for s in application_queue()]
    assert Submission.objects.count() == count
    assert len(queries) == 1


def test_a_concern_is_open_until_somebody_is_reached(applicant, nurse, now):
    concern = SafetyConcern.objects.create(patient=applicant, key="suicide_acute", raised_at=now)
    assert list(open_safety_concerns()) == [concern]
    assert safety_concern(concern.public_id) == concern
    safety_contact_record(concern=concern, by=nurse, now=now, note="spoke")
    assert list(open_safety_concerns()) == []
