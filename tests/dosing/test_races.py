"""Real threads on real connections: two tabs, two phones, two prescribers, one truth."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from dosing.choices import HoldScope, Outcome
from dosing.models import (
    Clearance,
    DoseLog,
    DosingPlan,
    Hold,
    IncreasePermit,
    PlanDraft,
    PlanEnd,
    ScheduledDose,
)
from dosing.rules import TitrationStep
from dosing.selectors import open_clearance
from dosing.services import (
    clearance_grant,
    clearances_void_all,
    dose_correct,
    dose_record,
    hold_place,
    permit_grant,
    plan_draft_save,
    plan_sign,
    plan_step_release,
    plan_stop,
    slots_extend,
)
from ketaclinic.errors import Refused
from ketaclinic.policies.selectors import policy_in_force
from ketaclinic.reminders.models import Reminder
from tests.factories.dosing import NOW, DoseLogFactory, IncreasePermitFactory, signed_plan, terms

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
CONNECTIONS = 8
DAY = timedelta(days=1)


def together(*functions):
    """Run the functions at the same moment on connections of their own; a refusal is a result."""
    barrier = threading.Barrier(min(CONNECTIONS, len(functions)))

    def run(function):
        try:
            barrier.wait(timeout=20)
            return function()
        except Refused as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return [future.result() for future in [pool.submit(run, each) for each in functions]]


def taken(slot, key, **changes):
    ordinary = {"outcome": Outcome.TAKEN, "amount_ug": 25_000, "taken_at": NOW, "now": NOW}
    by = slot.patient.user
    return lambda: dose_record(
        patient=slot.patient, slot=slot, by=by, idempotency_key=key, **(ordinary | changes)
    )


def hold(patient, key="bp_high"):
    return lambda: hold_place(
        patient=patient,
        key=key,
        scope=HoldScope.PLAN,
        sentence="Your reading was high.",
        by=None,
        now=NOW,
        policy_version=policy_in_force().version,
    )


def clear(slot, source="check:1"):
    version = policy_in_force().version
    return lambda: clearance_grant(
        patient=slot.patient, slot=slot, now=NOW, policy_version=version, source=source
    )


class TestLogs:
    def test_forty_eight_identical_reports_are_one(self, slot):
        rows = together(*[taken(slot, "one")] * 48)
        assert DoseLog.objects.count() == 1
        assert {row.pk for row in rows} == {DoseLog.objects.get().pk}

    def test_different_reports_on_one_dose_leave_one_and_ask_the_others(self, slot):
        answers = together(*[taken(slot, f"phone {n}") for n in range(CONNECTIONS)])
        assert DoseLog.objects.count() == 1
        assert answers.count("AnotherReportExists") == CONNECTIONS - 1

    def test_every_extra_dose_is_kept_and_one_hold_stands(self, slot):
        together(*[taken(slot, f"extra {n}", is_extra=True) for n in range(CONNECTIONS)])
        assert DoseLog.objects.filter(is_extra=True).count() == CONNECTIONS
        assert Hold.objects.count() == 1

    def test_one_correction_is_in_force(self, slot):
        log = DoseLogFactory(slot=slot)

        def correct(key):
            return lambda: dose_correct(
                log=log,
                by=slot.patient.user,
                now=NOW,
                outcome=Outcome.TAKEN,
                amount_ug=20_000,
                taken_at=NOW,
                idempotency_key=key,
                note="I had mistyped.",
            )

        answers = together(*[correct(f"tab {n}") for n in range(CONNECTIONS)])
        assert DoseLog.objects.filter(corrects=log).count() == 1
        assert answers.count("AlreadyCorrected") == CONNECTIONS - 1


class TestSteps:
    def test_eight_presses_release_one_step(self, patient, prescriber):
        steps = (TitrationStep(20_000, 7), TitrationStep(30_000, 7))
        signed_plan(patient, terms(dose_ug=10_000, strength_ug=10_000, steps=steps))
        ripe = NOW + 6 * DAY
        permit = IncreasePermitFactory(patient=patient, granted_at=ripe, expires_at=ripe + DAY)

        def press():
            return plan_step_release(
                patient=patient,
                by=prescriber,
                now=ripe,
                version=1,
                met=(),
                limits_reason="Good effect.",
            )

        plans = together(*[press] * CONNECTIONS)
        permit.refresh_from_db()
        assert {plan.pk for plan in plans} == {permit.used_by_plan_id}
        assert list(DosingPlan.objects.values_list("dose_ug", flat=True)) == [10_000, 20_000]


class TestPlans:
    def test_eight_signatures_are_one_plan(self, patient, prescriber):
        plan_draft_save(patient=patient, by=prescriber, now=NOW, terms=terms())
        sign = [lambda: plan_sign(patient=patient, by=prescriber, now=NOW)] * CONNECTIONS
        answers = together(*sign)
        plan = DosingPlan.objects.get()
        assert answers.count("NothingToSign") == CONNECTIONS - 1
        assert plan.slots.count() == ScheduledDose.objects.count() == 14 * 3 - 1

    def test_one_permit_signs_one_increase(self, patient, prescriber):
        signed_plan(patient, terms(strength_ug=10_000, dose_ug=10_000))
        later = NOW + 10 * DAY
        higher = terms(
            strength_ug=10_000, dose_ug=20_000, starts_on=later.date(), limits_reason="Good effect."
        )
        plan_draft_save(patient=patient, by=prescriber, now=later, terms=higher)
        IncreasePermitFactory(patient=patient, granted_at=later, expires_at=later + DAY)
        together(*[lambda: plan_sign(patient=patient, by=prescriber, now=later)] * CONNECTIONS)
        assert DosingPlan.objects.count() == 2
        assert PlanEnd.objects.count() == 1
        assert IncreasePermit.objects.get().used_by_plan.version == 2

    def test_eight_tabs_keep_one_draft(self, patient, prescriber):
        def save(mg):
            plan = terms(strength_ug=1_000, dose_ug=mg * 1_000)
            return lambda: plan_draft_save(patient=patient, by=prescriber, now=NOW, terms=plan)

        together(*[save(10 + n) for n in range(CONNECTIONS)])
        assert PlanDraft.objects.get().revision == CONNECTIONS

    @pytest.mark.parametrize("turn", range(3))
    def test_stopping_while_the_night_extends_leaves_no_dose(self, patient, prescriber, turn):
        signed_plan(patient)
        tomorrow = NOW + DAY
        together(
            *[lambda: slots_extend(now=tomorrow)] * (CONNECTIONS - 1),
            lambda: plan_stop(patient=patient, by=prescriber, now=tomorrow, reason="No benefit."),
        )
        coming = ScheduledDose.objects.filter(cancelled_at=None, due_at__gt=tomorrow)
        assert not coming.exists()
        assert not Reminder.objects.filter(status="due", due_at__gt=tomorrow + DAY).exists()

    def test_eight_nights_at_once_make_each_dose_once(self, patient):
        signed_plan(patient)
        made = together(*[lambda: slots_extend(now=NOW + DAY)] * CONNECTIONS)
        assert sorted(made) == [0] * (CONNECTIONS - 1) + [3]
        labels = Counter(ScheduledDose.objects.values_list("local_date", "local_time"))
        assert set(labels.values()) == {1}


class TestPermissions:
    def test_eight_holds_for_one_reason_are_one(self, slot):
        together(*[hold(slot.patient)] * CONNECTIONS)
        assert Hold.objects.count() == 1

    @pytest.mark.parametrize("turn", range(4))
    def test_no_clearance_ever_stands_under_a_hold(self, slot, turn):
        together(*[clear(slot, f"check:{n}") for n in range(6)], hold(slot.patient))
        assert Hold.objects.count() == 1
        assert open_clearance(slot, NOW) is None

    def test_eight_checks_leave_one_clearance_open(self, slot):
        together(*[clear(slot, f"check:{n}") for n in range(CONNECTIONS)])
        assert Clearance.objects.filter(voided_at=None).count() == 1

    def test_eight_grants_are_one_permit(self, patient):
        version = policy_in_force().version
        grant = [lambda: permit_grant(patient=patient, now=NOW, policy_version=version)]
        together(*grant * CONNECTIONS)
        assert IncreasePermit.objects.count() == 1

    @pytest.mark.parametrize("turn", range(4))
    def test_a_dose_and_a_hold_at_the_same_moment_are_both_kept(self, slot, turn):
        clear(slot)()
        together(taken(slot, "one"), hold(slot.patient), lambda: clearances_void_all(now=NOW))
        assert DoseLog.objects.count() == Hold.objects.count() == 1
        assert open_clearance(slot, NOW) is None
