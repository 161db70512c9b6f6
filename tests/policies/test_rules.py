"""Policies to JSON and back, their hash, their hard bounds."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest

from ketaclinic.policies.rules import decode, encode, out_of_bounds, parse, values_hash


@dataclass(frozen=True)
class Example:
    minutes: int = field(default=30, metadata={"low": 10, "high": 60, "unit": "min", "source": "s"})
    dose_mg: Decimal = field(default=Decimal("0.4"), metadata={"unit": "mg", "source": "s"})
    strict: bool = field(default=True, metadata={"unit": "", "source": "s"})
    ends_on: date = field(default=date(2026, 12, 31), metadata={"unit": "", "source": "s"})


def test_a_policy_survives_the_way_to_json_and_back():
    assert decode(Example, encode(Example())) == Example()


def test_decimals_are_text_so_that_nothing_is_rounded():
    assert encode(Example())["dose_mg"] == "0.4"


def test_a_snapshot_older_than_a_field_takes_its_default_and_drops_unknown_ones():
    assert decode(Example, {"minutes": 20, "gone": 1}) == Example(minutes=20)


@pytest.mark.parametrize(
    ("minutes", "beyond"), [(9, ["minutes"]), (10, []), (60, []), (61, ["minutes"])]
)
def test_hard_bounds_are_inclusive(minutes, beyond):
    assert out_of_bounds(Example, {"minutes": minutes}) == beyond


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [(int, "5", 5), (Decimal, "0.40", Decimal("0.40")), (bool, "false", False), (str, "x", "x")],
)
def test_typed_values_are_read(kind, text, value):
    assert parse(kind, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [(int, "5.5"), (int, ""), (Decimal, "NaN"), (Decimal, "x"), (bool, "perhaps"), (date, "1")],
)
def test_absurd_values_are_refused(kind, text):
    with pytest.raises(ValueError):  # noqa: PT011
        parse(kind, text)


def test_the_hash_ignores_the_order_of_keys_and_nothing_else():
    assert values_hash({"a": {"x": 1, "y": 2}}) == values_hash({"a": {"y": 2, "x": 1}})
    assert values_hash({"a": {"x": 1}}) != values_hash({"a": {"x": 2}})
