"""What can be a name, a line or a phone number, sign by sign."""

import pytest

from intake.rules.writing import (
    INVISIBLE,
    NOT_A_NAME,
    NOT_A_PHONE,
    NOT_WORDS,
    line_problem,
    name_problem,
    phone_problem,
    text_problem,
)

NAMES = [
    "Rosa",
    "José-María O’Neill",
    "李小龍",
    "עַבְרִית",
    "فاطمة",
    "O´Neill",
    "van der Berg III",
    "X",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_in_every_script_are_names(name):
    assert name_problem(name) == ""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("🙂", id="a picture alone"),
        pytest.param("Zoë 🙂", id="a picture beside letters"),
        pytest.param("Zoë 👍🏽", id="a picture with a skin tone"),
        pytest.param("<b>Bob</b>", id="HTML"),
        pytest.param("555 010 0123", id="numbers"),
        pytest.param("---", id="dashes"),
        pytest.param("\ue000Bob", id="a sign of nobody's script"),
    ],
)
def test_what_is_no_name(text):
    assert name_problem(text) == NOT_A_NAME


HIDDEN = [
    pytest.param("Bob\u202egro.live", id="text turned right to left"),
    pytest.param("Bob\u2066x", id="an isolate"),
    pytest.param("a\x00b", id="NUL"),
    pytest.param("a\x1bb", id="escape"),
    pytest.param("a\x7fb", id="delete"),
]


@pytest.mark.parametrize("text", HIDDEN)
@pytest.mark.parametrize("problem", [text_problem, line_problem, name_problem])
def test_signs_that_cannot_be_seen_are_refused_everywhere(problem, text):
    assert problem(text) == INVISIBLE


@pytest.mark.parametrize("text", ["", "a\nb", "<b>", "🙂", "می‌خواهم", *NAMES])
def test_free_text_may_hold_all_else(text):
    assert text_problem(text) == ""


@pytest.mark.parametrize("text", ["12 Oak Street", "7", "רחוב 4", "<b>Oak</b>"])
def test_a_line_has_a_letter_or_a_number(text):
    assert line_problem(text) == ""


@pytest.mark.parametrize("text", ["", "🙂", "--"])
def test_a_line_without_words(text):
    assert line_problem(text) == NOT_WORDS


@pytest.mark.parametrize(
    "phone", ["(555) 010-0123", "+1 555 010 0123", "555.010.0123", "5550100", "5" * 20]
)
def test_phones_as_people_write_them(phone):
    assert phone_problem(phone) == ""


@pytest.mark.parametrize(
    "phone",
    [
        pytest.param("555010", id="six digits"),
        pytest.param("5" * 21, id="21 digits"),
        pytest.param("-------", id="no digits"),
        pytest.param("555 010 0123 x4", id="letters"),
        pytest.param("555\n010\n0123", id="lines"),
        pytest.param("٥٥٥٠١٠٠١٢٣", id="digits that a dialler does not know"),
        pytest.param("5550100\x00", id="NUL"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_phone(phone):
    assert phone_problem(phone) == NOT_A_PHONE
