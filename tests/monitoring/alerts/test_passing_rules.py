"""Alerts that only time reveals: at, just under and just over each limit."""

from datetime import UTC, date, datetime, timedelta

import pytest

from monitoring.alerts.choices import RuleKey, Severity
from monitoring.alerts.rules import (
    AlertPolicy,
    PatientFacts,
    ReportFact,
    SlotFact,
    alert_findings,
    silent_from,
)

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
POLICY = AlertPolicy()
NAMES = {"nausea": "Nausea"}


def slot(hours_ago, key=None, **changes):
    closed_at = NOW - timedelta(hours=hours_ago)
    return SlotFact(key=key or f"s{hours_ago}", due="2:00 pm", closed_at=closed_at, **changes)


def found(rule, **facts):
    everything = alert_findings(PatientFacts(now=NOW, **facts), POLICY, NAMES)
    return [alert for alert in everything if alert.rule_key == rule]


def missed(*slots, **facts):
    return found(RuleKey.MISSED_DOSE, unreported=slots, **facts)


def silence(*slots, heard_hours_ago=24, **facts):
    heard_at = None if heard_hours_ago is None else NOW - timedelta(hours=heard_hours_ago)
    return found(RuleKey.SILENCE, unreported=slots, heard_at=heard_at, **facts)


def test_a_missed_dose_is_routine_and_blocks_no_increase():
    (alert,) = missed(slot(1, amount="25 mg"))
    assert (alert.severity, alert.blocks_increase) == (Severity.ROUTINE, False)
    assert alert.fact_key == "slot:s1"
    assert alert.sentence == "No report of the dose due at 2:00 pm"
    assert ("Planned amount", "25 mg") in alert.facts


def test_a_dose_that_was_on_hold_is_not_missed():
    assert missed(slot(1, was_held=True)) == []


@pytest.mark.parametrize(("hours", "count"), [(14 * 24, 1), (14 * 24 + 1, 0)])
def test_a_dose_missed_long_ago_raises_nothing_new(hours, count):
    assert len(missed(slot(hours))) == count


@pytest.mark.parametrize(
    ("slots", "count"),
    [
        pytest.param((), 0, id="nothing missed"),
        pytest.param((slot(2),), 0, id="one missed"),
        pytest.param((slot(2), slot(8)), 1, id="two missed"),
        pytest.param((slot(2), slot(8), slot(14)), 1, id="three missed are one silence"),
        pytest.param((slot(2), slot(30)), 0, id="one was before the last word"),
        pytest.param((slot(2), slot(8, is_checked=True)), 0, id="one was checked"),
        pytest.param((slot(2), slot(8, was_held=True)), 0, id="one was on hold"),
    ],
)
def test_silence_after_two_doses_in_a_row(slots, count):
    assert len(silence(*slots)) == count


@pytest.mark.parametrize(("hours", "count"), [(71.9, 0), (72, 1), (100, 1)])
def test_silence_after_three_days(hours, count):
    assert len(silence(heard_hours_ago=hours)) == count


def test_nothing_is_expected_while_doses_are_on_hold():
    assert silence(slot(2), slot(8), heard_hours_ago=100, is_on_hold=True) == []


def test_nothing_is_expected_without_a_home_plan():
    assert silence(slot(2), slot(8), heard_hours_ago=None) == []


def test_one_silence_keeps_one_identity_whichever_limit_it_passes():
    (by_doses,) = silence(slot(2), slot(8), heard_hours_ago=100)
    (by_days,) = silence(heard_hours_ago=100)
    assert by_doses.identity == by_days.identity
    assert by_doses.sentence == "2 doses in a row without a check or a report"
    assert by_days.sentence == "Nothing reported for 3 days"


def test_when_silence_would_begin():
    heard_at = NOW - timedelta(hours=10)
    assert silent_from(PatientFacts(now=NOW, heard_at=heard_at), POLICY) == heard_at + timedelta(3)
    assert silent_from(PatientFacts(now=NOW), POLICY) is None
    assert silent_from(PatientFacts(now=NOW, heard_at=heard_at, is_on_hold=True), POLICY) is None


# --- a side effect that keeps coming back ---

FRIDAY = date(2026, 11, 20)


def on(*days_ago, grade=2, symptom="nausea"):
    return tuple(
        ReportFact(
            key=f"r{days}",
            at=NOW - timedelta(days=days),
            day=FRIDAY - timedelta(days=days),
            grades={symptom: grade},
        )
        for days in days_ago
    )


def patterns(*reports):
    return found(RuleKey.SYMPTOM_PATTERN, reports=reports)


@pytest.mark.parametrize(
    ("reports", "count"),
    [
        pytest.param(on(0, 1), 0, id="two days"),
        pytest.param(on(0, 1, 2), 1, id="three days"),
        pytest.param(on(0, 3, 6), 1, id="three days of seven"),
        pytest.param(on(0, 3, 7), 0, id="the first is eight days back"),
        pytest.param(on(0, 1, 2, grade=1), 0, id="grade 1 does not count"),
        pytest.param(on(0, 1, 2, grade=3), 1, id="a higher grade counts"),
        pytest.param(on(0, 0, 0), 0, id="three times on one day is one day"),
        pytest.param((*on(0, 1), *on(2, symptom="headache")), 0, id="different side effects"),
    ],
)
def test_three_days_of_seven(reports, count):
    assert len(patterns(*reports)) == count


def test_a_pattern_says_what_and_how_often():
    (alert,) = patterns(*on(0, 1, 2))
    assert alert.sentence == "Nausea at grade 2 or more on 3 of 7 days"
    assert (alert.fact_key, alert.severity) == ("nausea:2026-W47", Severity.SAME_DAY)


def test_another_day_of_the_same_week_is_the_same_alert():
    assert [a.fact_key for a in patterns(*on(0, 1, 2, 3))] == ["nausea:2026-W47"]


def test_a_pattern_that_goes_on_into_a_new_week_is_a_new_alert():
    keys = [alert.fact_key for alert in patterns(*on(0, 1, 2, 4, 5, 6, 7))]
    assert keys == ["nausea:2026-W46", "nausea:2026-W47"]


def test_the_days_before_the_judged_ones_count_and_raise_nothing_themselves():
    assert patterns(*on(13, 15, 16)) != []
    assert patterns(*on(15, 16, 17)) == []
