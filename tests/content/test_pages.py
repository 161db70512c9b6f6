"""What a reader sees: cited, dated, honest about its review, with or without an account."""

from datetime import date

import pytest
from django.utils import timezone

from content.models import ArticlePage
from tests.factories.content import ArticleFactory, TopicFactory, writer_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

PEOPLE = ["patient", "nurse", "prescriber", "medical_director", "editor", "manager"]


@pytest.fixture
def article(shelf):
    return ArticleFactory(slug="sleep", topics=[TopicFactory()])


def body_of(client, path="/learn/sleep/"):
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", ["/learn/", "/learn/sleep/", "/learn/search/?q=sleep"])
def test_the_library_is_public(client, article, path):
    assert "shell-public" in body_of(client, path)


@pytest.mark.parametrize("role", PEOPLE)
def test_a_patient_keeps_the_app_around_the_article(client_of, article, role):
    shell = "shell-patient" if role == "patient" else "shell-public"

    assert shell in body_of(client_of(role))


@pytest.mark.parametrize("path", ["/learn/kept-back/", "/learn/nothing/", "/learn/sleep/more/"])
def test_what_is_not_published_is_not_there(client, article, path):
    ArticleFactory(slug="kept-back", draft=True)

    assert client.get(path).status_code == 404


def test_the_shelf_shows_published_articles_only(client, article):
    ArticleFactory(title="Kept back", draft=True)

    page = body_of(client, "/learn/")
    assert "Sleep and pain" in page
    assert "Kept back" not in page


@pytest.mark.parametrize(
    ("topic", "is_found"), [("staying-safe", True), ("unknown", False), ("<b>", False)]
)
def test_the_shelf_by_topic(client, article, topic, is_found):
    response = client.get("/learn/", {"topic": topic})

    assert ("Sleep and pain" in response.content.decode()) is is_found


def test_an_empty_shelf_says_so(client, shelf):
    assert "No articles here yet" in body_of(client, "/learn/")


def test_a_mark_leads_to_its_source_and_back(client, article):
    page = body_of(client)

    assert '<a href="#source-1" id="cited-1-1">' in page
    assert 'id="source-1"' in page
    assert 'href="#cited-1-1"' in page
    assert "[S02]" not in page


def test_headings_are_listed_as_contents(client, article):
    page = body_of(client)

    assert 'href="#part-what-was-studied"' in page
    assert '<h2 id="part-what-was-studied">What was studied</h2>' in page


def test_an_article_without_review_says_so_at_the_top_and_at_the_foot(client, article):
    page = body_of(client)

    assert page.count("The clinic&#x27;s medical director has not reviewed it yet.") == 2
    assert "Not yet reviewed" in page


def test_a_review_names_who_and_when(client, article):
    director = writer_of("medical_director")
    article.reviewed_by, article.reviewed_on = director, timezone.localdate()
    article.next_review_on = date(2026, 12, 1)
    article.save_revision().publish()

    page = body_of(client)
    assert "Reviewed June 1, 2026 by Dr Miriam Okafor" in page
    assert "Review due Dec. 1, 2026" in page
    assert "has not reviewed it yet" not in page


def test_typed_markup_stays_text(client, shelf):
    ArticleFactory(slug="odd", title="<script>1</script>", summary="<b>2</b>")

    page = body_of(client, "/learn/odd/")
    assert "<script>1" not in page
    assert "<b>2" not in page


def test_other_articles_on_the_topic_are_offered(client, article):
    ArticleFactory(title="Also safe", topics=[TopicFactory()])
    ArticleFactory(title="Elsewhere")

    page = body_of(client)
    assert "Also safe" in page
    assert "Elsewhere" not in page


@pytest.mark.parametrize("path", ["/learn/", "/learn/sleep/"])
@pytest.mark.parametrize("role", ["anonymous", "patient"])
def test_a_page_takes_few_queries(
    client, client_of, article, path, role, django_assert_max_num_queries
):
    for number in range(12):
        ArticleFactory(title=f"More {number}", topics=[TopicFactory()])
    browser = client if role == "anonymous" else client_of(role)
    body_of(browser, path)  # a first page also writes the time that the person was seen

    with django_assert_max_num_queries(15):
        body_of(browser, path)


@pytest.mark.parametrize("path", ["/learn/", "/learn/sleep/", "/learn/search/"])
def test_the_strict_policy_covers_the_library(client, article, path):
    policy = client.get(path)["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "style=" not in body_of(client, path).split("<main", 1)[1]


def test_an_article_knows_its_reading_time_and_level(article):
    assert article.reading_minutes == 1
    assert ArticlePage.objects.get().school_grade is not None
