"""What a signature asks for: limits, gates, a permit for an increase."""

from datetime import timedelta

import pytest

from dosing.choices import Enantiomer, Place, PlanChange
from dosing.models import DoseLog, DosingPlan, ScheduledDose
from dosing.selectors import open_draft, plan_review
from dosing.services import (
    PlanOverLimit,
    ReasonNeeded,
    SigningRefused,
    plan_draft_save,
    plan_sign,
    plan_stop,
)
from dosing.services.supply import record_look_add
from intake.choices import PatientState
from intake.rules.readiness import MONITORING_CHECK
from tests.factories.dosing import (
    NOW,
    TODAY,
    DoseLogFactory,
    DosingPlanFactory,
    HoldFactory,
    IncreasePermitFactory,
    ScheduledDoseFactory,
    dosing_patient,
    signed_plan,
    solution,
    takes_opioids,
    terms,
)
from tests.factories.supply import looked_at

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def draft(patient, by, now, **changes):
    return plan_draft_save(patient=patient, by=by, now=now, terms=terms(**changes))


class TestTwoVersionsOnOneDay:
    """80 mg were taken at 0, 4 and 8 o'clock; a version of the same height has 12, 16 and 20."""

    @pytest.fixture
    def dosed(self, patient):
        plan = DosingPlanFactory(patient=patient, strength_ug=10_000, dose_ug=80_000)
        for hours in (10, 6, 2):
            at = NOW - timedelta(hours=hours)
            slot = ScheduledDoseFactory(plan=plan, at=at)
            DoseLogFactory(slot=slot, amount_ug=80_000, taken_at=at, recorded_at=at)
        return patient

    def wanted(self, dosed, prescriber, **changes):
        ordinary = {
            "strength_ug": 10_000,
            "dose_ug": 80_000,
            "times_of_day": ("12:00", "16:00", "20:00"),
            "limits_reason": "The pain is worse by day.",
        }
        draft(dosed, prescriber, NOW, **(ordinary | changes))

    def keys(self, patient):
        review = plan_review(patient, open_draft(patient).terms, NOW)
        return {each.key: each.value for each in review.findings}

    def test_the_day_as_a_whole_is_past_the_limit_and_nothing_is_signed(self, dosed, prescriber):
        self.wanted(dosed, prescriber)
        assert self.keys(dosed)["begun_day_mg"] == 480_000
        with pytest.raises(PlanOverLimit) as refusal:
            plan_sign(patient=dosed, by=prescriber, now=NOW)
        assert "begun_day_mg" in {each.key for each in refusal.value.findings}
        assert dosed.plans.count() == 1
        assert not ScheduledDose.objects.filter(nominal_at__gt=NOW).exists()

    def test_from_tomorrow_on_it_is_signed(self, dosed, prescriber):
        self.wanted(dosed, prescriber, starts_on=TODAY + DAY)
        assert "begun_day_mg" not in self.keys(dosed)
        assert plan_sign(patient=dosed, by=prescriber, now=NOW).version == 2

    def test_what_was_corrected_to_not_taken_does_not_count(self, dosed, prescriber):
        for log in list(DoseLog.objects.all()):
            DoseLogFactory(
                slot=log.slot, corrects=log, outcome="skipped", amount_ug=None, taken_at=None,
                reason_key="asleep", note="Not taken.", recorded_at=NOW,
            )  # fmt: skip
        self.wanted(dosed, prescriber)
        assert "begun_day_mg" not in self.keys(dosed)

    def test_an_amount_that_nobody_could_say_counts_as_planned(self, dosed, prescriber):
        for log in list(DoseLog.objects.all()):
            DoseLogFactory(
                slot=log.slot, corrects=log, outcome="vomited", amount_ug=None,
                taken_at=log.taken_at, note="It came up.",
            )  # fmt: skip
        self.wanted(dosed, prescriber)
        assert self.keys(dosed)["begun_day_mg"] == 480_000

    def test_an_extra_dose_counts_too(self, dosed, prescriber):
        at = NOW - timedelta(hours=5)
        DoseLogFactory(
            slot=None, patient=dosed, is_extra=True, amount_ug=20_000, taken_at=at, recorded_at=at
        )
        self.wanted(dosed, prescriber)
        assert self.keys(dosed)["begun_day_mg"] == 500_000

    def test_what_was_taken_yesterday_does_not(self, patient, prescriber):
        plan = DosingPlanFactory(patient=patient, strength_ug=10_000, dose_ug=80_000)
        slot = ScheduledDoseFactory(plan=plan, at=NOW - DAY)
        DoseLogFactory(slot=slot, amount_ug=400_000, taken_at=NOW - DAY, recorded_at=NOW - DAY)
        self.wanted(patient, prescriber)
        assert "begun_day_mg" not in self.keys(patient)


class TestStopAndStart:
    """Stopping a plan first makes no step smaller: it still asks for a permit and keeps limits."""

    @pytest.fixture
    def stopped(self, patient, prescriber, now):
        plan = signed_plan(patient, solution(dose_ug=10_000))
        slot = plan.slots.order_by("due_at").first()
        DoseLogFactory(slot=slot, amount_ug=10_000, taken_at=now, recorded_at=now)
        later = now + timedelta(hours=1)
        plan_stop(patient=patient, by=prescriber, now=later, reason="Rash.", without_taper=True)
        return patient

    def again(self, patient, by, now, mg, days=1):
        starts_on = (now + days * DAY).date()
        wanted = solution(dose_ug=mg * 1_000, starts_on=starts_on, limits_reason="Needed.")
        plan_draft_save(patient=patient, by=by, now=now, terms=wanted)
        return plan_sign(patient=patient, by=by, now=now)

    def test_a_higher_dose_after_a_stop_is_an_increase(self, stopped, prescriber, now):
        with pytest.raises(PlanOverLimit) as refusal:
            self.again(stopped, prescriber, now + DAY, 25, days=0)
        assert "max_step_percent" in {each.key for each in refusal.value.findings}
        later = now + 7 * DAY
        with pytest.raises(SigningRefused) as gates:
            self.again(stopped, prescriber, later, 12)
        assert [gate.key for gate in gates.value.gates] == ["permit_missing"]
        assert DosingPlan.objects.count() == 1

    def test_at_or_below_it_is_a_start(self, stopped, prescriber, now):
        assert self.again(stopped, prescriber, now + DAY, 10).change == PlanChange.START


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
        keys = self.refused_keys(patient, prescriber, now)
        assert keys == {"exam_missing", "place", "record_look_old"}

    def test_an_approved_patient_with_an_exam_doses_at_the_clinic(self, prescriber, now):
        patient = dosing_patient(state=PatientState.APPROVED)
        gates = patient.readiness_gates.filter(key__in=["in_person_exam_on_file", MONITORING_CHECK])
        gates.update(closed_at=now, closed_by=prescriber, outcome="done", done_on=TODAY)
        draft(patient, prescriber, now, place=Place.CLINIC)
        plan_sign(patient=patient, by=prescriber, now=now)
        assert set(ScheduledDose.objects.values_list("place", flat=True)) == {Place.CLINIC}

    @pytest.mark.parametrize("days", [91, None])
    def test_a_look_at_the_state_record_that_is_too_old(self, prescriber, now, days):
        patient = looked_at(dosing_patient(), days)
        assert self.refused_keys(patient, prescriber, now) == {"record_look_old"}

    def test_a_look_of_the_last_day_is_enough(self, patient, prescriber, now):
        draft(looked_at(patient, 90), prescriber, now)
        assert plan_sign(patient=patient, by=prescriber, now=now)

    def test_a_newer_look_takes_the_place_of_the_one_before_the_start(
        self, patient, prescriber, nurse, now
    ):
        draft(looked_at(patient, 200), prescriber, now)
        record_look_add(patient=patient, by=nurse, now=now, looked_on=TODAY, note="Nothing new.")
        assert plan_sign(patient=patient, by=prescriber, now=now)

    def test_lowering_asks_for_no_look(self, patient, prescriber, now):
        signed_plan(patient)
        draft(looked_at(patient, 400), prescriber, now, strength_ug=10_000, dose_ug=10_000)
        assert plan_sign(patient=patient, by=prescriber, now=now).change == PlanChange.DECREASE


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

    @pytest.mark.parametrize(("days", "keys"), [(14, []), (15, ["increase_far"])])
    def test_it_begins_while_its_permit_means_something(
        self, patient, prescriber, higher, days, keys
    ):
        self.permit(patient, higher)
        far = terms(dose_ug=20_000, strength_ug=10_000, starts_on=higher.date() + days * DAY)
        review = plan_review(patient, far, higher)
        assert [gate.key for gate in review.gates] == keys

    def test_lowering_needs_neither(self, patient, prescriber, higher):
        HoldFactory(patient=patient)
        lower = terms(strength_ug=5_000, dose_ug=5_000, starts_on=TODAY + self.LATER)
        plan_draft_save(patient=patient, by=prescriber, now=higher, terms=lower)
        assert plan_sign(patient=patient, by=prescriber, now=higher).change == PlanChange.DECREASE
