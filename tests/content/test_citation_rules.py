"""Source marks, their numbers, and what a list of sources lacks."""

import pytest

from content.rules.citations import (
    cited_keys,
    footnote_numbers,
    is_key,
    repeated_keys,
    unlisted_keys,
    without_marks,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("S10", True, id="two digits"),
        pytest.param("S5", True, id="one digit"),
        pytest.param("S131", True, id="three digits"),
        pytest.param("S74b", True, id="with a letter"),
        pytest.param("S1234", False, id="four digits"),
        pytest.param("S", False, id="no digit"),
        pytest.param("s10", False, id="small s"),
        pytest.param("S10 ", False, id="a space"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_the_shape_of_a_key(text, expected):
    assert is_key(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Plain.", [], id="none"),
        pytest.param("One. [S10]", ["S10"], id="one"),
        pytest.param("One. [S10][S02] Two. [S10]", ["S10", "S02"], id="each once, in order"),
        pytest.param("An aside [see S10] or [10]", [], id="other brackets"),
        pytest.param("[S1234]", [], id="no key"),
    ],
)
def test_cited_keys(text, expected):
    assert cited_keys(text) == expected


@pytest.mark.parametrize(
    ("text", "listed", "expected"),
    [
        pytest.param("a [S2] b [S1]", ["S1", "S2"], {"S2": 1, "S1": 2}, id="by first mention"),
        pytest.param("a [S2]", ["S1", "S2"], {"S2": 1, "S1": 2}, id="never mentioned comes last"),
        pytest.param("a [S9]", ["S1"], {"S1": 1}, id="not listed has no number"),
        pytest.param("a", [], {}, id="no sources"),
    ],
)
def test_footnote_numbers(text, listed, expected):
    assert footnote_numbers(text, listed) == expected


@pytest.mark.parametrize(
    ("text", "listed", "expected"),
    [
        pytest.param("a [S1] b [S2]", ["S1", "S2"], [], id="all listed"),
        pytest.param("a [S1] b [S2]", ["S1"], ["S2"], id="one lacks"),
        pytest.param("a [S3][S2]", [], ["S3", "S2"], id="all lack"),
    ],
)
def test_unlisted_keys(text, listed, expected):
    assert unlisted_keys(text, listed) == expected


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        pytest.param(["S1", "S2"], [], id="each once"),
        pytest.param(["S1", "S2", "S1", "S1"], ["S1"], id="one three times"),
        pytest.param([], [], id="no sources"),
    ],
)
def test_repeated_keys(listed, expected):
    assert repeated_keys(listed) == expected


def test_marks_are_no_words():
    assert without_marks("Half had it. [S41][S43]") == "Half had it. "
