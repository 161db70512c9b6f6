"""Scores, gates, documents, cautions and the policy's own shape."""

from dataclasses import fields, replace
from datetime import date
from hashlib import sha256

import pytest

from intake.choices import Answer
from intake.rules import IntakePolicy, Reply
from intake.rules.caution import LOWER_START_KEYS, reduced_start_reasons
from intake.rules.consent import CONSENT_TEXTS, REQUIRED_CONSENTS
from intake.rules.questions import BY_KEY
from intake.rules.readiness import GATES, GATES_BY_KEY
from tests.intake.test_rules_screening import HEALTHY

TODAY = date(2026, 6, 1)
POLICY = IntakePolicy()


@pytest.mark.parametrize("key", ["locked_storage_confirmed", "pdmp_checked_on", "baseline_lft"])
def test_the_gates_of_the_clinic_are_there(key):
    assert key in GATES_BY_KEY


def test_gates_are_unique_and_only_the_pregnancy_test_may_not_apply():
    assert len(GATES_BY_KEY) == len(GATES) == 14
    assert [gate.key for gate in GATES if gate.may_not_apply] == ["pregnancy_test_if_applicable"]


def test_every_required_document_has_a_text():
    assert {text.key for text in CONSENT_TEXTS} >= set(REQUIRED_CONSENTS)


@pytest.mark.parametrize(
    "words",
    [
        "off-label", "compounded", "October 2023", "Alternatives", "dissociation", "Sleepiness",
        "blood pressure", "breathing", "Bladder", "Liver", "dependence", "long-term safety",
        "drive", "pregnant", "locked", "not watched 24 hours", "stop at any time",
        "step by step", "988", "paper copy",
    ],
)  # fmt: skip
def test_the_consent_covers_what_it_must(words):
    assert any(words in text.text for text in CONSENT_TEXTS)


FIRST_VERSIONS = {
    "electronic_records": "e41e627a707fcf36831894696179dfcc057de3b8f20efe6961aea6f82d745d43",
    "treatment": "e58e3f41e1bfacd7002f3c5ac92cfc9cddb724371bc7911b5fd735e2fff7b3a3",
    "off_label": "68ba5e505c479169034fd60aa046a7ca7a9544e73257c8a41f4885ab59009122",
    "telehealth": "02fc240d2953c472ec12fa01e35e7799794581c780693d43a05668fc7ca73f16",
    "privacy": "430c2ac258cc18184636cc4935989431c823d8a80b58f47f80de907888913d12",
}


@pytest.mark.parametrize("text", CONSENT_TEXTS, ids=lambda text: f"{text.key}-{text.version}")
def test_a_version_never_changes(text):
    assert text.sha256 == sha256(text.text.encode()).hexdigest()
    assert text.sha256 == FIRST_VERSIONS[text.key]


@pytest.mark.parametrize("text", CONSENT_TEXTS, ids=lambda text: f"{text.key}-{text.version}")
def test_a_teach_back_has_one_right_answer_that_the_text_gives(text):
    assert text.teach_back
    for question in text.teach_back:
        assert question.words(question.right)
        assert len(dict(question.options)) == len(question.options) >= 3
        heading = question.because.split("“")[1].split("”")[0]
        assert any(line.startswith(f"## {heading}") for line in text.text.splitlines())


def reasons(**changes):
    return reduced_start_reasons(replace(HEALTHY, **changes), POLICY, TODAY)


def test_a_healthy_adult_starts_as_usual():
    assert reasons() == ()


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(1961, 6, 2), ()),
        (date(1961, 6, 1), ("Age 65 or over",)),
        (None, ("Age not known",)),
    ],
)
def test_age_asks_for_a_lower_start(born, expected):
    assert reasons(date_of_birth=born) == expected


@pytest.mark.parametrize("key", LOWER_START_KEYS)
@pytest.mark.parametrize("answer", [Answer.YES, Answer.NOT_SURE, ""])
def test_what_is_yes_or_unknown_asks_for_a_lower_start(key, answer):
    replies = HEALTHY.replies | {key: Reply(answer=answer)}
    assert reasons(replies=replies) == (BY_KEY[key].label,)


@pytest.mark.parametrize("field", fields(IntakePolicy), ids=lambda field: field.name)
def test_a_policy_field_states_bounds_unit_and_source(field):
    low, high = field.metadata["low"], field.metadata["high"]
    assert low <= field.default <= high
    assert field.metadata["unit"]
    assert field.metadata["source"]


def test_review_begins_below_exclusion():
    assert POLICY.pressure_review_systolic < POLICY.pressure_exclude_systolic
    assert POLICY.pressure_review_diastolic < POLICY.pressure_exclude_diastolic
