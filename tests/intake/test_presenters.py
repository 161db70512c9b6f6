"""Answers, progress, documents and rows in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from intake.choices import PatientState, Section
from intake.models import Patient
from intake.presenters.answers import answer_groups, answer_rows
from intake.presenters.application import (
    Block,
    document_blocks,
    progress_at,
    section_links,
    standing_of,
)
from intake.presenters.clinic import age_words, clinic_order, waiting_words
from intake.presenters.queue import holder_filters, queue_filters
from intake.presenters.readiness import evidence_words
from intake.rules.consent import CONSENT_TEXTS
from intake.rules.queue import QueueChoice
from intake.selectors import QueueCounts
from tests.factories.intake_answers import normal_answers

NOW = datetime(2026, 6, 1, 14, tzinfo=UTC)


def rows(section, stored):
    return [(row.question, row.answer, row.detail) for row in answer_rows(section, stored)]


@pytest.mark.parametrize("section", list(Section))
def test_every_page_reads_back_in_words(section):
    assert answer_rows(section, normal_answers()[section])


def test_a_page_that_was_not_sent_is_missing():
    (group,) = answer_groups([Section.HEART], {})
    assert (group.is_missing, group.notable, group.plain) == (True, [], [])


def test_person_and_home_are_read_back_as_people_write_them():
    about = rows(Section.ABOUT, normal_answers()[Section.ABOUT])
    assert ("Date of birth", "April 12, 1980", "") in about
    assert ("Sex at birth", "Female", "") in about
    home = rows(Section.HOME, normal_answers()[Section.HOME])
    assert ("State", "New York", "") in home
    assert ("Time zone", "America/New York", "") in home


def test_the_words_that_were_asked_then_are_shown():
    stored = {"porphyria": {"asked": "An older wording?", "answer": "no"}}
    assert rows(Section.BODY, stored) == [("An older wording?", "No", "")]


@pytest.mark.parametrize(
    ("key", "reply", "is_plain", "detail"),
    [
        ("porphyria", {"answer": "no"}, True, ""),
        ("porphyria", {"answer": "yes"}, False, ""),
        ("porphyria", {"answer": "not_sure"}, False, ""),
        ("contraception", {"answer": "yes"}, True, ""),
        ("contraception", {"answer": "no"}, False, ""),
        ("stroke_tia", {"answer": "yes", "month": "2019-05"}, False, "May 2019"),
        ("psychosis", {"answer": "yes", "option": "past"}, False, "In the past"),
        ("psychosis", {"answer": "yes", "option": "gone"}, False, "gone"),
        ("a_question_of_old", {"answer": "yes"}, True, ""),
    ],
)
def test_what_leads_to_a_finding_stands_out(key, reply, is_plain, detail):
    (row,) = answer_rows(Section.BODY, {key: {"asked": "Asked?"} | reply})
    assert (row.is_plain, row.detail) == (is_plain, detail)


def test_medicines_and_readings_and_scores():
    answers = normal_answers()
    listed = answers[Section.MEDICINES] | {
        "medicines": [{"name": "A", "dose": "5 mg"}, {"name": "B"}]
    }
    assert rows(Section.MEDICINES, listed)[-1] == ("Medicines", "A, 5 mg; B", "")
    assert rows(Section.MEDICINES, answers[Section.MEDICINES])[-1][1] == "none"
    assert rows(Section.PRESSURE, answers[Section.PRESSURE]) == [
        ("Reading 1", "122/78 mmHg", "pulse 70"),
        ("Reading 2", "120/76 mmHg", "pulse 68"),
        ("Mean of the last two", "121/77 mmHg", ""),
    ]
    assert rows(Section.WEIGHT, answers[Section.WEIGHT])[0] == ("Weight", "154 lb", "69.9 kg")
    assert rows(Section.PAIN_SCORE, answers[Section.PAIN_SCORE])[-1] == ("PEG score", "6.7", "")
    assert rows(Section.PAIN_SCORE, {"peg_p": 3, "peg_e": None})[-1] == ("PEG score", "none", "")


def test_progress_counts_the_review_as_the_last_step():
    progress = progress_at(Section.HOME, list(Section), [Section.ABOUT])
    assert (progress.words, progress.done) == (f"Step 2 of {len(Section) + 1}", 1)


def test_the_first_missing_page_is_next():
    links = section_links([Section.ABOUT, Section.HOME, Section.HEART], [Section.ABOUT])
    assert [(link.is_done, link.is_next) for link in links] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_a_document_becomes_blocks_without_losing_a_word():
    blocks = document_blocks("## Head\nA line\n- one\n- two\n\nEnd")
    assert blocks == [
        Block("heading", "Head"),
        Block("paragraph", "A line"),
        Block("list", items=("one", "two")),
        Block("paragraph", "End"),
    ]
    shown = document_blocks(CONSENT_TEXTS[0].text)
    words = sum(len(b.text.split()) + sum(len(i.split()) for i in b.items) for b in shown)
    stored = CONSENT_TEXTS[0].text.replace("## ", "").replace("\n- ", "\n")
    assert words == len(stored.split())


@pytest.mark.parametrize("state", list(PatientState))
def test_every_state_has_words(state):
    standing = standing_of(state)
    assert standing.title
    assert standing.text
    assert standing.kind in {"info", "go", "wait", "stop"}


def test_an_exclusion_reads_like_any_application_that_waits():
    assert standing_of(PatientState.INELIGIBLE_PENDING) == standing_of(PatientState.SUBMITTED)


@pytest.mark.parametrize(
    ("ago", "words"),
    [(timedelta(minutes=5), "5\xa0minutes"), (timedelta(days=3, hours=5), "3\xa0days")],
)
def test_waiting_words(ago, words):
    assert waiting_words(NOW - ago, NOW) == words


@pytest.mark.parametrize(("born", "words"), [(date(1980, 4, 12), "46"), (None, "")])
def test_age_words(born, words):
    assert age_words(born, NOW.date()) == words


def test_filters_carry_their_counts_and_the_chosen_one():
    counts = QueueCounts({"all": 3, "exclude": 1}, {"all": 3, "mine": 2}, 0)
    chosen = QueueChoice(tier="exclude")
    filters = queue_filters(counts, chosen)
    assert [f["count"] for f in filters] == [3, 1, 0, 0, 0]
    assert [f["is_active"] for f in filters] == [False, True, False, False, False]
    holders = holder_filters(counts, chosen)
    assert [(f["count"], f["is_active"]) for f in holders] == [(3, True), (2, False), (0, False)]
    assert holders[1]["href"] == "/clinic/applications/?tier=exclude&holder=mine"


def test_the_clinic_reads_names_and_addresses_last():
    order = clinic_order(list(Section))
    assert order[-4:] == [Section.ABOUT, Section.HOME, Section.CONTACT, Section.PEOPLE]
    assert order.index(Section.MEDICINES) < order.index(Section.MOOD) < order.index(Section.WEIGHT)
    assert set(order) == set(Section)
    assert clinic_order([Section.HOME, Section.HEART]) == [Section.HEART, Section.HOME]


def test_evidence_is_only_what_is_there():
    assert evidence_words(Patient(), None, None) == {}
    shown = evidence_words(Patient(phone="555", address_line="12 Oak"), None, None)
    assert shown == {"has_phone": "555", "emergency_address_on_file": "12 Oak, "}
