"""Alerts from supply: which, how urgent, and what they say."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from monitoring.alerts.choices import RuleKey, Severity
from monitoring.alerts.rules import (
    SUPPLY_TIME_RULES,
    AlertPolicy,
    CountFact,
    DispensingFact,
    LossFact,
    PatientFacts,
    RunOutFact,
    SupplyFacts,
    alert_findings,
)

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
TWO_WEEKS = timedelta(days=14)
POLICY = AlertPolicy()


def found(policy=POLICY, **supply):
    facts = PatientFacts(now=NOW, supply=SupplyFacts(**supply))
    return list(alert_findings(facts, policy, {}))


def counted(**changes):
    ordinary = {
        "key": "c1",
        "at": NOW,
        "product": "25 mg capsule",
        "recorded": "12 capsules",
        "counted": "9 capsules",
        "difference": "-3 capsules",
        "is_short": True,
        "doses": Fraction(3),
    }
    return CountFact(**(ordinary | changes))


def test_nothing_told_raises_nothing():
    assert found() == []


def test_a_variance_explains_itself():
    (alert,) = found(counts=(counted(),))
    assert alert.identity == ("supply_variance", "supply:c1")
    assert alert.sentence == "By our record 12 capsules, counted 9 capsules"
    assert ("Difference", "-3 capsules") in alert.facts


@pytest.mark.parametrize(
    ("changes", "severity"),
    [
        pytest.param({"doses": Fraction(299, 100)}, Severity.ROUTINE, id="just under 3 doses"),
        pytest.param({"doses": Fraction(3)}, Severity.SAME_DAY, id="3 doses"),
        pytest.param({"doses": None}, Severity.SAME_DAY, id="no plan tells the size"),
        pytest.param({"doses": Fraction(9), "is_short": False}, Severity.ROUTINE, id="too many"),
    ],
)
def test_how_urgent_a_variance_is(changes, severity):
    (alert,) = found(counts=(counted(**changes),))
    assert (alert.severity, alert.blocks_increase) == (severity, severity == Severity.SAME_DAY)


def test_a_clinic_may_look_the_same_day_at_less():
    policy = AlertPolicy(supply_variance_same_day_doses=1)
    (alert,) = found(policy, counts=(counted(doses=Fraction(1)),))
    assert alert.severity == Severity.SAME_DAY


@pytest.mark.parametrize(
    ("is_child", "rule", "severity"),
    [
        (False, RuleKey.SUPPLY_LOST, Severity.SAME_DAY),
        (True, RuleKey.SUPPLY_CHILD, Severity.EMERGENCY),
    ],
)
def test_what_is_lost_or_swallowed_by_another(is_child, rule, severity):
    loss = LossFact("l1", NOW, "Lost or stolen", "3 capsules (75 mg)", is_child)
    (alert,) = found(losses=(loss,))
    assert (alert.rule_key, alert.severity, alert.blocks_increase) == (rule, severity, True)
    assert alert.sentence == "Lost or stolen: 3 capsules (75 mg)"


@pytest.mark.parametrize(
    ("changes", "rule", "severity"),
    [
        ({}, RuleKey.SUPPLY_MARKED, Severity.ROUTINE),
        ({"is_early": True}, RuleKey.SUPPLY_EARLY, Severity.ROUTINE),
        ({"is_past_ceiling": True}, RuleKey.SUPPLY_MARKED, Severity.SAME_DAY),
        ({"is_early": True, "is_past_ceiling": True}, RuleKey.SUPPLY_EARLY, Severity.SAME_DAY),
    ],
)
def test_a_dispensing_with_marks(changes, rule, severity):
    given = DispensingFact("d1", NOW, "42 capsules (1050 mg)", ("One", "Two"), **changes)
    (alert,) = found(dispensings=(given,))
    assert (alert.rule_key, alert.severity) == (rule, severity)
    assert alert.sentence == "42 capsules (1050 mg) dispensed: One; Two"
    assert alert.blocks_increase is bool(changes)


@pytest.mark.parametrize(
    ("name", "rule", "severity", "words"),
    [
        ("runs_out", "supply_run_out", Severity.ROUTINE, "What is on hand lasts until Tuesday"),
        (
            "past_use",
            "supply_past_use",
            Severity.SAME_DAY,
            "All that was dispensed is past its beyond-use date, Tuesday",
        ),
    ],
)
def test_what_ends_soon_blocks_no_increase(name, rule, severity, words):
    (alert,) = found(**{name: RunOutFact("out:d1", NOW - 99 * TWO_WEEKS, "Tuesday", "capsule")})
    assert (alert.rule_key, alert.severity, alert.sentence) == (rule, severity, words)
    assert alert.rule_key in SUPPLY_TIME_RULES
    assert not alert.blocks_increase


@pytest.mark.parametrize(("ago", "count"), [(TWO_WEEKS, 3), (TWO_WEEKS + timedelta(seconds=1), 0)])
def test_what_happened_long_ago_raises_nothing_new(ago, count):
    at = NOW - ago
    alerts = found(
        counts=(counted(at=at),),
        losses=(LossFact("l1", at, "Lost or stolen", "nobody knows how much"),),
        dispensings=(DispensingFact("d1", at, "42 capsules", ("One",)),),
    )
    assert len(alerts) == count
