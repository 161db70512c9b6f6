"""Making the library: once, completely, and without touching what editors changed."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from content.models import ArticlePage, Citation, LearnIndexPage, Topic
from content.services import article_load, articles_load, library_ensure
from ketaclinic.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

DRAFT = {
    "title": "Sleep",
    "slug": "sleep",
    "summary": "On sleep.",
    "next_review_on": None,
    "key_points": ["One.", "Two. [S02]"],
    "body": [{"type": "paragraph", "value": "<p>Words.</p>"}],
    "citations": [{"key": "S02", "text": "A study."}],
    "topics": [{"name": "Safety", "slug": "safety", "position": 1}],
}


def counts():
    return [model.objects.count() for model in (Page, Site, Topic, Citation, AuditEvent)]


def test_the_library_is_the_root_of_the_one_site():
    library = library_ensure()

    assert Site.objects.get().root_page_id == library.pk
    assert library.url == "/learn/"
    assert Page.objects.filter(depth=2).count() == 1
    assert library.live


def test_making_the_library_twice_changes_nothing():
    library_ensure()
    before = counts()

    library_ensure()

    assert counts() == before


def test_an_article_is_published_with_its_sources_and_topics():
    assert article_load(library=library_ensure(), draft=DRAFT)

    article = ArticlePage.objects.get(slug="sleep")
    assert article.live
    assert not article.has_unpublished_changes
    assert [citation.key for citation in article.citations.all()] == ["S02"]
    assert [topic.slug for topic in article.topics.all()] == ["safety"]
    assert article.reviewed_by is None


def test_publishing_it_writes_an_audit_event_of_the_system():
    article_load(library=library_ensure(), draft=DRAFT)

    event = AuditEvent.objects.filter(verb="content.page_published").first()
    assert event.actor is None
    assert event.details["slug"] == "sleep"


def test_an_article_that_stands_there_is_left_alone():
    library = library_ensure()
    article_load(library=library, draft=DRAFT)
    before = counts()

    assert not article_load(library=library, draft=DRAFT | {"title": "Another"})

    assert counts() == before
    assert ArticlePage.objects.get(slug="sleep").title == "Sleep"


def test_loading_gives_the_two_first_articles_once():
    assert sorted(articles_load()) == [
        "how-ketamine-may-help-chronic-pain",
        "side-effects-and-what-to-do",
    ]
    before = counts()

    assert articles_load() == []
    assert counts() == before


def test_a_shipped_article_has_only_valid_blocks():
    articles_load()

    for article in ArticlePage.objects.all():
        article.body.stream_block.clean(article.body)
        article.key_points.stream_block.clean(article.key_points)
        article.full_clean()


def test_the_command_says_what_is_new(capsys):
    call_command("load_articles")
    call_command("load_articles")

    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("articles: 2 new, how-ketamine")
    assert second == "articles: 0 new"


def test_there_is_room_for_one_front_page_only():
    library_ensure()

    assert not LearnIndexPage.can_create_at(Page.get_first_root_node())
