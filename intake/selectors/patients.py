"""Find a patient, and say what stands in the way of care."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, QuerySet
from django.utils.translation import gettext as _

from intake.choices import PatientState
from intake.models import Patient, PatientStateChange
from intake.rules.changes import new_exclusions
from intake.rules.states import AFTER_APPROVAL, IN_PROGRAMME
from intake.selectors.consent import ConsentStanding, consent_standing
from intake.selectors.medicines import unread_blocks
from intake.selectors.work import last_judged_submission, unread_amendments
from ketaclinic.fixed_query import FixedQuery


@dataclass(frozen=True)
class CareBlocker:
    """One reason why no dose may be taken, in words that the patient and the clinic both read."""

    key: str
    sentence: str


def patient_for_user(user: Any) -> Patient | None:
    """The patient row of a signed-in person; None before they start an application."""
    return Patient.objects.select_related("user").filter(user_id=user.pk).first()


def patient_by_public_id(public_id: UUID) -> Patient | None:
    """The patient with this identifier, with the user."""
    return Patient.objects.select_related("user").filter(public_id=public_id).first()


def deceased_among(user_ids: Iterable[int]) -> dict[int, str]:
    """Which of these people have died as patients here: they get no message at all."""
    return {row[0]: "deceased" for row in _deceased.rows(user_ids=list(user_ids))}


def _build_deceased(user_ids: list[int]) -> QuerySet[Patient, Any]:
    gone = Patient.objects.filter(user_id__in=user_ids, state=PatientState.DECEASED)
    return gone.order_by().values_list("user_id")


_deceased = FixedQuery(_build_deceased)


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
    standing = consent_standing(patient)
    if standing is not ConsentStanding.CURRENT:
        blockers.append(CareBlocker(f"consent_{standing.value}", _consent_sentence(standing)))
    has_block, has_amendment = _unread_of(patient)
    if has_block:
        sentence = _("A medicine was added that must not be combined with this treatment.")
        blockers.append(CareBlocker("medicine_block", sentence))
    if has_amendment and unread_exclusions(patient):
        sentence = _("An answer was changed; a clinician must read it before the next dose.")
        blockers.append(CareBlocker("amendment_unread", sentence))
    return blockers


def _unread_of(patient: Patient) -> tuple[bool, bool]:
    """Whether a medicine that blocks, and whether an amendment, wait for a reader: one query."""
    if patient.state not in AFTER_APPROVAL:
        return False, False
    rows = Patient.objects.filter(pk=patient.pk).values_list(
        Exists(unread_blocks(patient)), Exists(unread_amendments(patient))
    )
    return rows[0]


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
