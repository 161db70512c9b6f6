"""The demo's weeks are invented once: pure, plausible, and the same for the same moment."""

from datetime import UTC, datetime, timedelta

import pytest

from monitoring.checkins.choices import SideEffect
from monitoring.demo.cast import CAST, WITHOUT_DOSES, Story
from monitoring.demo.diary import Check, Dose, Feeling, Month, Repeat, Week, days_of, diary, wobble

HOURS = [0, 5, 9, 13, 18, 23]
IN_CARE = [person for person in CAST if person.story not in WITHOUT_DOSES]


def at(hour):
    return datetime(2026, 3, 4, hour, 7, tzinfo=UTC)


def of(story, now=None):
    person = next(each for each in CAST if each.story is story)
    return person, diary(person, now=now or at(18))


def kinds(entries, kind):
    return [entry for entry in entries if type(entry) is kind]


def test_every_story_is_told_once_or_more():
    assert {person.story for person in CAST} == set(Story)
    assert len({person.email for person in CAST}) == len(CAST)


@pytest.mark.parametrize("person", IN_CARE, ids=lambda person: person.key)
def test_the_same_moment_gives_the_same_diary(person):
    assert diary(person, now=at(18)) == diary(person, now=at(18))


@pytest.mark.parametrize("hour", HOURS)
@pytest.mark.parametrize("person", IN_CARE, ids=lambda person: person.key)
def test_nothing_is_told_before_it_happened(person, hour):
    entries = diary(person, now=at(hour))
    assert entries == sorted(entries, key=lambda entry: entry.at)
    assert entries[-1].at <= at(hour)
    assert entries[0].at > at(hour) - timedelta(days=days_of(person) + 2)


@pytest.mark.parametrize("person", IN_CARE, ids=lambda person: person.key)
def test_readings_are_plausible_and_near_each_other(person):
    for check in kinds(diary(person, now=at(18)), Check):
        (first, low, pulse), (second, _, _) = check.readings
        assert 90 < second < 180
        assert low < first
        assert 50 < pulse < 100
        assert abs(first - second) <= 10


@pytest.mark.parametrize("person", IN_CARE, ids=lambda person: person.key)
def test_scores_and_side_effects_are_ones_that_the_app_knows(person):
    for feeling in kinds(diary(person, now=at(18)), Feeling):
        assert 0 <= feeling.pain <= 10
        assert set(feeling.grades) <= set(SideEffect.values)


@pytest.mark.parametrize("hour", HOURS)
def test_the_high_pressure_is_the_newest_check_and_no_dose_follows(hour):
    _, entries = of(Story.HIGH, at(hour))
    newest = kinds(entries, Check)[-1]
    assert newest.readings[0][0] >= 160
    assert not [dose for dose in kinds(entries, Dose) if dose.at > newest.at]


@pytest.mark.parametrize("hour", HOURS)
def test_the_extra_dose_is_one_and_the_next_is_left_out(hour):
    _, entries = of(Story.EXTRA, at(hour))
    extra = [dose for dose in kinds(entries, Dose) if dose.due_at is None]
    assert len(extra) == 1
    assert not [dose for dose in kinds(entries, Dose) if dose.at > extra[0].at]


@pytest.mark.parametrize("hour", HOURS)
def test_silence_is_longer_than_three_days(hour):
    _, entries = of(Story.SILENT, at(hour))
    assert at(hour) - entries[-1].at > timedelta(days=3)


def test_missed_doses_have_no_check():
    person, entries = of(Story.MISSING)
    planned = 22 * len(person.times)
    assert planned - 8 < len(kinds(entries, Check)) < planned


def test_a_raised_pressure_is_measured_again_after_a_rest():
    _, entries = of(Story.RAISED)
    repeats = kinds(entries, Repeat)
    firsts = {check.due_at: check for check in kinds(entries, Check)}
    assert len(repeats) == 3
    for repeat in repeats:
        assert repeat.at - firsts[repeat.due_at].at > timedelta(minutes=15)
        assert 140 <= firsts[repeat.due_at].readings[0][0] < 160


@pytest.mark.parametrize("hour", HOURS)
def test_bladder_symptoms_stop_every_later_dose(hour):
    _, entries = of(Story.BLADDER, at(hour))
    report = next(f for f in reversed(kinds(entries, Feeling)) if 2 in f.grades.values())
    assert not [dose for dose in kinds(entries, Dose) if dose.at > report.at]


def test_who_is_in_care_for_long_has_eight_check_ins_that_read_as_one_story():
    long = [person for person in CAST if person.is_long]
    assert len(long) >= 2
    for person in long:
        entries = diary(person, now=at(18))
        weeks, months = kinds(entries, Week), kinds(entries, Month)
        assert (len(weeks), len(months)) == (6, 2)
        pegs = [sum(entry.peg) for entry in entries if isinstance(entry, Week)]
        assert pegs[-1] < pegs[0]


def test_wobble_stays_in_its_spread():
    assert {wobble("a", n, "x", 3) for n in range(40)} == {0, 1, 2}
