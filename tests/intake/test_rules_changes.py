"""What is different between two submissions, and when two names are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.choices import Action
from intake.rules.changes import difference, is_riskier, new_exclusions, rank
from intake.rules.names import is_same_name, plain_name

EXCLUDE, REVIEW, NOTE = Action.EXCLUDE, Action.REVIEW, Action.NOTE


def test_pages_and_findings_that_differ_are_named():
    found = ({"a": REVIEW, "b": NOTE, "c": NOTE}, {"a": EXCLUDE, "c": NOTE, "d": REVIEW})
    changed = difference(({"heart": 1, "mind": 2}, {"heart": 1, "mind": 3, "body": 4}), found)
    assert changed.sections == ("mind", "body")
    assert (changed.came, changed.rose, changed.went) == (("d",), ("a",), ("b",))
    assert changed.is_riskier


def test_the_same_twice_is_no_difference():
    changed = difference(({"heart": 1}, {"heart": 1}), ({"a": NOTE}, {"a": NOTE}))
    assert changed.is_empty
    assert not changed.is_riskier


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, False),
        ({}, {"a": NOTE}, True),
        ({"a": NOTE}, {"a": REVIEW}, True),
        ({"a": REVIEW}, {"b": REVIEW}, False),
        ({"a": REVIEW}, {"a": NOTE}, False),
        ({"a": EXCLUDE}, {"b": EXCLUDE}, True),
        ({"a": EXCLUDE}, {"a": EXCLUDE, "b": REVIEW}, False),
    ],
    ids=["nothing", "first note", "rose", "as strict", "fell", "another excludes", "one more"],
)
def test_riskier_means_stricter_or_newly_excluding(before, after, expected):
    assert is_riskier(before, after) is expected


def test_what_excludes_already_is_not_new():
    assert new_exclusions({"a": EXCLUDE, "b": NOTE}, {"a": EXCLUDE, "b": EXCLUDE}) == ["b"]


def test_the_strictest_action_has_the_first_place():
    assert [rank([NOTE, each]) for each in (EXCLUDE, REVIEW, NOTE)] == [0, 1, 2]
    assert rank([]) == 3


@given(
    before=st.dictionaries(st.sampled_from("abcd"), st.sampled_from(list(Action))),
    key=st.sampled_from("efgh"),
)
def test_one_more_exclusion_is_always_riskier(before, key):
    assert is_riskier(before, {**before, key: EXCLUDE})


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("Rosa", "Marin"), ("rosa", "MARIN"), True),
        (("Rósa", "Marín"), ("Rosa", "Marin"), True),
        (("Mary Ann", "O'Neil"), ("Mary-Ann", "O’Neil"), True),
        (("Marin", "Rosa"), ("Rosa", "Marin"), True),
        (("Rosa", "Marin"), ("Rose", "Marin"), False),
        (("", ""), ("", ""), False),
        (("李", "小龙"), ("李", "小龙"), True),
    ],
    ids=["case", "accents", "marks", "swapped", "another", "unknown", "no Latin letters"],
)
def test_names_that_read_the_same(first, second, expected):
    assert is_same_name(first, second) is expected


def test_a_plain_name_has_letters_only():
    assert plain_name(" O'Neil-Núñez Jr. ") == "oneilnunezjr"
