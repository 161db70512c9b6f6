"""The safety questions on the head of the chart, and the record behind each alert."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from intake.rules.instruments import AsqOutcome
from monitoring.checkins.selectors import Score
from monitoring.clinic.presenters.safety import safety_line, told_page, told_pages
from monitoring.clinic.selectors import CheckInRow, ScoreFacts, Screened

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DUE = date(2026, 3, 1)
PATIENT, CHECKIN, REPORT, ASKED, KEPT = (UUID(int=number) for number in range(1, 6))
BASE = f"/clinic/patients/{PATIENT}"


def asq(result, at=NOW):
    return Screened("asq", at, ASKED, None, result)


def kept(due_on=DUE):
    return Screened("phq9", NOW, KEPT, due_on, "incomplete")


def checkin(due_on=DUE):
    return CheckInRow("monthly", NOW, CHECKIN, due_on, REPORT, "", Decimal(6), None, None)


def line(*screens, at_first=None, is_outstanding=False, may_ask=True):
    facts = ScoreFacts((), screens, at_first or {})
    zone = "America/New_York"
    return safety_line(facts, PATIENT, zone, is_outstanding=is_outstanding, may_ask=may_ask)


@pytest.mark.parametrize(
    ("result", "kind", "word"),
    [
        ("negative", "quiet", "ASQ: negative"),
        ("non_acute", "stop", "ASQ: positive, not acute"),
        ("acute", "call", "ASQ: acute positive"),
        ("incomplete", "wait", "ASQ: not complete"),
    ],
)
def test_the_newest_outcome(result, kind, word):
    found = line(asq(result), asq("negative", NOW - timedelta(days=1)))
    assert (found.kind, found.word, found.when) == (kind, word, "Mar 2, 2026, 07:00")
    assert found.url == f"{BASE}/safety/{ASKED}/"


def test_every_outcome_has_a_tag():
    assert all(line(asq(result)).kind for result in AsqOutcome)


def test_what_is_still_to_be_asked_stands_beside_the_outcome_of_before():
    found = line(asq("negative"), is_outstanding=True)
    assert found.outstanding == "Safety questions (ASQ) still to be asked"
    assert (found.word, found.ask_url) == ("ASQ: negative", f"{BASE}/safety/")


def test_before_care_the_application_answers():
    at_first = {"asq": Score(NOW, None, "negative")}
    found = line(kept(), at_first=at_first, may_ask=False)
    assert (found.word, found.url, found.ask_url) == ("ASQ: negative", "", "")


def test_nothing_asked_and_nothing_known_says_nothing():
    assert line() is None
    assert line(is_outstanding=True).word == ""


# --- Where an alert was told -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fact", "page"),
    [
        pytest.param(f"checkin:{CHECKIN}", f"{BASE}/checkins/{CHECKIN}/", id="its own finding"),
        pytest.param(f"report:{REPORT}", f"{BASE}/checkins/{CHECKIN}/", id="a grade in it"),
        pytest.param("item_9:2026-03-01:1/3", f"{BASE}/checkins/{CHECKIN}/", id="item 9 in it"),
        pytest.param("item_9:2026-02-22:–/3", f"{BASE}/safety/{KEPT}/", id="an unfinished form"),
        pytest.param(f"checkin:{ASKED}", f"{BASE}/safety/{ASKED}/", id="the safety questions"),
        pytest.param("checkin:2026-03-08", "", id="a missed check-in"),
        pytest.param(f"check:{CHECKIN}", "", id="a check before a dose"),
    ],
)
def test_where_an_alert_was_told(fact, page):
    screens = (asq("acute"), kept(), kept(DUE - timedelta(days=7)))
    pages = told_pages(ScoreFacts((checkin(),), screens), PATIENT)
    assert told_page(fact, pages) == page


def test_a_form_of_no_check_in_is_known_by_its_own_name():
    pages = told_pages(ScoreFacts((), (kept(None),)), PATIENT)
    assert told_page(f"item_9:{KEPT}:1/3", pages) == f"{BASE}/safety/{KEPT}/"
