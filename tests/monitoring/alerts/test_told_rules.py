"""Alerts from checks, reports and doses: what raises one, how it explains itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitoring.alerts.choices import ClearsWhen, RuleKey, Severity
from monitoring.alerts.rules import (
    AlertPolicy,
    CheckFact,
    DoseFact,
    PatientFacts,
    ReportFact,
    StoredFinding,
    acknowledge_minutes,
    alert_findings,
)
from monitoring.checkins.choices import FindingKey, Notice, SideEffect, UrgentSymptom

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
HIGH = StoredFinding("bp_high", "same_day", "Too high.", "168/104", "160/100", "Clinical basis")


def of_check(finding, at=NOW):
    check = CheckFact(key="c1", at=at, kind="Before a dose", findings=(finding,))
    return alert_findings(PatientFacts(now=NOW, checks=(check,)), AlertPolicy(), {})


def of_report(finding, at=NOW):
    report = ReportFact(key="r1", at=at, day=date(2026, 11, 20), findings=(finding,))
    return alert_findings(PatientFacts(now=NOW, reports=(report,)), AlertPolicy(), {})


def of_dose(*marks, at=NOW):
    dose = DoseFact(key="d1", at=at, marks=marks, amount="25 mg", taken="2:04 pm")
    return alert_findings(PatientFacts(now=NOW, doses=(dose,)), AlertPolicy(), {})


@pytest.mark.parametrize(
    ("notice", "severity"),
    [
        (Notice.EMERGENCY, Severity.EMERGENCY),
        (Notice.SAME_DAY, Severity.SAME_DAY),
        (Notice.ROUTINE, Severity.ROUTINE),
    ],
)
def test_the_notice_of_a_finding_is_the_severity_of_its_alert(notice, severity):
    (alert,) = of_check(replace(HIGH, notice=str(notice)))
    assert alert.severity == severity


def test_what_is_only_stored_raises_nothing():
    assert of_check(replace(HIGH, notice=str(Notice.LOG_ONLY))) == ()


def test_an_alert_explains_itself():
    (alert,) = of_check(HIGH)
    assert alert.title == "Blood pressure high"
    assert alert.sentence == "Blood pressure high: 168/104, limit 160/100"
    assert dict(alert.facts) == {
        "Value": "168/104",
        "Limit": "160/100",
        "Measured": "Before a dose",
    }
    assert (alert.limit_text, alert.source) == ("160/100", "Clinical basis")
    assert alert.clears_when == str(ClearsWhen.FRESH_PAIR.label)


def test_an_answer_is_a_reason_and_not_the_headline():
    question = replace(HIGH, key="predose_meds", value="Any new medicine?", limit="")
    (alert,) = of_check(question)
    assert alert.sentence == "New or extra medicine"
    assert ("Answered with a worry", "Any new medicine?") in alert.facts


@pytest.mark.parametrize(
    ("key", "clears"),
    [
        ("predose_mood", ClearsWhen.SAFETY),
        ("predose_pregnant", ClearsWhen.PREGNANCY),
        ("predose_feeling", ClearsWhen.SPOKEN),
        ("slot_holds_repeated", ClearsWhen.REVIEWED),
        ("hr_slow", ClearsWhen.FRESH_PAIR),
    ],
)
def test_what_clears_it(key, clears):
    (alert,) = of_check(replace(HIGH, key=key))
    assert alert.clears_when == str(clears.label)


def test_an_emergency_clears_when_staff_have_spoken_to_the_patient():
    (alert,) = of_check(replace(HIGH, key="bp_emergency", notice="emergency_now"))
    assert alert.clears_when == str(ClearsWhen.SPOKEN.label)


@pytest.mark.parametrize(
    ("minutes", "severity", "expected"),
    [
        (None, "emergency_now", 15),
        (None, "same_day", 240),
        (None, "routine_review", 10_080),
        (15, "same_day", 15),
    ],
)
def test_how_soon_it_must_be_seen(minutes, severity, expected):
    (alert,) = of_check(replace(HIGH, acknowledge_minutes=minutes, notice=severity))
    assert acknowledge_minutes(alert, AlertPolicy()) == expected


def test_a_graded_side_effect_is_told_in_the_patients_words():
    told = StoredFinding("symptom_dizziness", "routine_review", "Dizziness: Hard to do chores", "2")
    (alert,) = of_report(replace(told, blocks_increase=True))
    assert alert.title == alert.sentence == "Dizziness: Hard to do chores"
    assert (alert.facts, alert.blocks_increase) == ((("Grade", "2"),), True)


def test_a_side_effect_that_blocks_no_increase_says_so():
    told = StoredFinding("symptom_nausea", "routine_review", "Nausea", "2", blocks_increase=False)
    assert not of_report(told)[0].blocks_increase


@pytest.mark.parametrize(
    ("marks", "rule"),
    [
        (("extra",), RuleKey.DOSE_EXTRA),
        (("early",), RuleKey.DOSE_EARLY),
        (("too_soon",), RuleKey.DOSE_TOO_SOON),
        (("uncleared",), RuleKey.DOSE_UNCLEARED),
        (("on_hold",), RuleKey.DOSE_ON_HOLD),
        (("over_plan",), RuleKey.DOSE_OVER_PLAN),
        (("off_plan",), RuleKey.DOSE_OFF_PLAN),
        (("not_offered",), RuleKey.DOSE_NOT_OFFERED),
        (("late", "uncleared"), RuleKey.DOSE_UNCLEARED),
        (("uncleared", "early", "extra", "on_hold"), RuleKey.DOSE_ON_HOLD),
        (("uncleared", "extra"), RuleKey.DOSE_EXTRA),
    ],
)
def test_a_dose_taken_otherwise_is_one_alert_named_by_its_worst_mark(marks, rule):
    (alert,) = of_dose(*marks)
    assert (alert.rule_key, alert.severity) == (rule, Severity.SAME_DAY)
    assert alert.sentence == f"{rule.label}: 25 mg, 2:04 pm"


def test_a_dose_as_agreed_raises_nothing():
    assert of_dose() == ()


def test_a_dose_that_was_only_late_is_read_when_there_is_time():
    (alert,) = of_dose("late")
    assert (alert.rule_key, alert.severity) == (RuleKey.DOSE_LATE, Severity.ROUTINE)


@pytest.mark.parametrize(("days", "count"), [(14, 1), (14.01, 0)])
@pytest.mark.parametrize(
    "make", [lambda at: of_check(HIGH, at), lambda at: of_dose("extra", at=at)]
)
def test_facts_older_than_two_weeks_raise_nothing_new(make, days, count):
    assert len(make(NOW - timedelta(days=days))) == count


def test_the_same_finding_of_two_checks_is_two_alerts():
    checks = tuple(CheckFact(key, NOW, "Repeat", (HIGH,)) for key in ("c1", "c2"))
    found = alert_findings(PatientFacts(now=NOW, checks=checks), AlertPolicy(), {})
    assert {alert.identity for alert in found} == {("bp_high", "check:c1"), ("bp_high", "check:c2")}


def test_every_finding_that_can_be_told_has_a_clinicians_title():
    never_told = {
        "bp_ok",
        "spo2_repeat",
        "entry_implausible",
        "third_reading",
        "missing_fact",
        "predose_alcohol",
        "predose_grapefruit",
        "predose_food",
        "predose_sitter",
        "predose_adult_reachable",
        "predose_safe_place",
        "repeat_too_early",
        "hold_open",
        "not_offered",
    }
    assert set(FindingKey.values) - never_told <= set(RuleKey.values)
    assert {f"symptom_{key}" for key in UrgentSymptom.values} <= set(RuleKey.values)
    assert not {f"symptom_{key}" for key in SideEffect.values} & set(RuleKey.values)
