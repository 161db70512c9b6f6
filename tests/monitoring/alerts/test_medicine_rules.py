"""Alerts from the medicine list: which change raises which, how urgent, and what it stops."""

from datetime import UTC, datetime, timedelta

import pytest

from monitoring.alerts.choices import RuleKey, Severity
from monitoring.alerts.rules import (
    MEDICINE_RULES,
    AlertPolicy,
    MedicineFact,
    PatientFacts,
    PermitFacts,
    PermitLimits,
    alert_findings,
    permit_refusals,
    unread_major,
)

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def change(severity="moderate", at=NOW, **changes):
    given = {"key": "m1", "at": at, "what": "Added", "name": "Norco", "severity": severity}
    return MedicineFact(**(given | {"sentences": ("Opioid: Norco.",), "source": "S13"} | changes))


def facts(*changes):
    return PatientFacts(now=NOW, medicines=changes)


def alerts(*changes):
    return alert_findings(facts(*changes), AlertPolicy(), {})


ROWS = [
    pytest.param(change("block"), RuleKey.MEDICINE_BLOCK, id="block"),
    pytest.param(change("major"), RuleKey.MEDICINE_MAJOR, id="major"),
    pytest.param(change("moderate"), RuleKey.MEDICINE_REVIEW, id="moderate"),
    pytest.param(change("info"), RuleKey.MEDICINE_REVIEW, id="info that must be read"),
    pytest.param(
        change("major", is_inducer_stopped=True), RuleKey.INDUCER_STOPPED, id="inducer stopped"
    ),
    pytest.param(
        change("moderate", is_inhibitor_started=True),
        RuleKey.INHIBITOR_STARTED,
        id="moderate inhibitor started",
    ),
    pytest.param(
        change("block", is_inhibitor_started=True), RuleKey.MEDICINE_BLOCK, id="the worst counts"
    ),
]


@pytest.mark.parametrize(("fact", "rule"), ROWS)
def test_each_change_raises_one_alert(fact, rule):
    (found,) = alerts(fact)
    is_urgent = rule != RuleKey.MEDICINE_REVIEW
    assert (found.rule_key, found.fact_key) == (rule, "medicine:m1")
    assert found.severity == (Severity.SAME_DAY if is_urgent else Severity.ROUTINE)
    assert found.blocks_increase is is_urgent
    assert unread_major(facts(fact)) == is_urgent
    assert found.rule_key in MEDICINE_RULES


def test_it_explains_itself():
    (found,) = alerts(change("major"))
    assert found.sentence == "Added: Norco"
    assert found.facts == (("Interaction", "Opioid: Norco."),)
    assert found.source == "S13"
    assert "clinician" in found.clears_when


def test_what_was_read_raises_nothing():
    assert alerts(change("block", is_read=True)) == ()
    assert unread_major(facts(change("block", is_read=True))) == 0


def test_an_old_change_that_nobody_read_still_does():
    assert len(alerts(change("major", at=NOW - timedelta(days=300)))) == 1


@pytest.mark.parametrize(("unread", "refusals"), [(0, ()), (1, ("medicine_unread",))])
def test_an_unread_change_stands_against_an_increase(unread, refusals):
    given = PermitFacts(
        now=NOW,
        last_bp_at=NOW,
        open_alerts=0,
        blocking_alerts=0,
        open_holds=0,
        unread_medicines=unread,
    )
    assert permit_refusals(given, PermitLimits(7, is_any_alert_a_bar=True)) == refusals
