"""Search finds every form of a word on every database, and only what is published."""

import pytest

from content.selectors import articles_found
from tests.factories.content import ArticleFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(shelf):
    return ArticleFactory(title="Sleep and pain", slug="sleep")


def titles(question):
    return [article.title for article in articles_found(question)]


@pytest.mark.parametrize(
    "question",
    ["infusion", "infusions", "INFUSIONS", "studies clinics", "sleeping", "painful sleep"],
)
def test_any_form_of_a_word_finds_the_article(article, question):
    assert titles(question) == ["Sleep and pain"]


@pytest.mark.parametrize("question", ["zebra", "infusion zebra", "fusion"])
def test_every_word_must_be_there_whole(article, question):
    assert titles(question) == []


def test_the_title_counts_more_than_the_text(article):
    ArticleFactory(title="An infusion day", slug="day")

    assert titles("infusion") == ["An infusion day", "Sleep and pain"]


def test_a_draft_is_not_found(shelf):
    ArticleFactory(draft=True)

    assert titles("infusion") == []


def test_a_withdrawn_article_is_not_found(article):
    article.unpublish()

    assert titles("infusion") == []


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        '"',
        "*",
        "a OR b",
        "NOT infusion",
        "infusion*",
        "(",
        "title:x",
        "'; drop table",
        "\x00",
    ]
    + ["^", "-", "{body} : x", "NEAR(a b)", "%", "<script>", "é" * 90],
)
def test_hostile_questions_are_only_words(client, article, question):
    response = client.get("/learn/search/", {"q": question})

    assert response.status_code == 200
    assert "<script>" not in response.content.decode().split("<main", 1)[1].split("</main", 1)[0]


def test_the_page_says_how_many_it_found(client, article):
    page = client.get("/learn/search/?q=infusions").content.decode()

    assert "1 article found for “infusions”" in page
    assert 'href="/learn/sleep/"' in page


def test_nothing_found_says_what_to_do(client, article):
    page = client.get("/learn/search/?q=zebra").content.decode()

    assert "0 articles found" in page
    assert "Try fewer words" in page


def test_an_empty_question_is_asked_again(client, article):
    page = client.get("/learn/search/?q=").content.decode()

    assert "This field is required." in page
    assert 'aria-invalid="true"' in page


def test_a_question_that_is_too_long_is_refused_and_kept(client, article):
    page = client.get("/learn/search/", {"q": "a" * 101}).content.decode()

    assert "at most 100 characters" in page
    assert "a" * 101 in page


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "9999"])
def test_any_page_number_gives_a_page(client, article, number):
    assert client.get(f"/learn/search/?q=infusion&page={number}").status_code == 200


def test_search_stays_flat_as_the_library_grows(client, shelf, django_assert_max_num_queries):
    topic = TopicFactory()
    for number in range(12):
        ArticleFactory(title=f"Infusion {number}", topics=[topic])

    with django_assert_max_num_queries(15):
        page = client.get("/learn/search/?q=infusions").content.decode()

    assert page.count("shelf__card") == 10
