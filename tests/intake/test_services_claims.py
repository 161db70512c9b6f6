"""Who has an application in hand."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from intake.choices import Outcome, PainType, PatientState, Section
from intake.models import ApplicationClaim, Decision
from intake.selectors import open_claim
from intake.services import (
    application_amend,
    application_claim,
    application_decide,
    application_release,
    application_submit,
)
from intake.services.errors import ClaimedByOther, NothingToClaim
from ketaclinic.accounts.access import AccessRefused
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import page_answers, verbs

pytestmark = pytest.mark.django_db


def test_a_claim_puts_the_application_in_review(submitted, nurse, now):
    claim = application_claim(patient=submitted, by=nurse, now=now)
    assert (claim.claimed_by, claim.claimed_at, claim.released_at) == (nurse, now, None)
    assert submitted.state == PatientState.IN_REVIEW
    assert verbs(submitted)[-2:] == ["intake.application_claimed", "intake.state_changed"]


def test_claiming_twice_changes_nothing(submitted, nurse, now):
    first = application_claim(patient=submitted, by=nurse, now=now)
    again = application_claim(patient=submitted, by=nurse, now=now + timedelta(hours=1))
    assert (again, ApplicationClaim.objects.count()) == (first, 1)
    assert verbs(submitted).count("intake.application_claimed") == 1


def test_a_second_person_is_told_who_has_it(submitted, nurse, prescriber, now):
    application_claim(patient=submitted, by=nurse, now=now)
    with pytest.raises(ClaimedByOther) as caught:
        application_claim(patient=submitted, by=prescriber, now=now)
    assert str(nurse) in str(caught.value)
    assert open_claim(submitted).claimed_by == nurse
    assert ApplicationClaim.objects.count() == 1


def test_taking_over_releases_the_first_and_is_audited(submitted, nurse, prescriber, now):
    first = application_claim(patient=submitted, by=nurse, now=now)
    application_claim(patient=submitted, by=prescriber, now=now, takes_over=True)
    first.refresh_from_db()
    assert (first.released_by, first.released_at) == (prescriber, now)
    assert open_claim(submitted).claimed_by == prescriber
    assert verbs(submitted)[-2:] == ["intake.application_released", "intake.application_claimed"]


def test_only_the_holder_gives_it_back(submitted, nurse, prescriber, now):
    application_claim(patient=submitted, by=nurse, now=now)
    assert application_release(patient=submitted, by=prescriber, now=now) is None
    assert application_release(patient=submitted, by=nurse, now=now).released_by == nurse
    assert open_claim(submitted) is None
    assert application_release(patient=submitted, by=nurse, now=now) is None


def test_what_excludes_stays_with_the_director_when_claimed(filled, send, nurse, now):
    send(filled, Section.BODY, porphyria={"answer": "yes"})
    application_submit(patient=filled, by=filled.user, now=now)
    application_claim(patient=filled, by=nurse, now=now)
    assert filled.state == PatientState.INELIGIBLE_PENDING


@pytest.mark.parametrize("trait", ["draft", "approved", "active"])
def test_what_does_not_wait_is_not_claimed(trait, nurse, now):
    with pytest.raises(NothingToClaim):
        application_claim(patient=PatientFactory(**{trait: True}), by=nurse, now=now)
    assert not ApplicationClaim.objects.exists()


@pytest.mark.parametrize("role", ["editor", "manager", "patient"])
def test_only_clinical_roles_claim(submitted, role, now):
    with pytest.raises(AccessRefused):
        application_claim(patient=submitted, by=UserFactory(role=role), now=now)
    assert not ApplicationClaim.objects.exists()


def decide(patient, by, now):
    return application_decide(
        patient=patient,
        by=by,
        now=now,
        outcome=Outcome.APPROVE,
        reason="r",
        message="",
        pain_type=PainType.CRPS,
        understands_risks=True,
    )


def test_nobody_decides_past_the_person_who_has_it(submitted, nurse, prescriber, now):
    application_claim(patient=submitted, by=nurse, now=now)
    with pytest.raises(ClaimedByOther):
        decide(submitted, prescriber, now)
    assert not Decision.objects.exists()


def test_deciding_needs_no_claim_and_ends_ones_own(submitted, prescriber, now):
    application_claim(patient=submitted, by=prescriber, now=now)
    decide(submitted, prescriber, now)
    assert open_claim(submitted) is None


def test_a_claim_follows_to_the_newer_submission(submitted, nurse, now):
    application_claim(patient=submitted, by=nurse, now=now)
    later = now + timedelta(hours=2)
    changed = page_answers(Section.PAIN_SCORE) | {"peg_p": 9}
    newer = application_amend(
        patient=submitted,
        section=Section.PAIN_SCORE,
        answers=changed,
        reason="Worse.",
        by=submitted.user,
        now=later,
    )
    claim = open_claim(submitted)
    assert (claim.submission, claim.claimed_by, claim.claimed_at) == (newer, nurse, now)


def test_the_database_knows_one_open_claim_only(submitted, nurse, now):
    claim = application_claim(patient=submitted, by=nurse, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApplicationClaim.objects.create(
            submission=claim.submission, claimed_by=nurse, claimed_at=now
        )
