"""Draft and sign: what is written, and that a refusal writes nothing."""

from datetime import time, timedelta

import pytest

from dosing.choices import PlanChange
from dosing.models import DosingPlan, PlanDraft, ScheduledDose
from dosing.selectors import plan_in_force
from dosing.services import (
    DraftChanged,
    NothingToSign,
    PlanNotPossible,
    PlanOverLimit,
    plan_draft_discard,
    plan_draft_save,
    plan_sign,
)
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from ketaclinic.reminders.models import Reminder
from tests.factories.accounts import UserFactory, user_of
from tests.factories.dosing import (
    TODAY,
    dosing_patient,
    signed_plan,
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
            ("dose_last_call", first.window_closes_at - timedelta(minutes=30)),
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


def test_two_patients_do_not_meet(now):
    first, second = dosing_patient(), dosing_patient(user=UserFactory())
    signed_plan(first)
    signed_plan(second)
    assert plan_in_force(first, now).version == plan_in_force(second, now).version == 1
