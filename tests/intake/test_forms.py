"""Shape and wording: what is wrong is said at the field, and what was typed stays."""

import pytest
from django.core import signing

from intake.choices import Action, Section
from intake.forms import (
    AboutForm,
    ConsentForm,
    DecisionForm,
    HomeForm,
    InstrumentForm,
    MedicinesForm,
    PressureForm,
    QuestionsForm,
    ReadinessForm,
)
from intake.forms.fields import CONFIRM_SALT
from intake.models import ScreeningFinding
from intake.rules.instruments import PEG
from intake.rules.questions import questions_for
from intake.rules.readiness import GATES, GATES_BY_KEY
from tests.intake.sent import posted, pressure

HOSTILE = [
    pytest.param("x" * 5000, id="5,000 letters"),
    pytest.param("", id="empty"),
    pytest.param("   ", id="blank"),
    pytest.param("a\x00b", id="null character"),
]
ODD_BUT_RIGHT = ["José-María O’Neill", "李小龍", "עַבְרִית"]


def errors(form):
    return {name: list(form.errors[name]) for name in form.errors}


def about(**changes):
    return AboutForm(posted(Section.ABOUT, **changes))


def home(**changes):
    return HomeForm(posted(Section.HOME, **changes))


def questions(section, **changes):
    return QuestionsForm(posted(section, **changes), questions=questions_for(section, "female"))


@pytest.mark.parametrize("form", [about(), home()], ids=["about", "home"])
def test_sound_pages_are_valid(form):
    assert form.is_valid(), form.errors


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("field", ["first_name", "last_name"])
def test_names_that_cannot_be_stored(field, value):
    form = about(**{field: value})
    assert list(errors(form)) == [field]
    assert form[field].value() == value


@pytest.mark.parametrize("name", ODD_BUT_RIGHT)
def test_names_of_all_kinds_are_taken_as_they_are(name):
    form = about(first_name=name)
    assert form.is_valid()
    assert form.cleaned_data["first_name"] == name


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date_of_birth", "31/31/1980"),
        ("date_of_birth", "yesterday"),
        ("date_of_birth", ""),
        ("sex_at_birth", "both"),
        ("sex_at_birth", None),
        ("phone", "call me"),
        ("phone", "123"),
        ("phone", "-------"),
        ("phone", "5" * 40),
    ],
)
def test_about_you_says_what_is_wrong(field, value):
    assert list(errors(about(**{field: value}))) == [field]


@pytest.mark.parametrize("phone", ["(555) 010-0123", "+1 555 010 0123", "555.010.0123"])
def test_phones_as_people_write_them(phone):
    assert about(phone=phone).is_valid()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("state_of_residence", "ZZ"),
        ("state_of_residence", ""),
        ("postal_code", "1220"),
        ("postal_code", "ABCDE"),
        ("time_zone", "Mars/Olympus"),
        ("address_line", ""),
    ],
)
def test_home_says_what_is_wrong(field, value):
    assert list(errors(home(**{field: value}))) == [field]


def test_a_persons_own_zone_is_offered_and_a_made_up_one_is_not():
    offered = HomeForm(initial={"time_zone": "Europe/Vienna"}).fields["time_zone"].choices
    assert ("Europe/Vienna", "Europe/Vienna") in offered
    assert len(HomeForm(initial={"time_zone": "Mars/X"}).fields["time_zone"].choices) == 7


def test_a_page_of_questions_gives_its_answers():
    form = questions(Section.BRAIN, stroke_tia="yes", stroke_tia_month_month="5")
    assert errors(form) == {"stroke_tia_month": ["Give both the month and the year."]}
    data = {"stroke_tia": "yes", "stroke_tia_month_month": "5", "stroke_tia_month_year": "2019"}
    form = questions(Section.BRAIN, **data)
    assert form.is_valid(), form.errors
    assert form.answers()["stroke_tia"] == {"answer": "yes", "month": "2019-05"}


@pytest.mark.parametrize("year", ["19", "20199", "soon", "-5"])
def test_a_year_has_four_digits(year):
    form = questions(
        Section.BRAIN,
        stroke_tia="yes",
        stroke_tia_month_month="5",
        stroke_tia_month_year=year,
    )
    assert errors(form) == {
        "stroke_tia_month": ["Write the year with four digits, for example 2024."]
    }
    assert year in str(form["stroke_tia_month"])


def test_a_month_that_is_not_known_may_stay_empty():
    form = questions(Section.BRAIN, stroke_tia="yes")
    assert form.is_valid()
    assert form.answers()["stroke_tia"] == {"answer": "yes", "month": ""}


@pytest.mark.parametrize("answer", [None, "", "maybe"])
def test_each_question_needs_an_answer(answer):
    form = questions(Section.HEART, aneurysm_avm=answer)
    assert errors(form) == {"aneurysm_avm": ["Choose one answer."]}


def test_a_yes_with_choices_needs_one():
    form = questions(Section.MIND, psychosis="yes")
    assert errors(form) == {"psychosis_option": ["Choose one answer."]}
    assert questions(Section.MIND, psychosis="yes", psychosis_option="past").is_valid()


def medicines(*, has_lines=True, **changes):
    asked = questions_for(Section.MEDICINES, "female")
    data = posted(Section.MEDICINES, **changes)
    return MedicinesForm(data, questions=asked, has_lines=has_lines)


@pytest.mark.parametrize(
    ("has_lines", "takes_none", "is_valid"),
    [(True, None, True), (True, "on", False), (False, None, False), (False, "on", True)],
)
def test_a_medicine_list_or_none_at_all(has_lines, takes_none, is_valid):
    form = medicines(has_lines=has_lines, takes_none=takes_none)
    assert list(errors(form)) == ([] if is_valid else ["takes_none"])
    if is_valid:
        assert form.answers()["takes_none"] is (takes_none == "on")


def test_an_ordinary_pair_is_taken_at_once():
    form = PressureForm(pressure((122, 78), (120, 76)))
    assert form.is_valid()
    assert form.answers()["is_confirmed"] is False
    assert [r["systolic"] for r in form.answers()["readings"]] == [122, 120]


@pytest.mark.parametrize(
    ("value", "message"),
    [("abc", "from 1 to 399"), ("", "from 1 to 399"), ("-5", "from 1"), ("1000", "399")],
)
def test_a_reading_is_a_number_off_a_display(value, message):
    form = PressureForm(pressure((value, 78), (120, 76)))
    assert message in errors(form)["systolic_1"][0]


@pytest.mark.parametrize(
    ("pair", "field"),
    [((300, 80), "systolic_1"), ((50, 40), "systolic_1"), ((80, 120), "diastolic_1")],
)
def test_an_unusual_reading_is_refused_once_and_then_believed(pair, field):
    first = PressureForm(pressure(pair, (pair[0] - 1, pair[1])))
    assert field in errors(first)
    again = PressureForm(
        pressure(pair, (pair[0] - 1, pair[1])) | {"refused": first.data["refused"]}
    )
    assert again.is_valid(), again.errors
    assert again.answers()["is_confirmed"] is True


def test_another_unusual_reading_is_refused_anew():
    first = PressureForm(pressure((300, 80), (122, 80)))
    assert not first.is_valid()
    changed = PressureForm(pressure((290, 80), (122, 80)) | {"refused": first.data["refused"]})
    assert "290" in errors(changed)["systolic_1"][0]


def test_a_corrected_reading_needs_no_confirmation():
    first = PressureForm(pressure((300, 80), (122, 80)))
    assert not first.is_valid()
    corrected = PressureForm(pressure((130, 80), (122, 80)) | {"refused": first.data["refused"]})
    assert corrected.is_valid()
    assert corrected.answers()["is_confirmed"] is False


@pytest.mark.parametrize(
    "token",
    ["forged", signing.dumps(["300/80/None"], salt="another"), '["300/80/None"]'],
    ids=["made up", "signed for another use", "not signed"],
)
def test_a_forged_confirmation_confirms_nothing(token):
    form = PressureForm(pressure((300, 80), (299, 80)) | {"refused": token})
    assert "systolic_1" in errors(form)


def test_the_token_says_what_was_refused():
    form = PressureForm(pressure((300, 80), (122, 80)))
    assert not form.is_valid()
    assert signing.loads(form.data["refused"], salt=CONFIRM_SALT) == ["300/80/None"]


def test_a_third_reading_is_asked_for_and_shown():
    form = PressureForm(pressure((150, 80), (130, 80)))
    assert list(errors(form)) == ["systolic_3"]
    assert form.shows_third
    assert PressureForm(pressure((150, 80), (130, 80), (128, 80))).is_valid()
    assert not PressureForm().shows_third


@pytest.mark.parametrize("half", ["systolic_3", "diastolic_3"])
def test_half_a_third_reading_is_refused(half):
    form = PressureForm(pressure((122, 78), (120, 76)) | {half: "80"})
    assert "third reading" in next(iter(errors(form).values()))[0]


@pytest.mark.parametrize("value", ["11", "-1", "", "bad", "7.5"])
def test_a_pain_item_is_zero_to_ten(value):
    form = InstrumentForm(posted(Section.PAIN_SCORE, peg_e=value), definition=PEG)
    assert list(errors(form)) == ["peg_e"]


def test_pain_gives_numbers():
    form = InstrumentForm(posted(Section.PAIN_SCORE), definition=PEG)
    assert form.is_valid()
    assert form.answers() == {"peg_p": 7, "peg_e": 6, "peg_g": 7}


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"typed_name": ""}, "typed_name"), ({"is_intended": ""}, "is_intended")],
)
def test_a_signature_is_a_name_and_a_tick(changes, field):
    data = {"sha256": "x", "typed_name": "Rosa", "is_intended": "on"} | changes
    assert list(errors(ConsentForm(data))) == [field]


def finding(key, action=Action.REVIEW):
    return ScreeningFinding(key=key, action=action, sentence=f"{key}: yes. Why.")


def test_a_box_stands_beside_each_finding_that_asks_for_one():
    form = DecisionForm(findings=[finding("a"), finding("b", Action.NOTE), finding("c", "exclude")])
    assert form.answer_names == ["answer_a", "answer_c"]
    assert form.answer_field("a").label == "a"
    assert form.answer_field("b") is None
    assert 'form="decision-form"' in str(form.answer_field("a"))


def test_a_decision_gives_the_answers_by_finding():
    data = {"outcome": "approve", "reason": "r", "pain_type": "crps", "answer_a": "checked"}
    form = DecisionForm(data, findings=[finding("a")])
    assert form.is_valid(), form.errors
    assert form.answers() == {"a": "checked", "pain_type": ""}


@pytest.mark.parametrize("field", ["outcome", "reason", "pain_type"])
def test_a_decision_says_what_is_missing(field):
    data = {"outcome": "decline", "reason": "r", "pain_type": "crps", field: ""}
    assert list(errors(DecisionForm(data, findings=[]))) == [field]


def readiness(**data):
    return ReadinessForm(data, gates=GATES)


def test_only_ticked_lines_are_given():
    form = readiness(has_phone="on", baseline_lft="on", baseline_lft_on="2026-05-30")
    assert form.is_valid(), form.errors
    assert [(t.key, str(t.done_on)) for t in form.ticked()] == [
        ("baseline_lft", "2026-05-30"),
        ("has_phone", "None"),
    ]


def test_at_least_one_line_is_ticked():
    assert errors(readiness()) == {"__all__": ["Tick at least one line."]}


def test_done_and_does_not_apply_are_not_both_true():
    key = "pregnancy_test_if_applicable"
    form = readiness(**{key: "on", f"{key}_na": "on"})
    assert list(errors(form)) == [key]


def test_a_date_is_a_date():
    form = readiness(baseline_lft="on", baseline_lft_on="last week")
    line = next(line for line in form.lines() if line.gate.key == "baseline_lft")
    assert line.errors == ["Write a whole date, for example 10/05/2026."]
    assert line.label == GATES_BY_KEY["baseline_lft"].label
