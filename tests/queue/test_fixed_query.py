"""A query whose SQL is written once answers as the ORM does, whatever it is asked with."""

from datetime import timedelta
from uuid import uuid4

import pytest

from ketaclinic.accounts.models import User
from ketaclinic.fixed_query import LENGTHS, FixedQuery
from ketaclinic.reminders.models import Reminder
from tests.factories.accounts import UserFactory
from tests.factories.reminders import NOW, ReminderFactory

pytestmark = pytest.mark.django_db


def by_key(public_ids, now):
    rows = Reminder.objects.filter(public_id__in=public_ids, due_at__lte=now)
    return rows.order_by().values_list("public_id", "purpose", "due_at")


def by_number(ids):
    return User.objects.filter(pk__in=ids).order_by().values_list("email")


@pytest.mark.parametrize("count", [1, 2, 10, 11])
def test_it_answers_as_the_query_itself(count):
    user = UserFactory()
    rows = ReminderFactory.create_batch(count, recipient=user)
    ReminderFactory(recipient=user)
    keys = [row.public_id for row in rows]
    query = FixedQuery(by_key)
    for _ in range(2):
        assert sorted(query.rows(public_ids=keys, now=NOW)) == sorted(by_key(keys, NOW))
    assert query.rows(public_ids=keys, now=NOW - timedelta(seconds=1)) == []
    assert query.rows(public_ids=[uuid4()], now=NOW) == []


def test_numbers_are_keys_too():
    users = UserFactory.create_batch(3)
    found = FixedQuery(by_number).rows(ids=[user.pk for user in users])
    assert sorted(found) == sorted((user.email,) for user in users)


def test_nothing_asked_is_nothing_found(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert FixedQuery(by_number).rows(ids=[]) == []


def test_a_list_longer_than_any_fixed_length_is_asked_as_it_is():
    user, others = UserFactory(), range(10**9, 10**9 + LENGTHS[-1])
    assert FixedQuery(by_number).rows(ids=[*others, user.pk]) == [(user.email,)]


@pytest.mark.postgresql
def test_the_sql_is_written_once_a_length():
    asked = []

    def build(ids):
        asked.append(len(ids))
        return by_number(ids)

    query = FixedQuery(build)
    for count in (1, 2, 7, 10, 11, 3):
        query.rows(ids=list(range(1, count + 1)))
    assert asked == [1, 10, 50]


@pytest.mark.postgresql
def test_a_value_that_does_not_reach_the_sql_is_a_mistake():
    query = FixedQuery(lambda ids: User.objects.filter(pk__gt=len(ids)).values_list("email"))
    with pytest.raises(ValueError, match="does not reach"):
        query.rows(ids=[1])
