"""Anchors, footnotes and the review's day, without a database."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from content.models import ArticlePage, Citation
from content.presenters import Footnotes, numbered_sources, parts, review, shell_for
from content.templatetags.footnotes import footnoted

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)


def headings(*words):
    blocks = [SimpleNamespace(block_type="heading", value=word) for word in words]
    return SimpleNamespace(body=[*blocks, SimpleNamespace(block_type="paragraph", value="x")])


@pytest.mark.parametrize(
    ("words", "anchors"),
    [
        pytest.param(["One part"], ["part-one-part", ""], id="a name of its own"),
        pytest.param(["A", "A", "A"], ["part-a", "part-a-2", "part-a-3", ""], id="same words"),
        pytest.param(["A", "A 2", "A"], ["part-a", "part-a-2", "part-a-3", ""], id="a clash"),
        pytest.param(["???"], ["part-heading", ""], id="no letters"),
    ],
)
def test_every_heading_has_its_own_anchor(words, anchors):
    assert [part.anchor for part in parts(headings(*words))] == anchors


def test_a_mark_becomes_a_numbered_link_and_the_space_before_it_goes():
    html = footnoted("Half had it. [S41]", Footnotes({"S41": 3}))

    assert html.startswith('Half had it.<sup class="footnote"><a href="#source-3" id="cited-3-1">')


def test_each_mention_has_a_name_of_its_own():
    notes = Footnotes({"S41": 1})

    assert 'id="cited-1-1"' in footnoted("a [S41]", notes)
    assert 'id="cited-1-2"' in footnoted("b [S41]", notes)


def test_a_mark_without_source_stays_as_typed():
    assert footnoted("Half. [S99]", Footnotes({})) == "Half. [S99]"


def test_plain_text_is_escaped():
    assert footnoted("<b>a</b>", Footnotes({})) == "&lt;b&gt;a&lt;/b&gt;"


def test_sources_stand_in_the_order_of_their_numbers():
    article = SimpleNamespace(search_text="a [S2]")
    rows = numbered_sources(article, [Citation(key="S1"), Citation(key="S2")])

    assert [(row.number, row.citation.key, row.is_cited) for row in rows] == [
        (1, "S2", True),
        (2, "S1", False),
    ]


def reviewed(published):
    return ArticlePage(
        reviewed_on=date(2026, 5, 31),
        next_review_on=date(2026, 12, 1),
        last_published_at=published,
    )


@pytest.mark.parametrize(
    ("published", "kind"),
    [
        pytest.param(datetime(2026, 6, 1, 3, 59, tzinfo=UTC), "go", id="last minute of the day"),
        pytest.param(datetime(2026, 6, 1, 4, 0, tzinfo=UTC), "wait", id="first of the next"),
        pytest.param(None, "go", id="never published"),
    ],
)
def test_the_day_of_a_change_is_the_clinics_day(published, kind):
    assert review(reviewed(published), now=NOW, zone=NEW_YORK).kind == kind


def test_an_unreviewed_article_is_never_green():
    shown = review(ArticlePage(), now=NOW, zone=NEW_YORK)

    assert shown.kind == "wait"
    assert "not reviewed it yet" in shown.sentence


@pytest.mark.parametrize(
    ("is_authenticated", "role", "shell"),
    [
        (False, "", "shells/public.html"),
        (True, "patient", "shells/patient.html"),
        (True, "editor", "shells/public.html"),
    ],
)
def test_shells(is_authenticated, role, shell):
    assert shell_for(SimpleNamespace(is_authenticated=is_authenticated, role=role)) == shell
