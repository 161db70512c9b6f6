"""The supply pages' values: one line a day of doses, papers with their standing, words of doubt."""

from datetime import timedelta

import pytest

from dosing.choices import Outcome
from dosing.presenters.ledger import ledger_lines, told_lines
from dosing.presenters.supply import (
    counted_choices,
    prescription_choices,
    prescription_rows,
    product_choices,
    supply_page,
)
from dosing.selectors import Case
from dosing.selectors.supply import Supply, entries_of, prescriptions_of
from tests.factories.dosing import TODAY, DoseLogFactory, ScheduledDoseFactory
from tests.factories.supply import (
    CAPSULE,
    DispensingFactory,
    PrescriptionFactory,
    SupplyEntryFactory,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def given_out(plan, now):
    """20 capsules of the day before yesterday."""
    return DispensingFactory(patient=plan.patient, count=20, happened_at=now - 2 * DAY)


def supply(plan, now):
    return Supply(Case(plan.patient, now))


def lines(plan, now):
    return ledger_lines(supply(plan, now), entries_of(plan.patient))


def took(plan, at, **changes):
    return DoseLogFactory(slot=ScheduledDoseFactory(plan=plan, at=at), **changes)


def test_doses_of_one_day_stand_together_with_what_was_left_after_them(plan, given_out, now):
    for hours in (1, 7):
        took(plan, now - hours * HOUR)
    took(plan, now - DAY)
    newest, before, first = lines(plan, now)
    assert (newest.what, newest.amount) == ("2 doses taken", "2 capsules (50 mg)")
    assert newest.after == "17 capsules (425 mg)"
    assert (before.what, before.after) == ("1 dose taken", "19 capsules (475 mg)")
    assert (first.what, first.details) == ("Dispensed", ("A-101", "Elm Street Compounding"))
    assert newest.is_of_day
    assert newest.entry_id is None


def test_a_count_between_two_doses_parts_them(plan, given_out, now):
    took(plan, now - 7 * HOUR)
    SupplyEntryFactory(patient=plan.patient, count=19, happened_at=now - 3 * HOUR)
    took(plan, now - HOUR)
    assert [line.what for line in lines(plan, now)][:3] == [
        "1 dose taken",
        "Counted",
        "1 dose taken",
    ]


def test_a_dose_of_unknown_size_says_so(plan, given_out, now):
    took(plan, now - HOUR, outcome=Outcome.VOMITED, amount_ug=None)
    newest = lines(plan, now)[0]
    assert newest.amount == "1 of unknown size"
    assert newest.after == "between 19 capsules and 20 capsules (500 mg)"


def test_the_product_is_named_only_where_there_are_two(plan, given_out, now):
    assert {line.product for line in lines(plan, now)} == {""}
    DispensingFactory(patient=plan.patient, strength_ug=10_000)
    assert {line.product for line in lines(plan, now)} == {"25 mg capsule", "10 mg capsule"}


def test_a_corrected_row_says_what_it_was_to_both(plan, given_out, now):
    DispensingFactory(patient=plan.patient, count=18, corrects=given_out, note="Recounted.")
    (line,) = lines(plan, now)
    assert (line.before, line.amount) == ("20 capsules (500 mg)", "18 capsules (450 mg)")
    (told,) = told_lines(entries_of(plan.patient))
    assert (told.before, told.amount) == (line.before, line.amount)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "Can be filled"),
        ({"issued_on": TODAY - 182 * DAY}, "Can be filled"),
        ({"issued_on": TODAY - 183 * DAY}, "Expired"),
    ],
)
def test_how_a_prescription_stands(plan, changes, word):
    PrescriptionFactory(patient=plan.patient, **changes)
    (row,) = prescription_rows(prescriptions_of(plan.patient), TODAY)
    assert (row.word, row.fills_left) == (word, 3)


def test_a_prescription_that_is_used_up(plan, now):
    paper = PrescriptionFactory(patient=plan.patient, refills_authorised=0)
    DispensingFactory(patient=plan.patient, prescription=paper)
    papers = prescriptions_of(plan.patient)
    assert prescription_rows(papers, TODAY)[0].word == "No fill left"
    ((key, words),) = prescription_choices(papers, TODAY)
    assert key == str(paper.public_id)
    assert words.endswith("no fill left")


def test_an_open_loss_promises_nothing(plan, given_out, now):
    SupplyEntryFactory(patient=plan.patient, kind="lost", amount_ug=None)
    page = supply_page(supply(plan, now), ())
    assert page.lasts == "How long it lasts is not known until it is counted."
    assert page.hands[0].note == "It is not known how much was lost."


def test_what_can_be_chosen_is_the_plans_own_first_and_nothing_twice(plan, given_out, now):
    DispensingFactory(patient=plan.patient, strength_ug=10_000)
    PrescriptionFactory(patient=plan.patient)
    found = supply(plan, now)
    words = [name for _, name in product_choices(found, prescriptions_of(plan.patient))]
    assert words == ["25 mg capsule", "10 mg capsule"]
    assert [each for each, _ in counted_choices(found)][0] == CAPSULE
