"""When a prescription may be filled, when a refill is due, what marks a dispensing earns."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from dosing.rules import DosingPolicy
from dosing.rules.supply import (
    CEILING_MARKS,
    DispensingFacts,
    PrescriptionFacts,
    dispensing_marks,
    is_early,
    refill_due_on,
)
from tests.factories.dosing import TODAY
from tests.factories.supply import CAPSULE, LIQUID, USE_UNTIL

POLICY = DosingPolicy()


def paper(issued_on=date(2026, 3, 1), **changes):
    ordinary = {"quantity_ug": 1_050_000, "refills_authorised": 2, "fills": 0}
    return PrescriptionFacts(product=CAPSULE, issued_on=issued_on, **(ordinary | changes))


@pytest.mark.parametrize(
    ("issued_on", "expires_on"),
    [
        (date(2026, 3, 1), date(2026, 9, 1)),
        pytest.param(date(2026, 8, 31), date(2027, 2, 28), id="clamped"),
        pytest.param(date(2027, 8, 31), date(2028, 2, 29), id="clamped to a leap day"),
        pytest.param(date(2026, 12, 31), date(2027, 6, 30), id="into a short month"),
    ],
)
def test_a_prescription_ends_on_the_same_day_six_months_on(issued_on, expires_on):
    found = paper(issued_on)
    assert found.expires_on == expires_on
    assert found.is_valid_on(expires_on)
    assert not found.is_valid_on(expires_on + timedelta(days=1))


@pytest.mark.parametrize(
    ("day", "is_valid"),
    [(date(2026, 2, 28), False), (date(2026, 3, 1), True), (date(2026, 9, 1), True)],
)
def test_no_fill_before_the_day_of_issue(day, is_valid):
    assert paper().is_valid_on(day) is is_valid


@pytest.mark.parametrize(
    ("refills", "fills", "left"),
    [(0, 0, 1), (0, 1, 0), (2, 1, 2), (5, 5, 1), (5, 6, 0), (5, 9, 0)],
)
def test_the_first_fill_is_no_refill(refills, fills, left):
    found = paper(refills_authorised=refills, fills=fills)
    assert found.fills_left == left
    assert found.can_fill_on(date(2026, 3, 2)) is (left > 0)


def test_one_that_was_ended_is_valid_until_the_day_before():
    found = paper(ended_on=date(2026, 4, 1))
    assert found.is_valid_on(date(2026, 3, 31))
    assert not found.is_valid_on(date(2026, 4, 1))


def test_a_refill_is_due_some_days_before_it_runs_out():
    assert refill_due_on(date(2026, 6, 20), POLICY) == date(2026, 6, 17)
    assert refill_due_on(None, POLICY) is None


@pytest.mark.parametrize(
    ("day", "early"),
    [
        pytest.param(date(2026, 6, 14), True, id="before the grace"),
        pytest.param(date(2026, 6, 15), False, id="the first day of the grace"),
        pytest.param(date(2026, 6, 17), False, id="due"),
    ],
)
def test_the_grace_of_an_early_refill(day, early):
    assert is_early(day, date(2026, 6, 17), POLICY) is early


def test_the_first_dispensing_is_never_early():
    assert not is_early(TODAY, None, POLICY)


def marks(**changes):
    ordinary = {
        "dispensed_on": TODAY,
        "product": CAPSULE,
        "beyond_use_on": USE_UNTIL,
        "prescription": paper(),
        "plan_products": frozenset({CAPSULE}),
        "days": Fraction(14),
        "is_titrating": False,
        "due_on": None,
    }
    return dispensing_marks(DispensingFacts(**(ordinary | changes)), POLICY)


@pytest.mark.parametrize(
    ("changes", "earned"),
    [
        pytest.param({}, [], id="ordinary"),
        pytest.param({"due_on": TODAY + timedelta(days=2)}, [], id="within the grace"),
        pytest.param({"due_on": TODAY + timedelta(days=3)}, ["early_refill"], id="early"),
        pytest.param({"prescription": None}, ["no_prescription"], id="no prescription"),
        pytest.param({"prescription": paper(date(2025, 12, 1))}, [], id="on its last day"),
        pytest.param(
            {"prescription": paper(date(2025, 11, 30))}, ["prescription_over"], id="the day after"
        ),
        pytest.param({"prescription": paper(fills=3)}, ["no_fill_left"], id="filled up"),
        pytest.param({"days": Fraction(30)}, [], id="30 days"),
        pytest.param({"days": Fraction(181, 6)}, ["over_ceiling"], id="a part of a day over 30"),
        pytest.param({"days": Fraction(14), "is_titrating": True}, [], id="14 days, raising"),
        pytest.param(
            {"days": Fraction(43, 3), "is_titrating": True}, ["over_days"], id="over 14, raising"
        ),
        pytest.param({"days": None}, [], id="no plan tells the days"),
        pytest.param({"plan_products": frozenset()}, ["not_on_plan"], id="no plan"),
        pytest.param({"product": LIQUID}, ["other_product", "not_on_plan"], id="another product"),
        pytest.param({"beyond_use_on": TODAY}, [], id="good for today"),
        pytest.param({"beyond_use_on": TODAY - timedelta(days=1)}, ["past_use"], id="past use"),
    ],
)
def test_what_a_dispensing_is_marked_with(changes, earned):
    assert marks(**changes) == earned


def test_a_clinic_may_allow_more_days_before_a_reason_is_asked():
    lower = DosingPolicy(max_days_supply_soft_days=7)
    facts = DispensingFacts(
        TODAY, CAPSULE, USE_UNTIL, paper(), frozenset({CAPSULE}), Fraction(8), False, None
    )
    assert dispensing_marks(facts, lower) == ["over_days"]


def test_law_and_ceiling_are_the_marks_of_the_same_day():
    assert {str(mark) for mark in CEILING_MARKS} == {
        "over_ceiling",
        "prescription_over",
        "no_fill_left",
    }
