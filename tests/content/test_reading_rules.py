"""Reading time and the estimate of the school grade."""

import pytest

from content.rules.reading import reading_minutes, school_grade, sentences, syllables, words


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        pytest.param(0, 1, id="no words"),
        pytest.param(1, 1, id="one word"),
        pytest.param(200, 1, id="just one minute"),
        pytest.param(201, 2, id="just over"),
        pytest.param(1000, 5, id="five minutes"),
    ],
)
def test_reading_minutes(count, expected):
    assert reading_minutes("word " * count) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("pain", 1),
        ("dose", 1),
        ("doses", 2),
        ("clinic", 2),
        ("stopped", 1),
        ("needed", 2),
        ("table", 2),
        ("ketamine", 3),
        ("pressure", 2),
        ("infusion", 3),
        ("medicine", 3),
        ("rhythm", 1),
        ("the", 1),
    ],
)
def test_syllables(word, expected):
    assert syllables(word) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One. Two! Three?", 3, id="three ends"),
        pytest.param("One\nTwo", 2, id="a new line ends one"),
        pytest.param("About 1.5 points.", 1, id="a decimal point is no end"),
        pytest.param("... ", 0, id="no words"),
    ],
)
def test_sentences(text, expected):
    assert len(sentences(text)) == expected


def test_words_leave_out_marks_and_numbers():
    assert words("It's 3 days. [S10]") == ["It's", "days"]


def test_a_text_without_words_has_no_grade():
    assert school_grade(" 12 [S10]") is None


def test_hard_words_in_long_sentences_score_higher():
    easy = "Sit down. Tell us how you feel."
    hard = "Administration of subanesthetic antagonists necessitates individualized titration."

    assert school_grade(easy) < 4
    assert school_grade(hard) > 16
