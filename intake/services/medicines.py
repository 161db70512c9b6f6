"""Writes of the medicine list: each change is judged by the table of interactions, ever after."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from intake.choices import MedicineChangeKind, PatientState, Severity
from intake.models import Medicine, MedicineChange, MedicineReview, Patient
from intake.rules.medicines import (
    ENTRY_BY_KEY,
    change_findings,
    class_keys_of,
    entry_named,
    needs_review,
    strictest_severity,
)
from intake.rules.states import CLOSED
from intake.selectors import current_medicines
from intake.selectors.medicines import listed
from intake.services.errors import (
    AnswerRefused,
    DirectorNeeded,
    ListClosed,
    NoteMissing,
    NothingToReview,
)
from ketaclinic.accounts.access import AccessRefused, Capability, allows, ensure
from ketaclinic.accounts.models import User
from ketaclinic.audit.services import event_record
from ketaclinic.policies.selectors import policy_in_force

MOST_MEDICINES = 60
LONGEST_NAME = 200
LONGEST_DOSE = 200


@transaction.atomic
def medicine_add(
    *, patient: Patient, by: User, now: datetime, name: str, dose: str = "", entry_key: str = ""
) -> MedicineChange | None:
    """Put one medicine on the list; None when this very line stands there already.

    Without `entry_key` only a name that is spelled exactly is recognised; what is not goes to a
    person. Raises AnswerRefused with the field, ListClosed, AccessRefused.
    """
    patient = _open_list(patient, by)
    name, dose = _plain(name), _plain(dose)
    _refuse_line(patient, name, dose, entry_key)
    entry = ENTRY_BY_KEY.get(entry_key) or entry_named(name)
    key = entry.key if entry else ""
    if _is_listed(patient, name, dose, key):
        return None
    medicine = Medicine.objects.create(
        patient=patient,
        name_text=name,
        entry_key=key,
        class_keys=list(class_keys_of(name, key)),
        dose_text=dose,
        added_at=now,
        added_by=by,
    )
    return _changed(medicine, MedicineChangeKind.ADDED, by, now)


@transaction.atomic
def medicine_change(
    *, medicine: Medicine, by: User, now: datetime, dose: str, entry_key: str = ""
) -> MedicineChange | None:
    """Write another dose, or say which medicine an unknown name is; None when nothing differs.

    A recognised medicine keeps its name: another one is another line.
    """
    medicine = _open_line(medicine, by)
    dose = _plain(dose)
    if len(dose) > LONGEST_DOSE:
        raise AnswerRefused(_("Use at most %(n)s letters.") % {"n": LONGEST_DOSE}, field="dose")
    key = medicine.entry_key or entry_key
    if key and key not in ENTRY_BY_KEY and key != medicine.entry_key:
        raise AnswerRefused(_("Choose one of the names."), field="entry")
    if (dose, key) == (medicine.dose_text, medicine.entry_key):
        return None
    medicine.dose_text, medicine.entry_key = dose, key
    medicine.class_keys = list(class_keys_of(medicine.name_text, key))
    medicine.save(update_fields=["dose_text", "entry_key", "class_keys"])
    return _changed(medicine, MedicineChangeKind.CHANGED, by, now)


@transaction.atomic
def medicine_stop(
    *, medicine: Medicine, by: User, now: datetime, stopped_on: date
) -> MedicineChange | None:
    """End a line on a day up to today; None when it had ended already."""
    medicine = _open_line(medicine, by)
    if medicine.stopped_on is not None:
        return None
    today = now.astimezone(medicine.patient.user.zone).date()
    if stopped_on > today:
        raise AnswerRefused(_("This day is still to come."), field="stopped_on")
    if medicine.started_on is not None and stopped_on < medicine.started_on:
        raise AnswerRefused(_("It was started later than this day."), field="stopped_on")
    medicine.stopped_on, medicine.stopped_at, medicine.stopped_by = stopped_on, now, by
    medicine.save(update_fields=["stopped_on", "stopped_at", "stopped_by"])
    return _changed(medicine, MedicineChangeKind.STOPPED, by, now)


@transaction.atomic
def medicine_strike_out(*, medicine: Medicine, by: User, now: datetime) -> MedicineChange | None:
    """Take back a line that was a mistake; it stays on record. None when it was struck already."""
    medicine = _open_line(medicine, by, is_struck_too=True)
    if medicine.struck_out_at is not None:
        return None
    medicine.struck_out_at, medicine.struck_out_by = now, by
    medicine.save(update_fields=["struck_out_at", "struck_out_by"])
    return _changed(medicine, MedicineChangeKind.STRUCK_OUT, by, now)


@transaction.atomic
def medicine_review(
    *, change: MedicineChange, by: User, now: datetime, note: str
) -> MedicineReview:
    """A clinician has read a change; a second call returns the first review.

    A nurse closes what is moderate, a prescriber what is major; a medicine that blocks dosing and
    is still taken needs the medical director. Raises NoteMissing, NothingToReview, DirectorNeeded.
    """
    ensure(by, Capability.CLOSE_HOLD)
    Patient.objects.select_for_update().get(pk=change.patient_id)
    known = MedicineReview.objects.filter(change=change).first()
    if known is not None:
        return known
    if not change.needs_review:
        raise NothingToReview()
    _ensure_may_close(change, by)
    if not note.strip():
        raise NoteMissing(field="note")
    review = MedicineReview.objects.create(
        change=change, note=note.strip(), reviewed_at=now, reviewed_by=by
    )
    _record("intake.medicine_change_reviewed", review, change, by)
    return review


def _ensure_may_close(change: MedicineChange, by: User) -> None:
    if change.severity == Severity.BLOCK:
        is_taken = current_medicines(change.patient).filter(pk=change.medicine_id).exists()
        if is_taken and not allows(by, Capability.OVERRIDE_EXCLUSION):
            raise DirectorNeeded(_("Only the medical director can close this while it is taken."))
    if change.severity in {Severity.BLOCK, Severity.MAJOR}:
        ensure(by, Capability.DECIDE_APPLICATION)


def _open_list(patient: Patient, by: User) -> Patient:
    """The locked patient, if this person may write on the list; a closed record takes nothing."""
    locked = Patient.objects.select_for_update().select_related("user").get(pk=patient.pk)
    is_own = locked.user_id == by.pk and allows(by, Capability.OWN_RECORD)
    if not is_own and not allows(by, Capability.VIEW_PATIENTS):
        raise AccessRefused()
    if locked.state in CLOSED:
        raise ListClosed()
    return locked


def _open_line(medicine: Medicine, by: User, *, is_struck_too: bool = False) -> Medicine:
    patient = _open_list(medicine.patient, by)
    fresh = Medicine.objects.get(pk=medicine.pk)
    fresh.patient = patient
    if fresh.struck_out_at is not None and not is_struck_too:
        raise AnswerRefused(_("This line was taken back. Add the medicine again."))
    return fresh


def _plain(text: str) -> str:
    return " ".join(text.split())


def _refuse_line(patient: Patient, name: str, dose: str, entry_key: str) -> None:
    if not name:
        raise AnswerRefused(_("Type the name of the medicine."), field="name")
    for text, most, field in ((name, LONGEST_NAME, "name"), (dose, LONGEST_DOSE, "dose")):
        if len(text) > most:
            raise AnswerRefused(_("Use at most %(n)s letters.") % {"n": most}, field=field)
    if entry_key and entry_key not in ENTRY_BY_KEY:
        raise AnswerRefused(_("Choose one of the names."), field="entry")
    if current_medicines(patient).count() >= MOST_MEDICINES:
        text = _("The list is full. Please call the clinic about the rest.")
        raise AnswerRefused(text, field="name")


def _is_listed(patient: Patient, name: str, dose: str, entry_key: str) -> bool:
    rows = current_medicines(patient).filter(entry_key=entry_key)
    return rows.filter(name_text__iexact=name, dose_text__iexact=dose).exists()


def _changed(medicine: Medicine, kind: str, by: User, now: datetime) -> MedicineChange:
    """Judge the change and keep what the table said; a draft is judged when it is sent."""
    found = change_findings(kind, listed(medicine))
    change = MedicineChange.objects.create(
        patient=medicine.patient,
        medicine=medicine,
        kind=kind,
        findings=[finding.as_json() for finding in found],
        severity=strictest_severity(found),
        needs_review=needs_review(found) and medicine.patient.state != PatientState.DRAFT,
        policy_version=policy_in_force().version,
        changed_at=now,
        changed_by=by,
    )
    _record(f"intake.medicine_{kind}", medicine, change, by)
    return change


def _record(verb: str, subject: Any, change: MedicineChange, by: User) -> None:
    event_record(
        verb=verb,
        by=by,
        patient_id=change.patient.public_id,
        subject=subject,
        details={"severity": str(change.severity)},
    )
