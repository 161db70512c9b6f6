"""Draft, sign, supersede, stop: what is written, and that a refusal writes nothing."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from dosing.choices import CancelReason, Enantiomer, Place, PlanChange, PlanEndKind
from dosing.models import DosingPlan, PlanDraft, PlanEnd, ScheduledDose
from dosing.selectors import plan_coming, plan_in_force
from dosing.services import (
    DraftChanged,
    NoPlanToStop,
    NoteNeeded,
    NothingToSign,
    PlanNotPossible,
    PlanOverLimit,
    ReasonNeeded,
    SigningRefused,
    plan_draft_discard,
    plan_draft_save,
    plan_sign,
    plan_stop,
)
from intake.choices import PatientState
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from ketaclinic.reminders.models import Reminder
from tests.factories.accounts import UserFactory, user_of
from tests.factories.dosing import (
    TODAY,
    ClearanceFactory,
    DoseLogFactory,
    HoldFactory,
    IncreasePermitFactory,
    ScheduledDoseFactory,
    dosing_patient,
    signed_plan,
    takes_opioids,
    terms,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def draft(patient, by, now, **changes):
    return plan_draft_save(patient=patient, by=by, now=now, terms=terms(**changes))


def verbs():
    return set(AuditEvent.objects.values_list("verb", flat=True))


class TestDraft:
    def test_it_is_kept(self, patient, nurse, now):
        saved = draft(patient, nurse, now)
        assert saved.terms == terms()
        assert (saved.saved_by, saved.saved_at, saved.revision) == (nurse, now, 1)
        assert "dosing.draft_saved" in verbs()

    def test_there_is_one_and_it_is_edited(self, patient, nurse, now):
        draft(patient, nurse, now)
        saved = draft(patient, nurse, now, dose_ug=50_000)
        assert PlanDraft.objects.count() == 1
        assert (saved.dose_ug, saved.revision) == (50_000, 2)

    def test_the_same_terms_again_change_nothing(self, patient, nurse, now):
        draft(patient, nurse, now)
        again = draft(patient, nurse, now + DAY / 24, times_of_day=("20:00", "14:00", "08:00"))
        assert again.revision == 1
        assert AuditEvent.objects.filter(verb="dosing.draft_saved").count() == 1

    @pytest.mark.parametrize("role", ["patient", "editor", "manager"])
    def test_only_clinical_roles_draft(self, patient, now, role):
        with pytest.raises(AccessRefused):
            draft(patient, user_of(role), now)
        assert not PlanDraft.objects.exists()

    def test_what_nobody_can_carry_out_is_refused(self, patient, nurse, now):
        with pytest.raises(PlanNotPossible) as refusal:
            draft(patient, nurse, now, strength_ug=30_000, dose_ug=25_370)
        assert refusal.value.field == "dose_ug"
        assert "The nearest: 30 mg" in str(refusal.value.message)
        assert not PlanDraft.objects.exists()

    def test_past_a_limit_it_is_kept_all_the_same(self, patient, nurse, now):
        assert draft(patient, nurse, now, dose_ug=100_000).dose_ug == 100_000

    def test_it_is_discarded(self, patient, nurse, now):
        draft(patient, nurse, now)
        plan_draft_discard(patient=patient, by=nurse, now=now)
        assert PlanDraft.objects.get().discarded_at == now
        with pytest.raises(NothingToSign):
            plan_draft_discard(patient=patient, by=nurse, now=now)


class TestSign:
    def test_it_makes_an_immutable_version(self, patient, prescriber, now):
        draft(patient, prescriber, now)
        plan = plan_sign(patient=patient, by=prescriber, now=now)
        assert plan.terms == terms()
        assert (plan.version, plan.change, plan.supersedes) == (1, PlanChange.START, None)
        assert (plan.signed_by, plan.signed_at, plan.effective_at) == (prescriber, now, now)
        assert plan_in_force(patient, now) == plan
        assert PlanDraft.objects.get().signed_as == plan

    def test_it_is_in_the_audit(self, patient, now):
        plan = signed_plan(patient)
        event = AuditEvent.objects.get(verb="dosing.plan_signed")
        assert event.subject_id == str(plan.public_id)
        assert event.patient_ids == [str(patient.public_id)]

    def test_it_lays_out_fourteen_days(self, patient):
        signed_plan(patient)
        slots = list(ScheduledDose.objects.order_by("due_at"))
        # Today's 08:00 had passed at 10:00.
        assert len(slots) == 14 * 3 - 1
        assert (slots[0].local_date, slots[0].local_time) == (TODAY, time(14))
        assert slots[-1].local_date == TODAY + 13 * DAY
        assert {slot.dose_ug for slot in slots} == {25_000}

    def test_it_schedules_the_reminders(self, patient, now):
        signed_plan(patient)
        first = ScheduledDose.objects.order_by("due_at").first()
        rows = Reminder.objects.filter(subject_id=str(first.public_id)).order_by("due_at")
        assert [(row.purpose, row.due_at) for row in rows] == [
            ("dose_soon", first.due_at - timedelta(minutes=15)),
            ("dose_due", first.due_at),
            ("dose_missed", first.window_closes_at),
        ]
        assert {row.recipient for row in rows} == {patient.user}

    @pytest.mark.parametrize("role", ["nurse", "patient", "manager"])
    def test_only_prescribers_sign(self, patient, nurse, now, role):
        draft(patient, nurse, now)
        with pytest.raises(AccessRefused):
            plan_sign(patient=patient, by=user_of(role), now=now)
        assert not DosingPlan.objects.exists()

    def test_twice_makes_one_version(self, patient, prescriber, now):
        signed_plan(patient)
        with pytest.raises(NothingToSign):
            plan_sign(patient=patient, by=prescriber, now=now)
        assert DosingPlan.objects.count() == 1

    def test_a_draft_that_changed_meanwhile_is_not_signed(self, patient, prescriber, now):
        seen = draft(patient, prescriber, now).revision
        draft(patient, prescriber, now, dose_ug=50_000)
        with pytest.raises(DraftChanged):
            plan_sign(patient=patient, by=prescriber, now=now, revision=seen)
        assert not DosingPlan.objects.exists()

    def test_a_first_day_that_passed_is_told_at_its_field(self, patient, prescriber, now):
        draft(patient, prescriber, now)
        with pytest.raises(PlanOverLimit) as refusal:
            plan_sign(patient=patient, by=prescriber, now=now + DAY)
        assert refusal.value.field == "starts_on"


class TestLimits:
    def test_a_soft_limit_asks_for_a_reason(self, patient, prescriber, now):
        draft(patient, prescriber, now, strength_ug=30_000, dose_ug=30_000)
        with pytest.raises(ReasonNeeded) as refusal:
            plan_sign(patient=patient, by=prescriber, now=now)
        assert refusal.value.field == "limits_reason"
        assert not DosingPlan.objects.exists()

    def test_with_a_reason_it_is_signed_and_the_finding_kept(self, patient, prescriber, now):
        changes = {"strength_ug": 30_000, "dose_ug": 30_000, "limits_reason": "Tolerated before."}
        draft(patient, prescriber, now, **changes)
        plan = plan_sign(patient=patient, by=prescriber, now=now)
        kept = {finding["key"]: finding for finding in plan.findings}
        assert kept["start_single_dose_mg"]["level"] == "soft"
        assert kept["start_single_dose_mg"]["limit"] == 25_000

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"dose_ug": 75_000}, id="ceiling"),
            pytest.param({"dose_ug": 200_000}, id="bound in code"),
            pytest.param({"enantiomer": Enantiomer.S_KETAMINE, "dose_ug": 50_000}, id="s-ketamine"),
        ],
    )
    def test_no_reason_helps_past_a_hard_limit(self, patient, prescriber, now, changes):
        draft(patient, prescriber, now, limits_reason="I insist.", **changes)
        with pytest.raises(PlanOverLimit) as refusal:
            plan_sign(patient=patient, by=prescriber, now=now)
        assert refusal.value.findings
        assert not DosingPlan.objects.exists()
        assert not ScheduledDose.objects.exists()

    def test_a_cautious_start_is_asked_of_who_takes_opioids(self, patient, prescriber, now):
        draft(takes_opioids(patient), prescriber, now, limits_reason="I insist.")
        with pytest.raises(PlanOverLimit) as refusal:
            plan_sign(patient=patient, by=prescriber, now=now)
        assert refusal.value.findings[0].key == "start_single_dose_mg_reduced"


class TestGates:
    def refused_keys(self, patient, prescriber, now, **changes):
        draft(patient, prescriber, now, **changes)
        with pytest.raises(SigningRefused) as refusal:
            plan_sign(patient=patient, by=prescriber, now=now)
        assert not DosingPlan.objects.filter(signed_at=now).exists()
        return {gate.key for gate in refusal.value.gates}

    def test_a_paused_patient(self, prescriber, now):
        patient = dosing_patient(state=PatientState.PAUSED)
        assert self.refused_keys(patient, prescriber, now) == {"patient_state"}

    def test_an_approved_patient_without_an_exam_at_home(self, prescriber, now):
        patient = dosing_patient(state=PatientState.APPROVED)
        assert self.refused_keys(patient, prescriber, now) == {"exam_missing", "place"}

    def test_an_approved_patient_with_an_exam_doses_at_the_clinic(self, prescriber, now):
        patient = dosing_patient(state=PatientState.APPROVED)
        gate = patient.readiness_gates.get(key="in_person_exam_on_file")
        gate.closed_at, gate.closed_by, gate.outcome = now, prescriber, "done"
        gate.save()
        draft(patient, prescriber, now, place=Place.CLINIC)
        plan_sign(patient=patient, by=prescriber, now=now)
        assert set(ScheduledDose.objects.values_list("place", flat=True)) == {Place.CLINIC}


class TestIncrease:
    """A step up needs a permit, uses it up, and no hold may be open."""

    LATER = 10 * DAY

    @pytest.fixture
    def higher(self, patient, prescriber, now):
        signed_plan(patient, terms(strength_ug=10_000, dose_ug=10_000))
        changes = {"strength_ug": 10_000, "dose_ug": 20_000, "starts_on": TODAY + self.LATER}
        draft(patient, prescriber, now + self.LATER, limits_reason="Good effect.", **changes)
        return now + self.LATER

    def permit(self, patient, now):
        return IncreasePermitFactory(patient=patient, granted_at=now, expires_at=now + DAY)

    def test_without_a_permit_it_is_refused(self, patient, prescriber, higher):
        with pytest.raises(SigningRefused) as refusal:
            plan_sign(patient=patient, by=prescriber, now=higher)
        assert [gate.key for gate in refusal.value.gates] == ["permit_missing"]
        assert DosingPlan.objects.count() == 1

    def test_with_a_permit_it_is_signed_and_the_permit_used_up(self, patient, prescriber, higher):
        permit = self.permit(patient, higher)
        plan = plan_sign(patient=patient, by=prescriber, now=higher)
        permit.refresh_from_db()
        assert permit.used_by_plan == plan
        assert plan.change == PlanChange.INCREASE

    def test_an_expired_permit_counts_for_nothing(self, patient, prescriber, higher):
        self.permit(patient, higher - DAY)
        with pytest.raises(SigningRefused):
            plan_sign(patient=patient, by=prescriber, now=higher)

    def test_a_hold_refuses_it_even_with_a_permit(self, patient, prescriber, higher):
        self.permit(patient, higher)
        HoldFactory(patient=patient)
        with pytest.raises(SigningRefused) as refusal:
            plan_sign(patient=patient, by=prescriber, now=higher)
        assert [gate.key for gate in refusal.value.gates] == ["hold_open"]

    def test_lowering_needs_neither(self, patient, prescriber, higher):
        HoldFactory(patient=patient)
        lower = terms(strength_ug=5_000, dose_ug=5_000, starts_on=TODAY + self.LATER)
        plan_draft_save(patient=patient, by=prescriber, now=higher, terms=lower)
        assert plan_sign(patient=patient, by=prescriber, now=higher).change == PlanChange.DECREASE


class TestSupersede:
    def test_the_old_version_ends_and_its_open_doses_are_cancelled(self, patient, prescriber, now):
        old = signed_plan(patient)
        new = signed_plan(patient, terms(instructions="With water."))
        assert plan_in_force(patient, now) == new
        end = PlanEnd.objects.get()
        assert (end.plan, end.kind, end.superseded_by) == (old, PlanEndKind.SUPERSEDED, new)
        left = old.slots.filter(cancelled_at=None)
        assert not left.exists()
        reasons = set(old.slots.values_list("cancel_reason", flat=True))
        assert reasons == {CancelReason.PLAN_SUPERSEDED}
        assert new.supersedes == old

    def test_a_reported_dose_stays(self, patient, prescriber, now):
        old = signed_plan(patient)
        reported = old.slots.first()
        DoseLogFactory(slot=reported, taken_at=now)
        signed_plan(patient, terms(instructions="With water."))
        reported.refresh_from_db()
        assert reported.cancelled_at is None

    def test_the_first_new_dose_keeps_away_from_the_last_one_taken(self, patient, now):
        old = signed_plan(patient)
        DoseLogFactory(slot=old.slots.first(), taken_at=now - timedelta(minutes=5))
        new = signed_plan(patient, terms(times_of_day=("12:00", "18:00")))
        first, second = new.slots.all()[:2]
        assert first.due_at == now - timedelta(minutes=5) + timedelta(hours=4)
        assert second.local_time == time(18)
        assert second.due_at == second.nominal_at

    def test_what_let_an_old_dose_through_is_void_and_its_reminders_go(self, patient, now):
        old = signed_plan(patient)
        slot = old.slots.first()
        clearance = ClearanceFactory(slot=slot)
        signed_plan(patient, terms(instructions="With water."))
        clearance.refresh_from_db()
        assert clearance.void_reason == CancelReason.PLAN_SUPERSEDED
        statuses = Reminder.objects.filter(subject_id=str(slot.public_id))
        assert set(statuses.values_list("status", flat=True)) == {"cancelled"}

    def test_an_old_dose_that_is_open_now_is_not_offered_at_the_old_amount(self, plan, now):
        slot = ScheduledDoseFactory(plan=plan, at=now - timedelta(minutes=30))
        signed_plan(plan.patient, terms(strength_ug=5_000, dose_ug=5_000))
        slot.refresh_from_db()
        assert slot.cancelled_at == now


class TestFromALaterDay:
    """A version signed today for Monday next leaves today's plan alone until then."""

    NEXT = TODAY + 20 * DAY
    MIDNIGHT = datetime.fromisoformat("2026-06-21T04:00+00:00")

    @pytest.fixture
    def versions(self, patient):
        old = signed_plan(patient)
        return old, signed_plan(patient, terms(starts_on=self.NEXT, times_of_day=("09:00",)))

    def test_it_takes_effect_as_its_day_begins(self, patient, versions, now):
        old, new = versions
        assert new.effective_at == self.MIDNIGHT
        assert plan_in_force(patient, now) == old
        assert plan_coming(patient, now) == new
        assert plan_in_force(patient, self.MIDNIGHT - timedelta(seconds=1)) == old
        assert plan_in_force(patient, self.MIDNIGHT) == new

    def test_the_old_doses_reach_up_to_it_and_no_further(self, versions):
        old, new = versions
        days = set(old.slots.filter(cancelled_at=None).values_list("local_date", flat=True))
        assert max(days) == self.NEXT - DAY
        assert len(days) == 20
        assert min(new.slots.values_list("local_date", flat=True)) == self.NEXT

    def test_stopping_ends_both(self, patient, versions, prescriber, now):
        plan_stop(patient=patient, by=prescriber, now=now, reason="Asked to stop.")
        assert plan_in_force(patient, now) is None
        assert plan_in_force(patient, self.MIDNIGHT + DAY) is None
        assert not ScheduledDose.objects.filter(cancelled_at=None).exists()

    def test_a_third_version_replaces_both(self, patient, versions, now):
        third = signed_plan(patient, terms(instructions="At once."))
        assert plan_in_force(patient, now) == third
        assert plan_in_force(patient, self.MIDNIGHT + DAY) == third
        assert plan_coming(patient, now) is None


class TestStop:
    def test_it_ends_the_plan_with_who_when_why(self, patient, prescriber, now):
        plan = signed_plan(patient)
        plan_stop(patient=patient, by=prescriber, now=now, reason=" No benefit. ")
        end = PlanEnd.objects.get()
        assert (end.plan, end.kind, end.by, end.reason) == (
            plan,
            PlanEndKind.STOPPED,
            prescriber,
            "No benefit.",
        )
        assert set(plan.slots.values_list("cancel_reason", flat=True)) == {
            CancelReason.PLAN_STOPPED
        }
        assert "dosing.plan_stopped" in verbs()

    def test_twice_is_refused(self, patient, prescriber, now):
        signed_plan(patient)
        plan_stop(patient=patient, by=prescriber, now=now, reason="No benefit.")
        with pytest.raises(NoPlanToStop):
            plan_stop(patient=patient, by=prescriber, now=now, reason="Again.")
        assert PlanEnd.objects.count() == 1

    def test_without_a_reason_nothing_stops(self, patient, prescriber, now):
        plan = signed_plan(patient)
        with pytest.raises(NoteNeeded):
            plan_stop(patient=patient, by=prescriber, now=now, reason="  ")
        assert plan_in_force(patient, now) == plan

    def test_a_nurse_cannot(self, patient, nurse, now):
        signed_plan(patient)
        with pytest.raises(AccessRefused):
            plan_stop(patient=patient, by=nurse, now=now, reason="No benefit.")
        assert not PlanEnd.objects.exists()

    def test_after_it_a_new_plan_is_a_new_start(self, patient, prescriber, now):
        signed_plan(patient)
        plan_stop(patient=patient, by=prescriber, now=now, reason="No benefit.")
        again = signed_plan(patient, replace(terms(), instructions="Again."), now=now + DAY / 24)
        assert (again.version, again.change) == (2, PlanChange.START)


def test_two_patients_do_not_meet(now):
    first, second = dosing_patient(), dosing_patient(user=UserFactory())
    signed_plan(first)
    signed_plan(second)
    assert plan_in_force(first, now).version == plan_in_force(second, now).version == 1
