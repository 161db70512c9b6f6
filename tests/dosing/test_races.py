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
    Journey,
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
    journey_answer,
    permit_grant,
    plan_draft_save,
    plan_sign,
    plan_step_release,
    plan_stop,
    slots_extend,
)
from ketaclinic.accounts.services import user_settings_change
from ketaclinic.errors import Refused
from ketaclinic.policies.selectors import policy_in_force
from ketaclinic.reminders.models import Reminder
from tests.factories.dosing import (
    NOW,
    DoseLogFactory,
    IncreasePermitFactory,
    dosing_patient,
    signed_plan,
    terms,
)

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
CONNECTIONS = 10
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


def fly(patient, zone="America/Los_Angeles", now=NOW):
    by = patient.user
    return lambda: journey_answer(patient=patient, by=by, now=now, zone=zone, answer="move")


def settle(user, zone):
    """Change the zone of the account on the person's own page."""
    return lambda: user_settings_change(
        user=user, full_name="Rosa", language="en-us", time_zone=zone, now=NOW
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
    def test_fifty_identical_reports_are_one(self, slot):
        rows = together(*[taken(slot, "one")] * 50)
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
    def test_ten_signatures_are_one_plan(self, patient, prescriber):
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

    def test_ten_tabs_keep_one_draft(self, patient, prescriber):
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

    @pytest.mark.parametrize("turn", range(2))
    def test_a_night_beside_a_signature_never_reaches_past_it(self, patient, prescriber, turn):
        old, tomorrow = signed_plan(patient), NOW + DAY
        later = terms(times_of_day=("09:00", "15:00", "21:00"), starts_on=tomorrow.date())
        plan_draft_save(patient=patient, by=prescriber, now=NOW, terms=later)
        together(
            *[lambda: slots_extend(now=tomorrow)] * (CONNECTIONS - 1),
            lambda: plan_sign(patient=patient, by=prescriber, now=tomorrow),
        )
        new = DosingPlan.objects.get(version=2)
        assert not old.slots.filter(cancelled_at=None, due_at__gte=tomorrow).exists()
        assert new.slots.count() == 14 * 3 - 1

    def test_ten_nights_at_once_make_each_dose_once(self, patient):
        signed_plan(patient)
        made = together(*[lambda: slots_extend(now=NOW + DAY)] * CONNECTIONS)
        assert sorted(made) == [0] * (CONNECTIONS - 1) + [3]
        labels = Counter(ScheduledDose.objects.values_list("local_date", "local_time"))
        assert set(labels.values()) == {1}


class TestPermissions:
    def test_ten_holds_for_one_reason_are_one(self, slot):
        together(*[hold(slot.patient)] * CONNECTIONS)
        assert Hold.objects.count() == 1

    @pytest.mark.parametrize("turn", range(4))
    def test_no_clearance_ever_stands_under_a_hold(self, slot, turn):
        together(*[clear(slot, f"check:{n}") for n in range(6)], hold(slot.patient))
        assert Hold.objects.count() == 1
        assert open_clearance(slot, NOW) is None

    def test_ten_checks_leave_one_clearance_open(self, slot):
        together(*[clear(slot, f"check:{n}") for n in range(CONNECTIONS)])
        assert Clearance.objects.filter(voided_at=None).count() == 1

    def test_ten_grants_are_one_permit(self, patient):
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


class TestJourneys:
    @pytest.mark.parametrize("turn", range(2))
    def test_a_flight_beside_a_report_never_moves_what_was_reported(self, turn):
        plans = [signed_plan(dosing_patient()) for _ in range(CONNECTIONS // 2)]
        slots = [plan.slots.order_by("due_at").first() for plan in plans]
        moves = [settle(slot.patient.user, "America/Los_Angeles") for slot in slots]
        together(*[taken(slot, "one") for slot in slots], *moves)
        for slot in slots:
            log = slot.logs.get()
            slot.refresh_from_db()
            assert ("early" in log.marks) == (log.taken_at < slot.window_opens_at)
            assert Journey.objects.filter(patient=slot.patient).count() == 1

    @pytest.mark.parametrize("turn", range(2))
    def test_a_flight_beside_the_night_leaves_no_dose_behind(self, patient, turn):
        plan, tomorrow = signed_plan(patient), NOW + DAY
        nights = [lambda: slots_extend(now=tomorrow)] * (CONNECTIONS - 1)
        together(*nights, fly(patient, now=tomorrow))
        coming = plan.slots.filter(window_closes_at__gt=tomorrow + DAY)
        assert set(coming.values_list("zone", flat=True)) == {"America/Los_Angeles"}

    def test_ten_flights_are_one(self, patient):
        signed_plan(patient)
        answers = together(*[fly(patient)] * CONNECTIONS)
        assert {answer.pk for answer in answers} == {Journey.objects.get().pk}

    def test_a_change_of_the_account_beside_a_report_never_deadlocks(self):
        """One takes the person's row and the record, the other the record and the person's row."""
        plan = signed_plan(dosing_patient())
        slot, user = plan.slots.order_by("due_at").first(), plan.patient.user
        zones = ("America/Chicago", "America/Denver") * (CONNECTIONS // 4)
        moves = [settle(user, zone) for zone in zones]
        extra = [taken(slot, f"extra {n}", is_extra=True) for n in range(CONNECTIONS // 2)]
        together(*moves, *extra)
        assert DoseLog.objects.count() == CONNECTIONS // 2
