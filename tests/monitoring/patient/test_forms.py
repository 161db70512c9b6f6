"""The forms by themselves: what they ask, keep, drop and refuse."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.choices import Symptom
from monitoring.checkins.choices import Question, SideEffect
from monitoring.checkins.rules import FEELING, Reading
from monitoring.patient.forms import Asked, CheckForm, DoseForm, FeelingForm, SafetyForm
from tests.factories.dosing import NOW
from tests.monitoring.patient.posts import TOKEN, check_post, dose_post, feeling_post, pair

ENHANCED = Asked(
    questions=tuple(q for q in Question if q is not Question.ADULT_REACHABLE),
)
ZONE = ZoneInfo("America/New_York")


def check_form(asked=ENHANCED, **changes):
    form = CheckForm(_query(check_post(**changes)), asked=asked)
    form.is_valid()
    return form


def _query(values):
    query = QueryDict(mutable=True)
    for key, value in values.items():
        query.setlist(key, value if isinstance(value, list) else [value])
    return query


def dose_form(planned_ug=25_000, now=NOW, **changes):
    form = DoseForm(
        _query(dose_post(**changes)), now=now, zone=ZONE, planned="25 mg", planned_ug=planned_ug
    )
    form.is_valid()
    return form


def feeling_form(**changes):
    form = FeelingForm(_query(feeling_post(**changes)))
    form.is_valid()
    return form


# --- the check ---


def test_each_question_has_its_own_field():
    form, other = check_form(), check_form()
    first, second = (form.fields[str(question)] for question in ENHANCED.questions[:2])
    assert [first.label, second.label] == [each.label for each in ENHANCED.questions[:2]]
    first.required, first.help_text = False, "Only here."
    twin = other.fields[str(ENHANCED.questions[0])]
    assert [(each.required, each.help_text) for each in (second, twin)] == [(True, "")] * 2


def test_an_ordinary_check_comes_through_whole():
    form = check_form()
    assert form.errors == {}
    assert form.entered == (Reading(124, 78, 72), Reading(122, 76, 72))
    assert form.answers()["predose_chest"] is False
    assert form.answers()["predose_sitter"] is True
    assert tuple(form.ticked_symptoms()) == ()


def test_what_may_be_an_emergency_is_asked_first():
    form = CheckForm(asked=ENHANCED)
    assert [field.name for field in form.first_questions] == ["predose_chest", "predose_feeling"]
    assert "predose_chest" not in [field.name for field in form.later_questions]


def test_a_repeat_asks_each_warning_symptom_as_a_tick():
    first = {key for key, _label in CheckForm(asked=ENHANCED).fields["symptoms"].choices}
    repeat = {key for key, _label in CheckForm(asked=Asked()).fields["symptoms"].choices}
    assert Symptom.CHEST_PAIN not in first
    assert repeat == {*Symptom.values, "none"}


@pytest.mark.parametrize(("count", "boxes"), [(0, 0), (1, 3), (2, 6)])
def test_only_the_readings_that_are_asked_have_boxes(count, boxes):
    form = CheckForm(asked=Asked(readings=count))
    assert sum(name.rsplit("_", 1)[-1] in "123" for name in form.fields) == boxes


def test_a_third_reading_asks_for_no_symptoms():
    asked = Asked(readings=1, needs_symptoms=False)
    form = CheckForm(_query({**pair("136/82"), "token": TOKEN}), asked=asked)
    assert form.is_valid()
    assert (len(form.entered), form.ticked_symptoms()) == (1, ())


def test_oxygen_is_asked_for_again_after_a_low_one():
    form = CheckForm(_query({**pair("124/78", "122/76")}), asked=Asked(needs_oxygen=True))
    assert "oxygen_percent" in form.errors


def test_a_missing_answer_is_missing_and_not_no():
    assert "predose_mood" not in check_form(predose_mood=None).answers()


def test_an_emergency_drops_every_other_complaint():
    form = check_form(predose_chest="yes", systolic_1="x", predose_mood=None, symptoms=None)
    assert form.is_valid()
    assert form.is_emergency
    assert form.entered == (Reading(122, 76, 72),)


TEXTS = st.one_of(st.text(max_size=12), st.integers(-999, 9999).map(str), st.sampled_from(["yes"]))


@settings(max_examples=60)
@given(
    values=st.dictionaries(
        st.sampled_from([*check_post(), "oxygen_percent", "refused", "predose_pregnant"]), TEXTS
    )
)
def test_no_input_breaks_the_check(values):
    CheckForm(_query(values), asked=ENHANCED).is_valid()


# --- the dose ---


@pytest.mark.parametrize(
    ("changes", "outcome", "amount"),
    [
        ({}, "taken", 25_000),
        ({"outcome": "other_amount", "amount_mg": "37.5"}, "taken", 37_500),
        ({"outcome": "partly_taken", "amount_mg": "0.125"}, "partly_taken", 125),
        ({"outcome": "vomited"}, "vomited", None),
        ({"outcome": "skipped", "reason_key": "forgot"}, "skipped", None),
    ],
)
def test_the_outcome_and_the_amount_in_whole_micrograms(changes, outcome, amount):
    form = dose_form(**changes)
    assert form.errors == {}
    assert (form.outcome_key, form.amount_ug) == (outcome, amount)


def test_what_belongs_to_another_answer_is_dropped():
    form = dose_form(outcome="skipped", reason_key="forgot", amount_mg="x", clock="99")
    assert form.errors == {}
    assert (form.amount_ug, form.taken_at) == (None, None)


def test_off_the_schedule_there_is_no_planned_amount_to_choose():
    choices = [key for key, _label in dose_form(planned_ug=None).fields["outcome"].choices]
    assert choices == ["other_amount", "partly_taken", "vomited"]


@pytest.mark.parametrize(
    ("now", "day", "clock", "utc"),
    [
        pytest.param(NOW, "today", "09:30", "2026-06-01 13:30", id="summer"),
        pytest.param(
            datetime(2026, 11, 1, 15, tzinfo=UTC),
            "today",
            "00:30",
            "2026-11-01 04:30",
            id="fall back",
        ),
        pytest.param(
            datetime(2026, 11, 1, 15, tzinfo=UTC),
            "today",
            "09:30",
            "2026-11-01 14:30",
            id="after it",
        ),
        pytest.param(
            datetime(2026, 6, 1, 3, tzinfo=UTC), "today", "22:30", "2026-06-01 02:30", id="late"
        ),
    ],
)
def test_a_time_is_read_on_the_patients_clock(now, day, clock, utc):
    form = dose_form(now=now, when="earlier", day=day, clock=clock)
    assert form.taken_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M") == utc


@settings(max_examples=60)
@given(values=st.dictionaries(st.sampled_from([*DoseForm.base_fields]), TEXTS))
def test_no_input_breaks_the_dose_report(values):
    DoseForm(_query(values), now=NOW, zone=ZONE, planned="25 mg", planned_ug=25_000).is_valid()


# --- how I feel ---


def test_what_was_asked_and_not_ticked_is_none():
    grades = feeling_form(noticed=["nausea"], grade_nausea="2").grades()
    assert grades == {**dict.fromkeys(map(str, FEELING), 0), "nausea": 2}


def test_after_an_urgent_sign_only_what_was_said_counts():
    form = feeling_form(urgent=["breathing"], noticed=None, grade_headache="2", pain="x")
    assert form.errors == {}
    assert (form.grades(), form.pain_score()) == ({"headache": 2}, None)


@pytest.mark.parametrize("pain", ["0", "10"])
def test_no_pain_is_a_score_and_not_a_blank(pain):
    assert feeling_form(pain=pain).pain_score() == int(pain)


def test_each_side_effect_has_its_grades_in_plain_words():
    fields = dict(FeelingForm().grade_fields)
    assert set(fields) == set(SideEffect.values) - {SideEffect.CRAVING}
    assert len(fields["urinary_frequency"].field.choices) == 2
    assert len(fields["vomiting"].field.choices) == 4


@settings(max_examples=60)
@given(values=st.dictionaries(st.sampled_from([*FeelingForm().fields]), TEXTS))
def test_no_input_breaks_the_report_of_side_effects(values):
    FeelingForm(_query(values)).is_valid()


# --- tokens ---


@pytest.mark.parametrize("make", [lambda: CheckForm(asked=ENHANCED), FeelingForm, SafetyForm])
def test_every_page_has_a_token_of_its_own(make):
    first, second = make()["token"].value(), make()["token"].value()
    assert len(first) == 32
    assert first != second


def test_a_token_of_ours_is_kept_however_old():
    assert check_form(token=TOKEN).cleaned_data["token"] == TOKEN
