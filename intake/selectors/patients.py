"""Find a patient, and say what stands in the way of care."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.utils.translation import gettext as _

from intake.choices import PatientState
from intake.models import Patient, PatientStateChange
from intake.rules.changes import new_exclusions
from intake.rules.states import AFTER_APPROVAL, IN_PROGRAMME
from intake.selectors.consent import ConsentStanding, Signed, signed_columns, standing_of
from intake.selectors.medicines import unread_blocks
from intake.selectors.work import last_judged_submission, unread_amendments
from ketaclinic.statements import Statement, given_id, given_uuid


@dataclass(frozen=True)
class CareBlocker:
    """One reason why no dose may be taken, in words that the patient and the clinic both read."""

    key: str
    sentence: str


def patient_for_user(user: Any) -> Patient | None:
    """The patient row of a signed-in person; None before they start an application."""
    return _OF_USER.first(user=user.pk)


def patient_by_public_id(public_id: UUID) -> Patient | None:
    """The patient with this identifier, with the user."""
    return _BY_PUBLIC_ID.first(public_id=public_id)


_OF_USER: Statement[Patient] = Statement(
    lambda: Patient.objects.select_related("user").filter(user=given_id("user")).order_by()
)
_BY_PUBLIC_ID: Statement[Patient] = Statement(
    lambda: (
        Patient.objects.select_related("user").filter(public_id=given_uuid("public_id")).order_by()
    )
)


def deceased_user() -> Case:
    """For the read of an account: "deceased" where its person died as a patient here, else ""."""
    died = Patient.objects.filter(user=OuterRef("pk"), state=PatientState.DECEASED)
    return Case(When(Exists(died), then=Value("deceased")), default=Value(""))


def helper_phone_of(user_id: int) -> str:
    """The phone of the helper whom this person named, as it was typed; empty without one."""
    row = Patient.objects.filter(user_id=user_id).values_list("helper_phone", flat=True).first()
    return row or ""


def state_history(patient: Patient) -> QuerySet[PatientStateChange]:
    """Every change of state, oldest first."""
    return PatientStateChange.objects.filter(patient=patient).select_related("by")


def care_blockers(patient: Patient) -> list[CareBlocker]:
    """Why this patient may not be dosed, as far as intake knows; empty when nothing stands."""
    blockers = []
    if patient.state not in IN_PROGRAMME:
        blockers.append(CareBlocker("patient_state", _state_sentence(patient.state)))
    standing, has_block, has_amendment = _standing_in_care(patient)
    if standing is not ConsentStanding.CURRENT:
        blockers.append(CareBlocker(f"consent_{standing.value}", _consent_sentence(standing)))
    if has_block:
        sentence = _("A medicine was added that must not be combined with this treatment.")
        blockers.append(CareBlocker("medicine_block", sentence))
    if has_amendment and unread_exclusions(patient):
        sentence = _("An answer was changed; a clinician must read it before the next dose.")
        blockers.append(CareBlocker("amendment_unread", sentence))
    return blockers


def _standing_in_care(patient: Patient) -> tuple[ConsentStanding, bool, bool]:
    """Where the consents stand, and whether a medicine that blocks, or an amendment, is unread."""
    rows = _CARE.all(patient=patient.pk)
    standing = standing_of(Signed._make(signed) for *signed, _, _ in rows)
    *_, has_block, has_amendment = rows[0]
    is_read = patient.state in AFTER_APPROVAL
    return standing, is_read and has_block, is_read and has_amendment


_PATIENT: Any = given_id("patient")
# Each signature on a row, and on a row without one the rest of it; the last two are on every row.
_CARE: Statement[tuple[Any, ...]] = Statement(
    lambda: (
        Patient.objects.filter(pk=_PATIENT)
        .order_by("consent_signatures__id")
        .values_list(
            *signed_columns("consent_signatures__"),
            Exists(unread_blocks(_PATIENT)),
            Exists(unread_amendments(_PATIENT)),
        )
    )
)


def unread_exclusions(patient: Patient) -> list[str]:
    """What excludes by a change since the last decision that no clinician has read yet."""
    unread = list(unread_amendments(patient))
    judged = last_judged_submission(patient) if unread else None
    before = dict(judged.findings.values_list("key", "action")) if judged else {}
    found = [{f.key: f.action for f in each.findings.all()} for each in unread]
    return [key for after in found for key in new_exclusions(before, after)]


def _state_sentence(state: str) -> str:
    sentences = {
        PatientState.PAUSED: _("Treatment is paused. The clinic will say when it goes on."),
        PatientState.DISCHARGED: _("Treatment in this program has ended."),
        PatientState.WITHDRAWN: _("The application or the treatment was withdrawn."),
        PatientState.DECLINED: _("The application was not approved."),
    }
    return sentences.get(PatientState(state), _("The application is not approved yet."))


def _consent_sentence(standing: ConsentStanding) -> str:
    return {
        ConsentStanding.MISSING: _("The consent is not signed."),
        ConsentStanding.WITHDRAWN: _("The consent was withdrawn."),
        ConsentStanding.OUTDATED: _("The consent has a new version that must be signed first."),
    }[standing]
