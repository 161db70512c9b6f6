"""Kept rows: each test starts from the same ones, and from no others."""

import pytest
from django.db import connection, connections

from ketaclinic.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.support.kept import Levels, in_order, kept


@kept
def someone():
    """A patient."""
    return UserFactory(full_name="Rosa Marin")


@kept
def pair(someone):
    """The patient, whose name is changed, and a nurse."""
    someone.full_name = "Rosa Marin-Reyes"
    someone.save()
    return [someone, UserFactory(nurse=True)]


@pytest.mark.parametrize("time", ["first", "again"])
class TestEachStartsFromTheSame:
    def test_rows_and_objects_are_as_they_were_made(self, someone, time):
        assert someone.full_name == User.objects.get().full_name == "Rosa Marin"
        someone.full_name = "Changed"
        someone.save()
        User.objects.get().delete()

    def test_one_object_for_two_fixtures_is_still_one(self, someone, pair, time):
        assert pair[0] is someone
        assert User.objects.get(pk=someone.pk).full_name == "Rosa Marin-Reyes"
        assert User.objects.count() == 2

    def test_who_does_not_ask_finds_nothing(self, db, time):
        assert not User.objects.exists()

    def test_the_upper_one_is_gone_for_who_asks_for_the_lower_one_only(self, someone, time):
        assert [user.full_name for user in User.objects.all()] == ["Rosa Marin"]

    @pytest.mark.django_db(transaction=True)
    def test_one_with_real_transactions_makes_its_own(self, someone, time):
        assert not connection.in_atomic_block
        assert User.objects.get() == someone


def make(events, name, *, fails=False):
    def made():
        events.append(name)
        UserFactory(full_name=name)
        if fails:
            raise RuntimeError(name)
        return name

    made.__name__ = name
    return made


def names():
    return sorted(User.objects.values_list("full_name", flat=True))


def test_what_stands_already_is_not_made_again(db):
    events, levels = [], Levels()
    one, two, three = (make(events, name) for name in ("one", "two", "three"))
    levels.stand([one, two])
    levels.stand([one, two])
    levels.stand([one, three])
    assert (events, names()) == (["one", "two", "three"], ["one", "three"])
    levels.stand([])
    assert names() == []


def test_one_that_fails_leaves_nothing_and_is_tried_again(db):
    events, levels = [], Levels()
    good, bad = make(events, "good"), make(events, "bad", fails=True)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="bad"):
            levels.stand([good, bad])
        assert names() == ["good"]
    levels.stand([])
    assert (events, names()) == (["good", "bad", "bad"], [])


def test_it_is_undone_where_it_was_done_though_the_thread_has_another_connection_now(db):
    """As after the start of a browser."""
    former, levels = connections["default"], Levels()
    levels.stand([make([], "one")])
    connections["default"] = other = former.copy()
    try:
        levels.stand([])
        assert connections["default"] is other
    finally:
        other.close()
        connections["default"] = former
    assert names() == []


def test_what_most_ask_for_stands_lowest_and_each_after_what_it_needs():
    def rare(): ...
    def often(): ...
    def needs_rare(rare): ...

    makes = {each.__name__: each for each in (rare, often, needs_rare)}
    assert in_order(makes, {rare: 1, often: 5, needs_rare: 9}) == [rare, needs_rare, often]
    assert in_order(makes, {rare: 1, often: 9, needs_rare: 5}) == [often, rare, needs_rare]
