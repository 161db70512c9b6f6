""" "Was this clear?" is really stored, counts a browser once, and stores nobody."""

from datetime import date, timedelta

import pytest

from content.models import ClarityTally
from content.selectors import clarity_totals
from content.services import clarity_answer_record
from ketaclinic.audit.models import AuditEvent
from tests.factories.content import ArticleFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)


@pytest.fixture
def article(shelf):
    return ArticleFactory(slug="sleep")


def answer(client, word, slug="sleep"):
    return client.post(f"/learn/clear/{slug}/", {"is_clear": word})


def test_answers_of_a_day_share_one_row(article):
    for is_clear in (True, True, False):
        clarity_answer_record(article=article, is_clear=is_clear, day=DAY)

    tally = ClarityTally.objects.get()
    assert (tally.clear, tally.unclear) == (2, 1)


def test_totals_add_the_days(article):
    clarity_answer_record(article=article, is_clear=True, day=DAY)
    clarity_answer_record(article=article, is_clear=False, day=DAY + timedelta(days=1))

    assert clarity_totals(article) == {"clear": 1, "unclear": 1}


def test_totals_of_an_unanswered_article_are_zero(article):
    assert clarity_totals(article) == {"clear": 0, "unclear": 0}


@pytest.mark.parametrize(("word", "stored"), [("yes", (1, 0)), ("no", (0, 1))])
def test_a_reader_answers_without_signing_in(client, article, word, stored):
    response = answer(client, word)

    assert response.url == "/learn/sleep/#clear"
    tally = ClarityTally.objects.get()
    assert (tally.clear, tally.unclear) == stored
    assert "was counted" in client.get("/learn/sleep/").content.decode()


def test_a_second_answer_from_the_same_browser_is_not_counted(client, article):
    answer(client, "yes")
    answer(client, "no")

    assert clarity_totals(article) == {"clear": 1, "unclear": 0}


@pytest.mark.parametrize("word", ["", "maybe", "yes; drop table", "1"])
def test_another_word_is_no_answer(client, article, word):
    assert answer(client, word).status_code == 302
    assert not ClarityTally.objects.exists()


@pytest.mark.parametrize("slug", ["nothing-here", "kept-back"])
def test_only_a_published_article_takes_answers(client, article, slug):
    ArticleFactory(slug="kept-back", draft=True)

    assert answer(client, "yes", slug).status_code == 404
    assert not ClarityTally.objects.exists()


def test_reading_the_address_is_refused(client, article):
    assert client.get("/learn/clear/sleep/").status_code == 405


def test_no_answer_without_the_form_token(article, django_test_environment):
    from django.test import Client

    assert answer(Client(enforce_csrf_checks=True), "yes").status_code == 403
    assert not ClarityTally.objects.exists()


def test_an_answer_leaves_no_trace_of_the_person(client_of, article):
    client = client_of("patient")
    before = AuditEvent.objects.count()

    answer(client, "no")

    assert AuditEvent.objects.count() == before
    names = {field.name for field in ClarityTally._meta.get_fields()}
    assert names == {"id", "article", "day", "clear", "unclear"}
