"""Any order of calls: never two reports in force for a dose, never a clearance under a hold."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dosing.choices import HoldScope, Outcome
from dosing.models import Clearance, DoseLog, ScheduledDose
from dosing.selectors import dose_blockers, log_in_force, open_clearance, open_holds
from dosing.services import (
    clearance_grant,
    dose_correct,
    dose_record,
    hold_close,
    hold_place,
    journey_answer,
    slots_extend,
)
from ketaclinic.errors import Refused
from ketaclinic.policies.selectors import policy_in_force
from tests.factories.accounts import UserFactory
from tests.factories.dosing import (
    NOW,
    TODAY,
    DosingPlanFactory,
    ScheduledDoseFactory,
    dosing_patient,
)
from tests.support.session import IS_FULL

pytestmark = pytest.mark.django_db
STEP = timedelta(minutes=20)
# A short way west, and a long one east.
AWAY = ("America/Chicago", "Europe/London")


class Clinic:
    """One patient with two doses near each other, and what may happen to them."""

    def __init__(self):
        self.nurse = UserFactory(nurse=True)
        # It ends today, so that a flight lays out no further days.
        plan = DosingPlanFactory(patient=dosing_patient(), ends_on=TODAY)
        self.patient = plan.patient
        self.slots = [ScheduledDoseFactory(plan=plan, at=NOW + n * 2 * STEP) for n in (0, 1)]
        self.now = NOW
        self.version = policy_in_force().version
        self.reported_at = {}

    def wait(self, n):
        self.now += STEP

    def clear(self, n):
        clearance_grant(
            patient=self.patient,
            slot=self.slots[n],
            now=self.now,
            policy_version=self.version,
            source=f"check:{self.now}",
        )

    def hold_dose(self, n):
        self._hold(HoldScope.SLOT, self.slots[n])

    def hold_plan(self, n):
        self._hold(HoldScope.PLAN, None)

    def _hold(self, scope, slot):
        hold_place(
            patient=self.patient,
            key="bp_high",
            scope=scope,
            sentence="Your reading was high.",
            by=None,
            now=self.now,
            policy_version=self.version,
            slot=slot,
        )

    def release(self, n):
        for hold in open_holds(self.patient):
            hold_close(hold=hold, by=self.nurse, now=self.now, note="Fine.")

    def take(self, n):
        self._report(n, f"dose {n} at {self.now}", Outcome.TAKEN)

    def tap_twice(self, n):
        for _ in range(2):
            self._report(n, f"tap {n}", Outcome.TAKEN)

    def skip(self, n):
        self._report(n, f"skip {n} at {self.now}", Outcome.SKIPPED)

    def take_extra(self, n):
        self._report(n, f"extra {n} at {self.now}", Outcome.TAKEN, is_extra=True)

    def correct(self, n):
        log = log_in_force(self.slots[n])
        if log is not None:
            dose_correct(
                log=log,
                by=self.patient.user,
                now=self.now,
                outcome=Outcome.TAKEN,
                amount_ug=25_000,
                taken_at=self.now,
                idempotency_key=f"correct {n} at {self.now}",
                note="I had mistyped.",
            )

    def fly(self, n):
        self._move(AWAY[n], "move")

    def fly_home(self, n):
        self._move("America/New_York", "move")

    def keep_home_times(self, n):
        self._move(AWAY[n], "keep")

    def _move(self, zone, answer):
        journey_answer(
            patient=self.patient, by=self.patient.user, now=self.now, zone=zone, answer=answer
        )

    def _report(self, n, key, outcome, **changes):
        is_taken = outcome == Outcome.TAKEN
        dose_record(
            patient=self.patient,
            slot=self.slots[n],
            by=self.patient.user,
            now=self.now,
            outcome=outcome,
            amount_ug=25_000 if is_taken else None,
            taken_at=self.now if is_taken else None,
            idempotency_key=key,
            **changes,
        )
        if not changes:
            self.slots[n].refresh_from_db()
            self.reported_at.setdefault(n, self.slots[n].due_at)

    def check(self):
        """What must hold whatever happened."""
        for n, slot in enumerate(self.slots):
            slot.refresh_from_db()
            assert self.reported_at.get(n, slot.due_at) == slot.due_at
            in_force = DoseLog.objects.in_force().filter(slot=slot, is_extra=False)
            assert in_force.count() <= 1
            still_open = Clearance.objects.filter(slot=slot, voided_at=None, used_at=None)
            assert still_open.count() <= 1
            if open_clearance(slot, self.now) is not None:
                held = open_holds(self.patient, self.now)
                assert not held.filter(Q(scope=HoldScope.PLAN) | Q(slot=slot)).exists()
                assert slot.window_opens_at <= self.now < slot.window_closes_at
            if in_force.exists():
                assert dose_blockers(self.patient, slot, self.now)


ACTS = sorted(name for name in vars(Clinic) if not name.startswith("_") and name != "check")
steps = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 1)), min_size=3, max_size=12)


@settings(
    max_examples=200 if IS_FULL else 15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=steps)
def test_no_order_of_calls_breaks_the_rules(db, story):
    clinic = Clinic()
    for act, slot in story:
        with suppress(Refused):
            getattr(clinic, act)(slot)
        clinic.check()


def test_what_is_ready_to_take_was_checked_and_is_not_held():
    clinic = Clinic()
    clinic.clear(0)
    assert dose_blockers(clinic.patient, clinic.slots[0], clinic.now) == []
    clinic.hold_plan(0)
    assert dose_blockers(clinic.patient, clinic.slots[0], clinic.now)
    clinic.release(0)
    keys = [each.key for each in dose_blockers(clinic.patient, clinic.slots[0], clinic.now)]
    assert keys == ["clearance_missing"]


def test_one_dose_taken_closes_the_one_that_stands_too_near():
    clinic = Clinic()
    clinic.clear(0)
    clinic.take(0)
    keys = {each.key for each in dose_blockers(clinic.patient, clinic.slots[1], clinic.now)}
    assert "too_soon" in keys
    with pytest.raises(Refused):
        clinic.clear(1)


def test_the_nightly_work_leaves_reported_doses_alone():
    clinic = Clinic()
    clinic.take(0)
    before = ScheduledDose.objects.filter(pk=clinic.slots[0].pk).values().get()
    slots_extend(now=clinic.now)
    assert ScheduledDose.objects.filter(pk=clinic.slots[0].pk).values().get() == before
