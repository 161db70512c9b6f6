"""What dosing decides, the summary shows in the same transaction; a refusal writes nothing."""

from datetime import timedelta

import pytest

from dosing.models import DosingPlan, PlanEnd
from dosing.selectors import open_draft
from dosing.services import (
    DraftChanged,
    NoPlanToStop,
    NoteNeeded,
    NothingToSign,
    PlanOverLimit,
    ReasonNeeded,
    plan_draft_save,
)
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from monitoring.alerts.models import PatientSummary
from monitoring.clinic.services import AlreadyClosed, hold_settle, plan_halt, plan_put_in_force
from tests.factories.accounts import UserFactory, user_of
from tests.factories.dosing import NOW, dosing_patient, signed_plan, terms
from tests.support.kept import kept

LATER = NOW + timedelta(minutes=3)


@pytest.fixture
def prescriber(db):
    return UserFactory(prescriber=True)


@kept
def patient():
    return dosing_patient()


@pytest.fixture
def hold(worried):
    return worried.holds.get()


def draft(patient, by, **changes):
    return plan_draft_save(patient=patient, by=by, now=NOW, terms=terms(**changes))


def sign(patient, by, revision, reason=""):
    return plan_put_in_force(
        patient=patient, by=by, now=NOW, revision=revision, limits_reason=reason
    )


def summary(patient):
    return PatientSummary.objects.get(patient=patient)


def events():
    return AuditEvent.objects.count()


def test_closing_a_hold_brings_the_summary_up_to_date(hold, prescriber):
    assert summary(hold.patient).has_plan_hold
    closed = hold_settle(hold=hold, by=prescriber, now=LATER, note="Fresh pair in range.")
    assert (closed.closed_at, closed.closed_by) == (LATER, prescriber)
    assert not summary(hold.patient).has_plan_hold


def test_closing_it_again_oneself_changes_nothing(hold, prescriber):
    hold_settle(hold=hold, by=prescriber, now=LATER, note="Fresh pair in range.")
    again = hold_settle(hold=hold, by=prescriber, now=LATER + timedelta(hours=1), note="Twice.")
    assert (again.closed_at, again.close_note) == (LATER, "Fresh pair in range.")
    assert AuditEvent.objects.filter(verb="dosing.hold_closed").count() == 1


def test_closing_what_another_person_closed_says_who(hold, prescriber):
    hold_settle(hold=hold, by=prescriber, now=LATER, note="Fresh pair in range.")
    with pytest.raises(AlreadyClosed, match="Dr Priya Raman has closed this hold already."):
        hold_settle(hold=hold, by=UserFactory(nurse=True), now=LATER, note="Mine.")
    hold.refresh_from_db()
    assert hold.closed_by == prescriber


@pytest.mark.parametrize(
    ("role", "note", "error"),
    [
        pytest.param("nurse", "  ", NoteNeeded, id="no note"),
        pytest.param("editor", "Fine.", AccessRefused, id="an editor"),
        pytest.param("patient", "Fine.", AccessRefused, id="a patient"),
    ],
)
def test_a_refused_closing_writes_nothing(hold, role, note, error):
    by, before = user_of(role), events()
    with pytest.raises(error):
        hold_settle(hold=hold, by=by, now=LATER, note=note)
    hold.refresh_from_db()
    assert hold.closed_at is None
    assert events() == before


def test_signing_makes_the_plan_and_the_summary(patient, prescriber):
    plan = sign(patient, prescriber, draft(patient, prescriber).revision)
    assert (plan.version, plan.signed_by) == (1, prescriber)
    assert summary(patient).next_dose_ug == 25_000
    assert AuditEvent.objects.filter(verb="dosing.plan_signed").count() == 1


def test_the_reason_is_kept_with_the_plan_that_it_was_typed_for(patient, prescriber):
    asked = draft(patient, prescriber, dose_ug=30_000, strength_ug=30_000)
    plan = sign(patient, prescriber, asked.revision, "  Did well on it before. ")
    assert plan.limits_reason == "Did well on it before."


@pytest.mark.parametrize(
    ("dose_ug", "reason", "error"),
    [
        pytest.param(30_000, " ", ReasonNeeded, id="a soft limit without a reason"),
        pytest.param(100_000, "Because.", PlanOverLimit, id="a hard limit with a reason"),
    ],
)
def test_a_refused_signature_writes_neither_plan_nor_reason(
    patient, prescriber, dose_ug, reason, error
):
    asked = draft(patient, prescriber, dose_ug=dose_ug, strength_ug=dose_ug)
    before = events()
    with pytest.raises(error):
        sign(patient, prescriber, asked.revision, reason)
    kept = open_draft(patient)
    assert (kept.revision, kept.limits_reason) == (asked.revision, "")
    assert not DosingPlan.objects.exists()
    assert events() == before


def test_a_draft_that_was_not_read_is_not_signed(patient, prescriber):
    asked = draft(patient, prescriber)
    with pytest.raises(DraftChanged):
        sign(patient, prescriber, asked.revision + 1, "A reason for another draft.")
    assert open_draft(patient).limits_reason == ""
    assert not DosingPlan.objects.exists()


def test_without_a_draft_there_is_nothing_to_sign(patient, prescriber):
    with pytest.raises(NothingToSign):
        sign(patient, prescriber, 1)
    assert not PatientSummary.objects.filter(patient=patient).exists()


def test_a_nurse_cannot_sign(patient, prescriber):
    asked = draft(patient, prescriber)
    with pytest.raises(AccessRefused):
        sign(patient, UserFactory(nurse=True), asked.revision)
    assert not DosingPlan.objects.exists()


def test_stopping_ends_the_plan_and_empties_the_summary(patient, prescriber):
    plan = signed_plan(patient)
    assert plan_halt(patient=patient, by=prescriber, now=LATER, reason="Bladder.") == [plan]
    assert summary(patient).next_dose_at is None


@pytest.mark.parametrize(
    ("is_planned", "reason", "error"),
    [
        pytest.param(True, " ", NoteNeeded, id="no reason"),
        pytest.param(False, "Enough.", NoPlanToStop, id="no plan"),
    ],
)
def test_a_refused_stop_writes_nothing(patient, prescriber, is_planned, reason, error):
    if is_planned:
        signed_plan(patient)
    before = events()
    with pytest.raises(error):
        plan_halt(patient=patient, by=prescriber, now=LATER, reason=reason)
    assert not PlanEnd.objects.exists()
    assert events() == before
