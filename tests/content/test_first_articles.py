"""The articles that ship with the product: plain, honest, and every claim's source listed."""

import re
import tomllib

import pytest
from django.template.loader import render_to_string

from content.rules.citations import cited_keys, is_key, repeated_keys, unlisted_keys
from content.rules.reading import school_grade, words
from content.services.library import FIRST_ARTICLES

ARTICLES = {file.stem: tomllib.loads(file.read_text()) for file in FIRST_ARTICLES.glob("*.toml")}
each_article = pytest.mark.parametrize("draft", ARTICLES.values(), ids=ARTICLES)


def text_of(draft):
    """The words of an article as a reader meets them, a block a line."""
    lines = list(draft["key_points"])
    for block in draft["body"]:
        value = block["value"]
        fields = value.values() if isinstance(value, dict) else [value]
        for part in fields:
            lines += part if isinstance(part, list) else [part]
    text = re.sub(r"</(?:p|li)>", "\n", "\n".join(lines))
    return re.sub(r"<[^>]+>", "", text)


def test_the_two_first_articles_are_there():
    assert {draft["title"] for draft in ARTICLES.values()} >= {
        "How ketamine may help chronic pain",
        "Side effects and what to do",
    }


@each_article
def test_it_reads_at_eighth_grade_or_below(draft):
    assert school_grade(text_of(draft)) <= 8


@each_article
def test_it_is_neither_a_note_nor_a_book(draft):
    assert 600 <= len(words(text_of(draft))) <= 1000


@each_article
def test_every_cited_source_is_listed_once_and_every_listed_one_cited(draft):
    keys = [citation["key"] for citation in draft["citations"]]

    assert all(is_key(key) for key in keys)
    assert unlisted_keys(text_of(draft), keys) == []
    assert repeated_keys(keys) == []
    assert set(keys) == set(cited_keys(text_of(draft)))


@each_article
def test_a_number_about_people_carries_a_source(draft):
    """A sentence that counts people or percent is followed by a mark before its block ends."""
    for block in text_of(draft).split("\n"):
        if re.search(r"\b\d+ (?:people|in 100|percent)\b", block):
            assert cited_keys(block), block


@each_article
def test_it_claims_no_review(draft):
    assert not {"reviewed_by", "reviewed_on"} & set(draft)


def test_off_label_and_weak_proof_are_said_first():
    points = " ".join(ARTICLES["how-ketamine-may-help"]["key_points"])

    assert "off-label" in points
    assert "do not support its routine use" in points


def test_side_effects_begin_with_the_fixed_emergency_words():
    assert ARTICLES["side-effects"]["body"][0]["type"] == "emergency"


@pytest.mark.parametrize("word", ["911", "988", "Chest pain", "cannot be woken", "not watched 24"])
def test_the_emergency_words_need_no_article(word):
    assert word in render_to_string("content/blocks/emergency.html")
