"""The forms of one word must meet in one stem, and different words should not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.rules.stems import stem, stems


@pytest.mark.parametrize(
    "forms",
    [
        "infusion infusions",
        "dose doses dosed dosing",
        "dizzy dizziness",
        "bleed bleeds bleeding",
        "stop stops stopped stopping",
        "take takes taking",
        "use uses used using",
        "try tries tried trying",
        "study studies studied",
        "pain pains painful",
        "safe safely",
        "pass passes passed passing",
        "clinic clinics clinic's",
    ],
)
def test_forms_of_a_word_share_a_stem(forms):
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("pain", "paint"), ("liver", "live"), ("dose", "doze"), ("sick", "six")]
)
def test_other_words_keep_another_stem(one, other):
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["is", "us", "mg", "2026", "b12", "covid19", "ring", "bed", "red"])
def test_short_words_and_numbers_stay(word):
    assert stem(word) == word


def test_a_text_becomes_stems_in_order():
    assert stems("Two INFUSIONS, twice-daily!") == "two infusion twic dai"


@given(st.text(max_size=80))
def test_any_text_gives_stems_that_are_plain_words(text):
    assert not set(stems(text)) & set('"*():^{}')
