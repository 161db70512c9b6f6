"""Every reason against a dose, each at its edge and all at once."""

from datetime import timedelta

import pytest

from dosing.choices import HoldScope, LogMark, NotOffered, Outcome
from dosing.models import ScheduledDose
from dosing.selectors import (
    Case,
    check_blockers,
    dose_blockers,
)
from intake.choices import PatientState
from intake.models import ConsentWithdrawal
from tests.factories.dosing import (
    ClearanceFactory,
    DoseLogFactory,
    DosingPlanFactory,
    HoldFactory,
    ScheduledDoseFactory,
    dosing_patient,
    signed_plan,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def keys(slot, now):
    return [blocker.key for blocker in dose_blockers(slot.patient, slot, now)]


class TestDoseBlockers:
    @pytest.fixture
    def cleared(self, slot):
        ClearanceFactory(slot=slot)
        return slot

    def test_nothing_stands_in_the_way_of_a_cleared_dose(self, cleared, now):
        assert keys(cleared, now) == []

    def test_without_a_check(self, slot, now):
        (blocker,) = dose_blockers(slot.patient, slot, now)
        assert blocker.key == "clearance_missing"
        assert blocker.sentence == "Do the check before this dose."
        assert check_blockers(Case(slot.patient, now), slot) == []

    @pytest.mark.parametrize(
        ("minutes", "expected"),
        [
            pytest.param(29, [], id="just before it expires"),
            pytest.param(30, ["clearance_expired"], id="as it expires"),
        ],
    )
    def test_a_clearance_lasts_half_an_hour(self, cleared, now, minutes, expected):
        assert keys(cleared, now + minutes * MINUTE) == expected

    @pytest.mark.parametrize(
        ("minutes", "expected"),
        [
            pytest.param(-61, ["not_open_yet"], id="a minute before it opens"),
            pytest.param(-60, [], id="as it opens"),
            pytest.param(119, [], id="a minute before it closes"),
            pytest.param(120, ["window_closed"], id="as it closes"),
        ],
    )
    def test_the_window(self, slot, now, minutes, expected):
        moment = now + minutes * MINUTE
        found = check_blockers(Case(slot.patient, moment), slot)
        assert [blocker.key for blocker in found] == expected

    def test_a_closed_window_says_when_it_opens(self, slot, now):
        blocker = dose_blockers(slot.patient, slot, now - 2 * HOUR)[0]
        assert blocker.opens_at == slot.window_opens_at
        assert blocker.sentence == "This dose opens at 9 am."

    @pytest.mark.parametrize(
        ("minutes_ago", "expected"),
        [
            pytest.param(240, [], id="four hours ago"),
            pytest.param(239, ["too_soon"], id="a minute less"),
        ],
    )
    def test_the_interval_since_the_last_logged_dose(self, cleared, now, minutes_ago, expected):
        earlier = ScheduledDoseFactory(plan=cleared.plan, at=now - 5 * HOUR)
        DoseLogFactory(slot=earlier, taken_at=now - minutes_ago * MINUTE)
        assert keys(cleared, now) == expected

    @pytest.mark.parametrize("outcome", [Outcome.PARTLY_TAKEN, Outcome.VOMITED])
    def test_whatever_went_in_counts(self, cleared, now, outcome):
        earlier = ScheduledDoseFactory(plan=cleared.plan, at=now - 3 * HOUR)
        DoseLogFactory(slot=earlier, outcome=outcome, amount_ug=None)
        assert keys(cleared, now) == ["too_soon"]

    def test_a_dose_not_taken_counts_for_nothing(self, cleared, now):
        earlier = ScheduledDoseFactory(plan=cleared.plan, at=now - 3 * HOUR)
        DoseLogFactory(
            slot=earlier, outcome=Outcome.SKIPPED, amount_ug=None, taken_at=None, recorded_at=now
        )
        assert keys(cleared, now) == []

    def test_an_extra_dose_counts(self, cleared, now):
        DoseLogFactory(
            slot=None,
            patient=cleared.patient,
            taken_at=now - HOUR,
            is_extra=True,
            marks=[LogMark.EXTRA],
        )
        assert keys(cleared, now) == ["too_soon"]

    def test_a_reported_dose(self, cleared, now):
        DoseLogFactory(slot=cleared)
        assert keys(cleared, now) == ["already_logged"]

    def test_holds(self, cleared, now):
        other = ScheduledDoseFactory(plan=cleared.plan, at=now + 30 * MINUTE)
        HoldFactory(patient=cleared.patient, key="bp_high")
        HoldFactory(
            patient=cleared.patient, key="predose_alcohol", scope=HoldScope.SLOT, slot=cleared
        )
        assert keys(cleared, now) == ["hold:bp_high", "hold:predose_alcohol"]
        assert "hold:predose_alcohol" not in keys(other, now)

    def test_a_dose_that_was_not_offered(self, cleared, now):
        cleared.not_offered = NotOffered.INTERVAL
        assert keys(cleared, now) == ["not_offered"]

    def test_a_plan_that_ended(self, patient, prescriber, now):
        slot = signed_plan(patient).slots.first()
        from dosing.services import plan_stop

        plan_stop(patient=patient, by=prescriber, now=now, reason="No benefit.")
        slot.refresh_from_db()
        assert "plan_ended" in keys(slot, now)

    def test_consent_that_was_withdrawn(self, cleared, now):
        signature = cleared.patient.consent_signatures.first()
        ConsentWithdrawal.objects.create(
            signature=signature, withdrawn_at=now, withdrawn_by=cleared.patient.user
        )
        assert keys(cleared, now) == ["consent_withdrawn"]

    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            (PatientState.ACTIVE, []),
            (PatientState.APPROVED, ["home_not_ready"]),
            (PatientState.PAUSED, ["patient_state"]),
        ],
    )
    def test_the_state_of_the_patient(self, now, state, expected):
        plan = DosingPlanFactory(patient=dosing_patient(state=state))
        cleared = ClearanceFactory(slot=ScheduledDoseFactory(plan=plan)).slot
        assert keys(cleared, now) == expected

    def test_every_reason_is_told_at_once(self, slot, now):
        HoldFactory(patient=slot.patient)
        DoseLogFactory(slot=slot)
        late = slot.window_closes_at
        assert keys(slot, late) == [
            "already_logged",
            "hold:bp_high",
            "window_closed",
            "clearance_missing",
        ]

    def test_it_asks_few_questions_of_the_database(
        self, cleared, now, django_assert_max_num_queries
    ):
        slot = ScheduledDose.objects.select_related("plan", "patient__user").get()
        with django_assert_max_num_queries(10):
            dose_blockers(slot.patient, slot, now)
