"""Supply in words: what is counted, what remains, what nobody knows."""

from dataclasses import replace
from datetime import date

import pytest

from dosing.choices import Formulation
from dosing.presenters.supply import day_words, marks_text
from dosing.rules.supply import Balance
from dosing.selectors.words import (
    amount_on_hand_text,
    balance_text,
    counted_text,
    product_text,
    quantity_text,
)
from tests.factories.supply import CAPSULE, LIQUID

TABLET = replace(CAPSULE, formulation=Formulation.RAPID_DISSOLVE_TABLET, strength_ug=10_000)
FLUID = replace(LIQUID, formulation=Formulation.INJECTION_TAKEN_ORALLY)


@pytest.mark.parametrize(
    ("product", "amount_ug", "text"),
    [
        (CAPSULE, 25_000, "1 capsule"),
        (CAPSULE, 350_000, "14 capsules"),
        (CAPSULE, 0, "0 capsules"),
        (CAPSULE, 12_500, "0.5 capsules"),
        (CAPSULE, -25_000, "-1 capsule"),
        (CAPSULE, -75_000, "-3 capsules"),
        (TABLET, 20_000, "2 tablets"),
        (LIQUID, 25_000, "2.5 mL"),
        (LIQUID, -10_000, "-1 mL"),
    ],
)
def test_quantities(product, amount_ug, text):
    assert quantity_text(product, amount_ug) == text


@pytest.mark.parametrize(
    ("balance", "text"),
    [
        (Balance(350_000, 350_000), "14 capsules (350 mg)"),
        (Balance(300_000, 350_000), "between 12 capsules and 14 capsules (350 mg)"),
        (Balance(350_000, 350_000, is_open=True), "at most 14 capsules (350 mg)"),
        (Balance(-25_000, -25_000), "-1 capsule (-25 mg)"),
    ],
)
def test_a_balance_is_a_number_a_range_or_a_most(balance, text):
    assert balance_text(CAPSULE, balance) == text


def test_a_liquid_is_told_in_ml_and_mg():
    assert amount_on_hand_text(LIQUID, 300_000) == "30 mL (300 mg)"


@pytest.mark.parametrize(
    ("product", "name", "counted"),
    [
        (CAPSULE, "25 mg capsule", "capsules of 25 mg"),
        (TABLET, "10 mg rapid-dissolve tablet", "tablets of 10 mg"),
        (LIQUID, "10 mg in each mL, liquid", "mL of 10 mg in each mL"),
        (FLUID, "10 mg in each mL, injection fluid taken by mouth", "mL of 10 mg in each mL"),
    ],
)
def test_products(product, name, counted):
    assert (product_text(product), counted_text(product)) == (name, counted)


def test_days_and_marks():
    assert day_words(date(2026, 6, 9)) == "Tuesday, June 9"
    assert day_words(None) == ""
    assert marks_text(["early_refill"]) == ["Earlier than a refill was due"]
