"""Who has an application in hand: one person at a time, and anybody can see who."""

from datetime import datetime

from django.db import transaction

from intake.choices import PatientState
from intake.models import ApplicationClaim, Patient, Submission
from intake.selectors import open_claim, undecided_submission
from intake.services.errors import ClaimedByOther, NothingToClaim
from intake.services.transitions import patient_transition
from intake.services.waiting import waiting_reminders_return, waiting_reminders_settle
from ketaclinic.accounts.access import Capability, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record


@transaction.atomic
def application_claim(
    *, patient: Patient, by: User, now: datetime, takes_over: bool = False
) -> ApplicationClaim:
    """Take an application in hand; claiming again what one has changes nothing.

    Raises ClaimedByOther unless `takes_over`, which releases the first person in the same step.
    """
    ensure(by, Capability.RECORD_READINESS)
    locked = Patient.objects.select_for_update().get(pk=patient.pk)
    submission = undecided_submission(locked.pk)
    if submission is None:
        raise NothingToClaim()
    standing = open_claim(locked)
    if standing is not None and standing.claimed_by_id == by.pk:
        return standing
    if standing is not None:
        if not takes_over:
            raise ClaimedByOther(standing.claimed_by)
        _release(standing, by, now)
    claim = _claim(submission, by, now)
    if locked.state == PatientState.SUBMITTED:
        patient_transition(patient=locked, to=PatientState.IN_REVIEW, by=by, now=now)
    waiting_reminders_settle(locked, now=now)
    if standing is not None:
        waiting_reminders_return(locked, now=now)
    patient.state = locked.state
    return claim


@transaction.atomic
def application_release(*, patient: Patient, by: User, now: datetime) -> ApplicationClaim | None:
    """Give back what one has in hand; without a claim of one's own nothing changes."""
    ensure(by, Capability.RECORD_READINESS)
    Patient.objects.select_for_update().get(pk=patient.pk)
    standing = open_claim(patient)
    if standing is None or standing.claimed_by_id != by.pk:
        return None
    released = _release(standing, by, now)
    waiting_reminders_return(patient, now=now)
    return released


def claim_refuse_other(patient: Patient, by: User) -> None:
    """Deciding needs no claim, but nobody decides past the person who has it in hand."""
    standing = open_claim(patient)
    if standing is not None and standing.claimed_by_id != by.pk:
        raise ClaimedByOther(standing.claimed_by)


def claim_end(patient: Patient, by: User, now: datetime) -> None:
    """The work is done; called inside the transaction of the deciding service."""
    standing = open_claim(patient)
    if standing is not None:
        _release(standing, by, now)


def claim_follow(submission: Submission) -> ApplicationClaim | None:
    """Whoever had the application in hand has the newer submission too, from the same moment."""
    standing = open_claim(submission.patient)
    if standing is None or standing.submission_id == submission.pk:
        return standing
    standing.released_at, standing.released_by = submission.submitted_at, submission.submitted_by
    standing.save(update_fields=["released_at", "released_by"])
    return ApplicationClaim.objects.create(
        submission=submission, claimed_by=standing.claimed_by, claimed_at=standing.claimed_at
    )


def _claim(submission: Submission, by: User, now: datetime) -> ApplicationClaim:
    claim = ApplicationClaim.objects.create(submission=submission, claimed_by=by, claimed_at=now)
    event_record(
        verb="intake.application_claimed",
        by=by,
        patient_id=submission.patient.public_id,
        subject=claim,
    )
    return claim


def _release(claim: ApplicationClaim, by: User, now: datetime) -> ApplicationClaim:
    claim.released_at, claim.released_by = now, by
    claim.save(update_fields=["released_at", "released_by"])
    event_record(
        verb="intake.application_released",
        by=by,
        patient_id=claim.submission.patient.public_id,
        subject=claim,
        details={"held_by": str(claim.claimed_by.public_id)},
    )
    return claim
