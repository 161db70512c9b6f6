"""Without a server the page says what the rules say, never more than stop or call."""

import json
from pathlib import Path

import pytest

from intake.rules import IntakePolicy
from monitoring.checkins.choices import Outcome, Tier
from monitoring.checkins.rules import (
    CheckFacts,
    CheckPolicy,
    PatientLimits,
    Reading,
    evaluate_check,
)
from monitoring.patient.presenters import limits_json
from tests.monitoring.patient.boundaries import BOUNDARIES, CALL, STOP, WAIT

ROOT = Path(__file__).resolve().parents[3]
SPOKEN = {
    Outcome.EMERGENCY: CALL,
    Outcome.PLAN_HOLD: STOP,
    Outcome.SLOT_HOLD: STOP,
    Outcome.REPEAT: STOP,
    Outcome.INCOMPLETE: WAIT,
    Outcome.GO: WAIT,
}


def limits():
    third = IntakePolicy().pair_gap_systolic
    return limits_json(PatientLimits(), CheckPolicy(), third_above=third)


@pytest.mark.parametrize("name", BOUNDARIES)
def test_the_rules_say(name):
    entry, expected = BOUNDARIES[name]
    facts = CheckFacts(
        tier=Tier.ENHANCED,
        readings=tuple(Reading(**reading) for reading in entry["readings"]),
        answers={key: value == "yes" for key, value in entry["answers"].items()},
        symptoms=frozenset(entry["symptoms"]),
        oxygen_percent=entry["oxygen"],
    )
    assert SPOKEN[evaluate_check(facts, CheckPolicy()).outcome] == expected


def test_the_page_gets_numbers_and_keys_only():
    assert json.loads(json.dumps(limits())) == limits()
    own = limits_json(PatientLimits(hold_systolic=150), CheckPolicy(), third_above=10)
    assert own["raised"] == [150, 90]


PROBE = """
<!doctype html><script type="module">
import { localAnswer } from "/static/js/home/limits.js";
window.answers = (cases, limits) =>
  Object.fromEntries(Object.entries(cases).map(([name, one]) => [name, localAnswer(one, limits)]));
</script>
"""


def serve(route):
    """Answer from the folder; nothing leaves the machine, not even to loopback."""
    path = route.request.url.split("limits.test", 1)[1]
    if path == "/":
        return route.fulfill(body=PROBE, content_type="text/html")
    body = (ROOT / path.lstrip("/")).read_text()
    return route.fulfill(body=body, content_type="text/javascript")


@pytest.mark.browser
def test_the_browser_says_the_same(chromium):
    page = chromium.new_page()
    page.route("**/*", serve)
    page.goto("http://limits.test/")
    page.wait_for_function("window.answers !== undefined")
    cases = {name: entry for name, (entry, _expected) in BOUNDARIES.items()}
    said = page.evaluate("([cases, limits]) => window.answers(cases, limits)", [cases, limits()])
    assert said == {name: expected for name, (_entry, expected) in BOUNDARIES.items()}
