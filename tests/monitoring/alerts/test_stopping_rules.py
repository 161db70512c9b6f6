"""Taper or restart, a step after a gap, a benefit that nobody knows: as rules."""

from datetime import timedelta
from decimal import Decimal

import pytest

from dosing.choices import HoldScope
from dosing.selectors import HoldRow
from monitoring.alerts.choices import Severity
from monitoring.alerts.rules import (
    AlertPolicy,
    BenefitFact,
    GapFact,
    HeldFact,
    PatientFacts,
    StopFacts,
    alert_findings,
    is_better,
)
from monitoring.alerts.selectors.stopping import hold_that_began
from tests.factories.dosing import NOW

HELD = HeldFact(key="hold:4", at=NOW, sentence="Your reading was high.", limit_days=21)
GAP = GapFact(key="last_dose:x", at=NOW, days=8, last="May 24, 2026", limit_days=7)
BENEFIT = BenefitFact(key="benefit:2026-03-01:1", at=NOW, days=90, score="6.7 → –", limit_days=90)


def found(**stop):
    facts = PatientFacts(now=NOW, stop=StopFacts(**stop))
    return {each.rule_key: each for each in alert_findings(facts, AlertPolicy(), {})}


def test_nothing_speaks_for_stopping():
    assert found() == {}


def test_a_hold_after_weeks_of_doses_asks_for_a_decision_the_same_day():
    alert = found(held=HELD)["taper_or_restart"]
    assert alert.severity == Severity.SAME_DAY
    assert alert.fact_key == "hold:4"
    assert alert.sentence == "Every dose is on hold, after more than 21 days of dosing"
    assert ("On hold because", "Your reading was high.") in alert.facts
    assert "taper" in alert.clears_when
    assert alert.blocks_increase


def test_a_gap_says_what_it_waits_for():
    alert = found(gap=GAP)["restart_needed"]
    assert alert.severity == Severity.SAME_DAY
    assert "No dose for 8 days" in alert.sentence
    assert ("Last dose", "May 24, 2026") in alert.facts


def test_a_gap_under_such_a_hold_is_the_same_question():
    assert set(found(held=HELD, gap=GAP)) == {"taper_or_restart"}


def test_an_unknown_benefit_is_a_routine_review_that_blocks_nothing():
    alert = found(benefit=BENEFIT)["benefit_review"]
    assert alert.severity == Severity.ROUTINE
    assert alert.sentence == "90 days on the plan, and no benefit is known"
    assert not alert.blocks_increase


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        pytest.param("6.0", "4.2", True, id="exactly 30% less"),
        pytest.param("6.0", "4.3", False, id="just under"),
        pytest.param("6.0", "4.1", True, id="just over"),
        pytest.param("6.0", "7.0", False, id="worse"),
        pytest.param(None, "4.0", False, id="no score before"),
        pytest.param("6.0", None, False, id="no score now"),
        pytest.param("0", "0", False, id="no pain to lose"),
    ],
)
def test_when_a_score_is_better(before, now, expected):
    scores = [None if each is None else Decimal(each) for each in (before, now)]
    assert is_better(*scores, AlertPolicy().benefit_percent) is expected


def hold(pk, placed, closed=None, scope=HoldScope.PLAN):
    def at(hours):
        return NOW + timedelta(hours=hours)

    closed_at = None if closed is None else at(closed)
    return HoldRow(pk, "bp_high", scope, "High.", at(placed), closed_at, None, None)


@pytest.mark.parametrize(
    ("holds", "expected"),
    [
        pytest.param([], None, id="none"),
        pytest.param([hold(1, 0, closed=2)], None, id="all closed"),
        pytest.param([hold(1, 0, scope=HoldScope.SLOT)], None, id="of one dose only"),
        pytest.param([hold(1, 0), hold(2, 1)], 1, id="the older of two"),
        pytest.param([hold(1, 0, closed=3), hold(2, 1)], 1, id="closed after the next began"),
        pytest.param([hold(1, 0, closed=3), hold(2, 4)], 2, id="closed before the next began"),
        pytest.param(
            [hold(1, 0, closed=2), hold(2, 1, closed=4), hold(3, 3)], 1, id="a chain of three"
        ),
    ],
)
def test_one_stretch_of_holds_is_one_decision(holds, expected):
    first = hold_that_began(holds)
    assert (first and first.pk) == expected
