"""A dispensing is recorded as it was, with marks that ask for a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dosing.models import SupplyEntry
from dosing.rules.supply import Product
from dosing.selectors import Case, check_blockers
from dosing.selectors.supply import Supply, prescription_facts, prescriptions_of
from dosing.services.supply import (
    Dispensing,
    EntryNotReadable,
    RecordLookNeeded,
    SupplyReasonNeeded,
    supply_dispense,
)
from ketaclinic.accounts.access import AccessRefused
from ketaclinic.audit.models import AuditEvent
from tests.factories.dosing import (
    TODAY,
    DoseLogFactory,
    DosingPlanFactory,
    ScheduledDoseFactory,
)
from tests.factories.supply import (
    CAPSULE,
    LIQUID,
    USE_UNTIL,
    DispensingFactory,
    PrescriptionFactory,
    SupplyEntryFactory,
    looked_at,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def paper(plan):
    """A prescription for what the plan asks for; the plan has run since yesterday."""
    return PrescriptionFactory(patient=plan.patient)


def dispense(patient, by, now, *, key="fill-1", **changes):
    ordinary = Dispensing(
        product=CAPSULE,
        amount_ug=42 * 25_000,
        dispensed_on=TODAY,
        lot=" A-101 ",
        beyond_use_on=USE_UNTIL,
        pharmacy="Elm Street",
    )
    given = replace(ordinary, **changes)
    return supply_dispense(patient=patient, by=by, now=now, dispensing=given, idempotency_key=key)


def test_an_ordinary_one_has_no_mark(paper, nurse, now):
    entry = dispense(paper.patient, nurse, now, prescription=paper)
    assert (entry.marks, entry.lot, entry.prescription) == ([], "A-101", paper)
    assert (entry.kind, entry.recorded_by) == ("dispensed", nurse)
    assert AuditEvent.objects.filter(verb="dosing.supply_recorded").count() == 1
    left = prescription_facts(prescriptions_of(paper.patient)[0])
    assert (left.fills, left.fills_left) == (1, 2)


def test_a_double_press_is_one_row(paper, nurse, now):
    first = dispense(paper.patient, nurse, now, prescription=paper)
    assert dispense(paper.patient, nurse, now, prescription=paper) == first
    assert SupplyEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "marks"),
    [
        ({"prescription": None}, ["no_prescription"]),
        ({"amount_ug": 43 * 25_000}, ["over_days"]),
        ({"amount_ug": 91 * 25_000}, ["over_ceiling"]),
        ({"beyond_use_on": TODAY - DAY}, ["past_use"]),
        ({"product": LIQUID, "amount_ug": 300_000}, ["other_product", "not_on_plan"]),
    ],
)
def test_a_mark_asks_for_a_reason_and_stays_with_the_row(paper, nurse, now, changes, marks):
    asked = {"prescription": paper} | changes
    with pytest.raises(SupplyReasonNeeded) as refusal:
        dispense(paper.patient, nurse, now, **asked)
    assert (refusal.value.marks, refusal.value.field) == (marks, "note")
    assert not SupplyEntry.objects.exists()
    entry = dispense(paper.patient, nurse, now, note="The pharmacy gave it out.", **asked)
    assert entry.marks == marks


def test_a_prescription_that_is_over_or_used_up(plan, nurse, now):
    old = PrescriptionFactory(patient=plan.patient, issued_on=TODAY - 200 * DAY)
    used = PrescriptionFactory(patient=plan.patient, refills_authorised=0)
    DispensingFactory(patient=plan.patient, prescription=used, happened_at=now - 20 * DAY)
    first = dispense(plan.patient, nurse, now, prescription=old, note="Given out all the same.")
    assert "prescription_over" in first.marks
    second = dispense(plan.patient, nurse, now, key="fill-2", prescription=used, note="Again.")
    assert "no_fill_left" in second.marks


def test_a_refill_comes_early_by_the_plan_whatever_is_left(paper, nurse, now):
    """42 capsules of yesterday last two weeks; having taken or lost more brings nothing nearer."""
    DispensingFactory(patient=paper.patient, prescription=paper, count=42)
    plan = paper.patient.plans.get()
    for hours in range(1, 15):
        at = now - timedelta(hours=hours)
        slot = ScheduledDoseFactory(plan=plan, at=at, local_date=TODAY - hours * DAY)
        DoseLogFactory(slot=slot, amount_ug=75_000)
    assert Supply(Case(paper.patient, now)).runs_out_on == TODAY
    with pytest.raises(SupplyReasonNeeded) as refusal:
        dispense(paper.patient, nurse, now, prescription=paper)
    assert refusal.value.marks == ["early_refill"]


@pytest.mark.parametrize(("days_ago", "is_early"), [(9, False), (8, True)])
def test_the_day_from_which_it_is_not_early(patient, nurse, now, days_ago, is_early):
    """42 capsules last 14 days: due 3 days before their end, and 2 days of grace before that."""
    begun = now - 40 * DAY
    DosingPlanFactory(
        patient=patient, starts_on=TODAY - 40 * DAY, signed_at=begun, effective_at=begun
    )
    DispensingFactory(patient=patient, count=42, happened_at=now - days_ago * DAY)
    SupplyEntryFactory(patient=patient, kind="wasted", count=42)
    entry = dispense(patient, nurse, now, note="Asked for.")
    assert ("early_refill" in entry.marks) is is_early


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount_ug": 0}, "quantity"),
        ({"lot": " "}, "lot"),
        ({"pharmacy": ""}, "pharmacy"),
        ({"beyond_use_on": None}, "beyond_use_on"),
        ({"dispensed_on": TODAY + DAY}, "dispensed_on"),
        ({"product": Product("capsule", "racemic")}, "product"),
    ],
)
def test_what_is_missing_is_asked_for_at_its_field(paper, nurse, now, changes, field):
    with pytest.raises(EntryNotReadable) as refusal:
        dispense(paper.patient, nurse, now, **({"prescription": paper} | changes))
    assert refusal.value.field == field
    assert not SupplyEntry.objects.exists()


def test_the_prescription_of_somebody_else(plan, nurse, now):
    with pytest.raises(EntryNotReadable) as refusal:
        dispense(plan.patient, nurse, now, prescription=PrescriptionFactory())
    assert refusal.value.field == "prescription"
    assert not SupplyEntry.objects.exists()


def test_without_a_recent_look_at_the_state_record_nothing_is_recorded(paper, nurse, now):
    looked_at(paper.patient, 91)
    with pytest.raises(RecordLookNeeded):
        dispense(paper.patient, nurse, now, prescription=paper)
    assert not SupplyEntry.objects.exists()


def test_only_clinical_staff_record_one(paper, now):
    with pytest.raises(AccessRefused):
        dispense(paper.patient, paper.patient.user, now, prescription=paper)
    assert not SupplyEntry.objects.exists()


class TestBlocker:
    """Only what is certain stops a dose."""

    def keys(self, slot, now):
        return {each.key for each in check_blockers(Case(slot.patient, now), slot)}

    def test_all_that_was_dispensed_is_past_its_date(self, slot, now):
        DispensingFactory(patient=slot.patient, beyond_use_on=TODAY - DAY)
        assert "supply_past_use" in self.keys(slot, now)

    def test_on_its_last_day_it_may_be_taken(self, slot, now):
        DispensingFactory(patient=slot.patient, beyond_use_on=TODAY)
        assert self.keys(slot, now) == set()

    def test_a_newer_lot_lets_doses_go_on(self, slot, now):
        for day in (TODAY - DAY, USE_UNTIL):
            DispensingFactory(patient=slot.patient, beyond_use_on=day)
        assert self.keys(slot, now) == set()

    def test_a_newer_lot_that_never_was_does_not(self, slot, now, nurse):
        DispensingFactory(patient=slot.patient, beyond_use_on=TODAY - DAY)
        wrong = DispensingFactory(patient=slot.patient, beyond_use_on=USE_UNTIL)
        DispensingFactory(
            patient=slot.patient, beyond_use_on=USE_UNTIL, count=0, corrects=wrong, note="No."
        )
        assert self.keys(slot, now) == {"supply_past_use"}

    def test_an_old_lot_of_another_strength_says_nothing(self, slot, now):
        DispensingFactory(patient=slot.patient, strength_ug=10_000, beyond_use_on=TODAY - DAY)
        assert self.keys(slot, now) == set()

    def test_nothing_on_record_and_a_negative_balance_stop_no_dose(self, slot, now):
        assert self.keys(slot, now) == set()
        DispensingFactory(patient=slot.patient, count=1)
        SupplyEntryFactory(patient=slot.patient, kind="wasted", count=2)
        assert self.keys(slot, now) == set()
