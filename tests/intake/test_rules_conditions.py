"""The list of pain conditions: found by its words, its name or its code."""

import re

import pytest

from intake.rules.history.conditions import (
    BY_CODE,
    CONDITIONS,
    condition_named,
    suggested_conditions,
)

# Every row of the clinical basis, families with their "-".
ROWS = {
    "G89.0", "G89.21", "G89.22", "G89.28", "G89.29", "G89.3", "G89.4", "G90.50", "G90.51-",
    "G90.52-", "G90.59", "G56.4-", "G57.7-", "M79.2", "G62.9", "G62.0", "B02.29", "B02.22",
    "B02.23", "E11.42", "E10.42", "G50.0", "G54.6", "M54.1-", "M96.1", "M79.7", "F32.-", "F33.-",
}  # fmt: skip
VERIFIED = {
    "G89.0", "G89.21", "G89.22", "G89.28", "G89.29", "G89.3", "G89.4", "G56.4-", "G57.7-",
}  # fmt: skip


def test_the_list_is_the_clinical_basis():
    assert set(BY_CODE) == ROWS
    assert len(CONDITIONS) == len(ROWS)


def test_only_what_was_read_is_called_verified():
    assert {c.code for c in CONDITIONS if c.is_verified} == VERIFIED


def test_unspecified_pain_is_never_suggested():
    """R52 must not be coded with G89 (S130)."""
    assert "R52" not in BY_CODE


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda c: c.code)
def test_each_is_found_by_name_code_and_words(condition):
    assert condition_named(condition.label) == condition
    assert condition_named(f"  {condition.code.lower()} ") == condition
    assert all(condition_named(word.upper()) == condition for word in condition.words)
    assert re.fullmatch(r"[A-Z]\d\d\.\d{0,3}-?", condition.code)


@pytest.mark.parametrize("text", ["", "  ", "my knee", "fibro of the soul", "G89"])
def test_other_words_name_no_condition(text):
    assert condition_named(text) is None


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("I have fibro, since 2010", ["M79.7"]),
        ("failed back surgery in 2015", ["M96.1", "G89.28"]),
        ("CRPS in my hand", ["G90.50"]),
        ("sore knee", []),
        ("", []),
        ("fibrosis", []),
    ],
)
def test_free_words_suggest_the_longest_match_first(text, codes):
    assert [condition.code for condition in suggested_conditions(text)] == codes
