"""Who is told that the review of an article falls due, and when that is no longer wanted."""

from copy import copy
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from content.rules.review import REVIEW_PURPOSE
from content.selectors import reviews_unwanted_among
from content.services.reviews import reviews_look
from content.tasks import reviews_look as nightly
from content.wagtail_hooks import record_deletion
from ketaclinic.accounts.choices import Role
from ketaclinic.reminders.models import Reminder
from ketaclinic.reminders.reach.selectors.inbox import waiting_rows
from ketaclinic.reminders.registry import purpose_for
from tests.factories.accounts import UserFactory
from tests.factories.content import ArticleFactory
from tests.factories.reminders import why_unwanted

pytestmark = pytest.mark.django_db
# The clock stands still on Monday, June 1, at 10:00 in New York.
TODAY = date(2026, 6, 1)
MORNING = datetime(2026, 6, 1, 14, tzinfo=UTC)


@pytest.fixture
def people(db):
    return [UserFactory(role=role) for role in (Role.EDITOR, Role.MEDICAL_DIRECTOR)]


def told():
    return Reminder.objects.filter(purpose=REVIEW_PURPOSE).order_by("due_at", "recipient_id")


def publish(article, **changes):
    for name, value in changes.items():
        setattr(article, name, value)
    article.save_revision().publish()


def days_from(first):
    return [(row.due_at - first) / timedelta(days=1) for row in told()]


def test_editors_and_the_director_are_told_and_once_more_a_week_later(people, now):
    for other in (Role.NURSE, Role.MANAGER):
        UserFactory(role=other)
    ArticleFactory(next_review_on=TODAY)
    assert reviews_look(now=now) == 4
    assert [row.recipient for row in told()] == people * 2
    assert days_from(MORNING) == [0, 0, 7, 7]
    assert why_unwanted(REVIEW_PURPOSE, told().first().subject_id, now) == ""
    assert purpose_for(REVIEW_PURPOSE).for_staff


def test_a_second_night_tells_nobody_again(people, now):
    ArticleFactory(next_review_on=TODAY)
    reviews_look(now=now)
    told().update(status="sent", sending_at=now, finished_at=now)
    assert reviews_look(now=now + timedelta(days=1)) == 0


def test_later_nights_do_not_move_what_still_waits(people, now):
    ArticleFactory(next_review_on=TODAY)
    reviews_look(now=now)
    told().filter(due_at=MORNING).update(status="sent", sending_at=now, finished_at=now)
    for night in range(1, 7):
        assert reviews_look(now=now + timedelta(days=night)) == 0
    assert days_from(MORNING) == [0, 0, 7, 7]


def test_what_is_long_overdue_when_it_is_found_is_told_once(people, now):
    ArticleFactory(next_review_on=TODAY - timedelta(days=30))
    for night in range(3):
        reviews_look(now=now + timedelta(days=night))
        told().filter(status="due").update(status="sent", sending_at=now, finished_at=now)
    assert days_from(MORNING) == [0, 0]


@pytest.mark.parametrize(
    "article",
    [
        {"next_review_on": TODAY + timedelta(days=2)},
        {"next_review_on": None},
        {"next_review_on": TODAY, "draft": True},
    ],
    ids=["later", "no day", "not published"],
)
def test_what_is_not_due_is_told_to_nobody(people, article, now):
    ArticleFactory(**article)
    assert nightly() == 0


def test_a_day_that_passed_is_told_the_next_morning(people, now):
    ArticleFactory(next_review_on=TODAY - timedelta(days=30))
    reviews_look(now=now + timedelta(hours=1))
    assert days_from(MORNING)[0] == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"next_review_on": date(2027, 6, 1)}, "reviewed"),
        ({"next_review_on": None}, "reviewed"),
        ({"live": False}, "unpublished"),
    ],
)
def test_a_review_that_is_done_or_a_page_that_is_gone_is_not_told(people, now, change, reason):
    article = ArticleFactory(next_review_on=TODAY)
    reviews_look(now=now)
    type(article).objects.filter(pk=article.pk).update(**change)
    assert why_unwanted(REVIEW_PURPOSE, told().first().subject_id, now) == reason


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (lambda article: publish(article, next_review_on=date(2027, 6, 1)), "reviewed"),
        (lambda article: article.unpublish(), "unpublished"),
    ],
    ids=["reviewed", "unpublished"],
)
def test_the_publication_that_ends_a_review_takes_its_reminders_back(people, now, end, reason):
    article, other = (ArticleFactory(next_review_on=TODAY) for _ in range(2))
    reviews_look(now=now)
    end(article)
    ended = told().filter(subject_id__startswith=f"{article.pk}@")
    assert set(ended.values_list("status", "reason")) == {("cancelled", reason)}
    standing = told().filter(subject_id__startswith=f"{other.pk}@")
    assert set(standing.values_list("status", flat=True)) == {"due"}
    assert len(waiting_rows(people[0], MORNING)) == 1


def test_a_publication_without_a_review_leaves_them(people, now):
    article = ArticleFactory(next_review_on=TODAY)
    reviews_look(now=now)
    publish(article, summary="Said more plainly.")
    assert set(told().values_list("status", flat=True)) == {"due"}


def test_an_article_that_is_back_is_told_the_next_night(people, now):
    article = ArticleFactory(next_review_on=TODAY)
    reviews_look(now=now)
    article.unpublish()
    publish(article)
    assert reviews_look(now=now) == 4
    assert set(told().values_list("status", flat=True)) == {"due"}


def test_a_deleted_article_is_told_to_nobody(people, now):
    article = ArticleFactory(next_review_on=TODAY)
    reviews_look(now=now)
    gone = copy(article)
    article.delete()
    record_deletion(SimpleNamespace(user=people[0]), gone)
    assert set(told().values_list("status", "reason")) == {("cancelled", "missing")}


def test_many_are_asked_in_one_question(people, now, django_assert_num_queries):
    ArticleFactory(next_review_on=TODAY)
    reviews_look(now=now)
    asked = [row.subject_id for row in told()]
    with django_assert_num_queries(1):
        found = reviews_unwanted_among([*asked, "", "x@y", "999@2026-06-01:1"], now)
    assert found == dict.fromkeys(["", "x@y", "999@2026-06-01:1"], "missing")
