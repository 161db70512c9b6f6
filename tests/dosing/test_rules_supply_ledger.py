"""What should remain: a sum that no order changes, a range where an amount is unknown."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dosing.choices import SupplyKind
from dosing.rules.supply import (
    ZERO,
    Balance,
    Product,
    balance_of,
    balances,
    counted_from,
    running,
    variances,
)
from tests.factories.dosing import terms
from tests.factories.supply import CAPSULE, LIQUID, NOW, row

GIVEN = row("dispensed", 42, days_ago=14)


def exactly(capsules):
    return Balance(capsules * 25_000, capsules * 25_000)


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        ("taken", 39),
        ("wasted", 39),
        ("returned", 39),
        ("lost", 39),
        ("shared", 39),
        ("child_or_pet", 39),
        ("dispensed", 45),
        pytest.param("counted", 42, id="a count moves nothing"),
    ],
)
def test_three_capsules_of_each_kind(kind, left):
    assert balance_of([GIVEN, row(kind, 3)], CAPSULE) == exactly(left)


def test_more_taken_than_dispensed_is_shown_as_such():
    assert balance_of([GIVEN, row("taken", 45)], CAPSULE) == exactly(-3)


def test_an_unknown_amount_is_a_range_never_zero():
    told = row("taken", None, most_ug=50_000)
    assert balance_of([GIVEN, told], CAPSULE) == Balance(40 * 25_000, 42 * 25_000)
    assert not balance_of([GIVEN, told], CAPSULE).is_exact


def test_a_loss_of_unknown_size_leaves_the_low_end_open():
    left = balance_of([GIVEN, row("lost", None)], CAPSULE)
    assert left.is_open
    assert left.high_ug == 42 * 25_000


def test_two_strengths_are_two_balances():
    other = row("dispensed", 1, product=LIQUID, amount_ug=300_000)
    assert balances([GIVEN, other]) == {CAPSULE: exactly(42), LIQUID: Balance(300_000, 300_000)}


def test_an_earlier_moment_counts_what_had_happened_by_then():
    taken = row("taken", 2, days_ago=3)
    assert balance_of([GIVEN, taken], CAPSULE, until=taken.at) == exactly(40)
    assert balance_of([GIVEN, taken], CAPSULE, until=taken.at - timedelta(seconds=1)) == exactly(42)


def test_what_was_taken_before_the_first_dispensing_came_from_elsewhere():
    before, after = row("taken", 1, days_ago=15), row("taken", 1, days_ago=13)
    assert counted_from([after, GIVEN, before]) == [after, GIVEN]
    assert counted_from([before]) == []


def test_a_dispensing_corrected_to_nothing_begins_no_ledger():
    never = row("dispensed", 0, days_ago=20)
    assert counted_from([never, row("taken", 1)]) == [never]


def test_what_people_told_counts_whenever_it_was():
    told = [row("lost", 3, days_ago=20), row("counted", 9, days_ago=20)]
    assert counted_from(told) == told
    assert counted_from([*told, GIVEN]) == [*told, GIVEN]


def test_the_running_balance_follows_time_and_not_arrival():
    lines = list(running([row("taken", 2, days_ago=1), row("wasted", 1, days_ago=5), GIVEN]))
    assert [line.after.low_ug // 25_000 for line in lines] == [42, 41, 39]


MOVES = st.builds(
    lambda kind, count, days, product: row(
        kind, count, days_ago=days, product=product, most_ug=25_000 if count is None else None
    ),
    st.sampled_from(sorted(SupplyKind.values)),
    st.one_of(st.none(), st.integers(0, 90)),
    st.integers(0, 40),
    st.sampled_from([CAPSULE, LIQUID]),
)


@given(st.lists(MOVES, max_size=12), st.randoms(use_true_random=False))
def test_any_order_sums_to_the_same_balance(moves, chance):
    shuffled = list(moves)
    chance.shuffle(shuffled)
    assert balances(shuffled) == balances(moves)
    assert set(counted_from(shuffled)) == set(counted_from(moves))
    last = {line.movement.product: line.after for line in running(shuffled)}
    assert last == balances(moves)


@given(st.lists(MOVES, min_size=1, max_size=8), st.integers(0, 90))
def test_a_corrected_row_counts_as_if_it_had_been_so_from_the_start(moves, count):
    right = moves[0]._replace(amount_ug=count * 25_000, most_ug=None)
    without = sum((m.change for m in moves[1:] if m.product == right.product), ZERO)
    assert balance_of([*moves[1:], right], right.product) == without + right.change


def counted(count, *, days_ago=0, **changes):
    return row("counted", count, days_ago=days_ago, **changes)


@pytest.mark.parametrize(
    ("count", "difference"),
    [(42, 0), (41, -1), (0, -42), (45, 3)],
)
def test_a_count_against_the_record(count, difference):
    found = variances([GIVEN, counted(count)])[0]
    assert found.difference_ug == difference * 25_000
    assert found.is_news == (difference != 0)


@pytest.mark.parametrize(("count", "difference"), [(42, 0), (41, 0), (40, 0), (39, -1), (43, 1)])
def test_within_the_range_of_an_unknown_amount_nothing_differs(count, difference):
    told = row("taken", None, days_ago=2, most_ug=50_000)
    assert variances([GIVEN, told, counted(count)])[0].difference_ug == difference * 25_000


def test_an_open_loss_explains_whatever_is_missing_and_no_surplus():
    loss = row("lost", None, days_ago=2)
    assert variances([GIVEN, loss, counted(3)])[0].difference_ug == 0
    assert variances([GIVEN, loss, counted(43)])[0].difference_ug == 25_000


def test_the_same_difference_again_is_no_news_and_another_one_is():
    found = variances([GIVEN, counted(39, days_ago=3), counted(39, days_ago=2), counted(38)])
    assert [each.is_news for each in found] == [True, False, True]


def test_a_dose_reported_late_changes_what_an_earlier_count_says():
    count = counted(41, days_ago=1)
    late = row("taken", 1, days_ago=2, recorded_at=NOW)
    assert variances([GIVEN, count])[0].is_news
    assert not variances([GIVEN, count, late])[0].is_news


@pytest.mark.parametrize("count", [0, 42])
def test_a_pick_up_recorded_after_a_count_of_its_day_may_stand_on_either_side(count):
    midnight = NOW - timedelta(hours=10)
    given = row("dispensed", 42, at=midnight, recorded_at=NOW + timedelta(hours=2))
    assert variances([given, counted(count)])[0].difference_ug == 0


def test_a_pick_up_recorded_before_the_count_is_counted():
    midnight = NOW - timedelta(hours=10)
    given_ = row("dispensed", 42, at=midnight, recorded_at=midnight + timedelta(hours=9))
    assert variances([given_, counted(0)])[0].difference_ug == -42 * 25_000


@pytest.mark.parametrize(
    ("product", "quantity", "amount_ug"),
    [
        (CAPSULE, "42", 1_050_000),
        (CAPSULE, "0.5", 12_500),
        (LIQUID, "30", 300_000),
        (LIQUID, "2.5", 25_000),
        pytest.param(replace(LIQUID, concentration_ug_per_ml=12_345), "0.1", 1_235, id="rounded"),
    ],
)
def test_quantities_are_units_or_millilitres(product, quantity, amount_ug):
    assert product.amount_ug(Decimal(quantity)) == amount_ug


def test_an_amount_is_told_back_exactly():
    assert CAPSULE.quantity(37_500) == Fraction(3, 2)
    assert LIQUID.quantity(25_000) == Fraction(5, 2)


def test_the_product_of_a_plan_is_its_form_and_strength():
    assert Product.of(terms()) == CAPSULE
    assert {CAPSULE.key, LIQUID.key} == {"capsule.racemic.25000", "oral_solution.racemic.10000"}
