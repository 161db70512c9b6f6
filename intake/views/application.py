"""One application on one page, with everything that may be done about it from there."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from intake.forms import AmendmentReviewForm, AskForm, DecisionForm
from intake.models import Decision, Patient, ScreeningFinding, Submission
from intake.presenters.answers import answer_groups
from intake.presenters.clinic import clinic_order, finding_rows, identity_items, waiting_words
from intake.presenters.instruments import score_rows
from intake.presenters.medicines import change_row
from intake.presenters.work import amendment_rows, asked_words, change_words, claim_words
from intake.rules.states import CLOSED, OPEN_TO_AMENDMENT, WAITING_FOR_DECISION
from intake.selectors import (
    decision_in_force,
    findings_of,
    judged_before,
    open_claim,
    open_request,
    safety_concerns_of,
    sections_of,
    state_history,
    submission_difference,
    submission_in_force,
    submission_numbered,
    unread_amendments,
    unread_medicine_changes,
)
from intake.selectors.duplicates import merges_of, possible_duplicates
from intake.services import moves_open_to
from intake.services.decision import needs_director
from intake.views.medicines import frozen_lines
from ketaclinic.accounts.access import Capability, allows
from ketaclinic.audit.services import read_record


def application_page(
    request: HttpRequest,
    patient: Patient,
    *,
    form: DecisionForm | None = None,
    ask_form: AskForm | None = None,
) -> HttpResponse:
    """The page, with a form that was refused or with fresh ones."""
    submission = submission_in_force(patient)
    if submission is None:
        raise Http404
    submission.patient = patient
    read_record(by=request.user, what="intake.application", patients=[patient.public_id])
    now, found = timezone.now(), findings_of(submission)
    if form is None and _may(request, patient, Capability.DECIDE_APPLICATION):
        form = DecisionForm(findings=found, initial={"shown": submission.number})
    if ask_form is None and _may(request, patient, Capability.RECORD_READINESS):
        ask_form = ask_form_for(patient, submission)
    context: dict[str, Any] = {
        "patient": patient,
        "submission": submission,
        "decision": _decision(patient, submission),
        "identity": identity_items(patient, now),
        "findings": finding_rows(found, form.answer_field if form else None),
        "groups": answer_groups(clinic_order(sections_of(patient)), submission.facts),
        "scores": score_rows(submission.facts, {each.key: each.action for each in found}),
        "medicines": frozen_lines(submission.facts),
        "medicine_changes": [change_row(each) for each in unread_medicine_changes(patient)],
        "concerns": safety_concerns_of(patient),
        "history": state_history(patient),
        "waiting": waiting_words(submission.submitted_at, now),
        "needs_director": _is_for_director(request, submission, found),
        "form": form,
        "ask_form": ask_form,
    }
    context |= _work(request, patient, submission)
    return render(request, "intake/clinic/application.html", context)


def _decision(patient: Patient, submission: Submission) -> Decision | None:
    """The newest decision; it may be about a submission before an amendment."""
    own = getattr(submission, "decision", None)
    return own if own is not None or submission.number == 1 else decision_in_force(patient)


def ask_form_for(patient: Patient, submission: Submission, data: Any = None) -> AskForm:
    """The form that asks for more, about the submission that is on the page."""
    return AskForm(
        data,
        sections=sections_of(patient),
        sex_at_birth=patient.sex_at_birth,
        initial={"shown": submission.number},
    )


def _work(request: HttpRequest, patient: Patient, submission: Submission) -> dict[str, Any]:
    """Who has it in hand, what changed, what was asked, and which records may be the same."""
    is_clinical = allows(request.user, Capability.RECORD_READINESS)
    is_first = submission.number == 1
    older = None if is_first else submission_numbered(patient, submission.number - 1)
    unread = [] if is_first else list(unread_amendments(patient))
    return {
        "claim": claim_words(open_claim(patient), request.user),
        "may_claim": is_clinical and patient.state in WAITING_FOR_DECISION,
        "asked": asked_words(open_request(patient)),
        "changed": older and change_words(submission_difference(older, submission), submission),
        "amendments": amendment_rows(unread, judged_before(unread)) if unread else [],
        "review_form": AmendmentReviewForm(),
        "may_review": allows(request.user, Capability.DECIDE_APPLICATION),
        "may_amend": is_clinical and patient.state in OPEN_TO_AMENDMENT,
        "may_move": bool(moves_open_to(patient, request.user)),
        "duplicates": possible_duplicates(patient),
        "may_merge": allows(request.user, Capability.DECIDE_APPLICATION),
        "merges": merges_of(patient),
        "is_closed": patient.state in CLOSED,
    }


def _may(request: HttpRequest, patient: Patient, capability: Capability) -> bool:
    return patient.state in WAITING_FOR_DECISION and allows(request.user, capability)


def _is_for_director(
    request: HttpRequest, submission: Submission, found: list[ScreeningFinding]
) -> bool:
    is_excluded = needs_director(submission, found)
    return is_excluded and not allows(request.user, Capability.OVERRIDE_EXCLUSION)
