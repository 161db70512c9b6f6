"""The list of pages: nothing missing, what is next, about how long."""

import pytest

from intake.choices import Section
from intake.presenters.overview import CHAPTERS, MINUTES, minutes_for, overview


def test_every_page_stands_in_one_chapter():
    listed = [page for _, pages in CHAPTERS for page in pages]
    assert sorted(listed) == sorted(Section)
    assert listed == sorted(listed, key=list(Section).index)


def states(page):
    return [(c.title, [(k.is_done, k.is_next) for k in c.links]) for c in page.chapters]


def test_what_is_done_what_is_next_what_is_to_come():
    asked = [Section.ABOUT, Section.HOME, Section.PAIN]
    page = overview(asked, {Section.ABOUT})
    assert states(page) == [
        ("You", [(True, False), (False, True)]),
        ("Pain", [(False, False)]),
    ]
    assert (page.done, page.total, page.words) == (1, 3, "1 of 3 pages")
    assert not any(chapter.is_done for chapter in page.chapters)


def test_a_chapter_is_done_with_its_last_page():
    page = overview([Section.ABOUT, Section.PAIN], {Section.ABOUT})
    assert [chapter.is_done for chapter in page.chapters] == [True, False]


def test_a_page_that_is_not_asked_is_not_listed():
    page = overview([s for s in Section if s != Section.PREGNANCY], set())
    assert page.total == len(Section) - 1
    assert "Pregnancy" not in [k.title for c in page.chapters for k in c.links]


@pytest.mark.parametrize(
    ("pages", "minutes"),
    [
        pytest.param([], 0, id="nothing"),
        pytest.param([Section.WEIGHT], 5, id="one minute is about five"),
        pytest.param([Section.CONSENT], 10, id="ten is ten"),
        pytest.param([Section.CONSENT, Section.WEIGHT], 15, id="eleven is about fifteen"),
    ],
)
def test_minutes_are_rounded_up(pages, minutes):
    assert minutes_for(pages) == minutes


def test_the_whole_application_takes_less_than_an_hour():
    assert 30 <= minutes_for(Section) <= 60
    assert set(MINUTES) <= set(Section)
