"""The forms of pain, treatments, opioids, earlier ketamine and body size."""

import pytest
from django.template import Context, Template

from intake.choices import Section
from intake.forms import (
    KetamineForm,
    OpioidsForm,
    PainStoryForm,
    PressureForm,
    TreatmentsForm,
    WeightForm,
)
from intake.rules.questions import questions_for
from tests.intake.sent import posted, pressure

LINE = {"opioid_1_name": "Oxycodone", "opioid_1_amount": "10 mg", "opioid_1_times": "3"}
USE = {"prior_ketamine": "yes", "prior_ketamine_option": "no_reaction", "use_1_route": "infusion"}
HOSTILE = ["x" * 5000, "a\x00b", "\u202egnp.exe", "🙂"]
ODD_BUT_RIGHT = ["<b>Sciatica</b>", "עֲצַבִּים", "神经痛", "Zoë’s pain 🙂"]


def errors(form):
    return list(form.errors)


def pain(**changes):
    asked = questions_for(Section.PAIN, "")
    return PainStoryForm(posted(Section.PAIN, **changes), questions=asked)


def ketamine(**changes):
    asked = questions_for(Section.KETAMINE_BEFORE, "")
    return KetamineForm(posted(Section.KETAMINE_BEFORE, **changes), questions=asked)


@pytest.mark.parametrize(
    "form",
    [
        pain(),
        ketamine(),
        TreatmentsForm(posted(Section.PAIN_TREATMENTS)),
        OpioidsForm(posted(Section.OPIOIDS)),
        WeightForm(posted(Section.WEIGHT)),
    ],
    ids=["pain", "ketamine", "treatments", "opioids", "size"],
)
def test_sound_pages_are_valid(form):
    assert form.is_valid(), form.errors


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"condition_1": None}, "condition_1", id="no condition, and not said so"),
        pytest.param({"has_no_diagnosis": "on"}, "has_no_diagnosis", id="both"),
        pytest.param({"areas": None}, "areas", id="no place"),
        pytest.param({"areas": ["moon"]}, "areas", id="no such place"),
        pytest.param({"began_year": ""}, "began", id="month without year"),
        pytest.param({"began_year": "soon"}, "began", id="no year"),
        pytest.param({"pain_burning": None}, "pain_burning", id="a sign left open"),
        pytest.param({"where": "x" * 5000}, "where", id="5,000 letters"),
    ],
)
def test_pain_says_what_is_wrong(changes, field):
    assert errors(pain(**changes)) == [field]


@pytest.mark.parametrize("text", HOSTILE)
def test_conditions_that_cannot_be_read_back(text):
    form = pain(condition_2=text)
    assert errors(form) == ["condition_2"]
    assert form["condition_2"].value() == text


@pytest.mark.parametrize("text", ODD_BUT_RIGHT)
def test_free_words_are_taken_as_they_are(text):
    form = pain(condition_3=text)
    assert form.is_valid(), form.errors
    assert form.answers()["conditions"] == [{"text": "Fibromyalgia"}, {"text": text}]


def test_the_month_may_stay_unknown_and_a_diagnosis_too():
    form = pain(condition_1="", has_no_diagnosis="on", began_month="", began_year="")
    assert form.is_valid(), form.errors
    assert (form.answers()["began"], form.answers()["conditions"]) == ("", [])


def html_of(form):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


def test_the_list_of_conditions_works_without_script():
    html = html_of(pain())
    assert '<option value="Fibromyalgia">' in html
    assert html.count('list="condition-list"') == 6


def test_further_boxes_are_open_where_something_stands():
    assert '<details class="more">' in html_of(pain())
    assert '<details class="more" open>' in html_of(pain(condition_3="Sciatica"))


@pytest.mark.parametrize(
    ("changes", "is_valid"),
    [
        pytest.param({}, True, id="some"),
        pytest.param({"tried_snri": "magic"}, False, id="no such effect"),
        pytest.param({"other": "A TENS device helped."}, True, id="words too"),
        pytest.param({"other": "x" * 5000}, False, id="5,000 letters"),
    ],
)
def test_treatments(changes, is_valid):
    assert TreatmentsForm(posted(Section.PAIN_TREATMENTS, **changes)).is_valid() is is_valid


def test_an_empty_page_of_treatments_is_asked_again():
    form = TreatmentsForm({})
    assert errors(form) == ["tried_acetaminophen"]
    assert TreatmentsForm({"other": "Nothing else."}).is_valid()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param({}, ["opioid_1_name"], id="nothing at all"),
        pytest.param(LINE, [], id="a whole line"),
        pytest.param(LINE | {"takes_none": "on"}, ["takes_none"], id="a line and none"),
        pytest.param(LINE | {"opioid_1_name": ""}, ["opioid_1_name"], id="no name"),
        pytest.param(LINE | {"opioid_1_amount": ""}, ["opioid_1_amount"], id="no amount"),
        pytest.param(LINE | {"opioid_1_times": ""}, ["opioid_1_times"], id="not how often"),
        pytest.param(LINE | {"opioid_1_times": "99"}, ["opioid_1_times"], id="99 times"),
        pytest.param(LINE | {"opioid_1_name": "x" * 5000}, ["opioid_1_name"], id="5,000 letters"),
        pytest.param(
            LINE | {"opioid_3_name": "Tramadol"},
            ["opioid_3_amount", "opioid_3_times"],
            id="half a third line",
        ),
    ],
)
def test_opioids(data, expected):
    assert errors(OpioidsForm(data)) == expected


def test_opioids_are_given_as_typed():
    form = OpioidsForm(LINE)
    assert form.is_valid()
    line = {"name": "Oxycodone", "amount": "10 mg", "times": "3"}
    assert form.answers() == {"opioids": [line], "takes_none": False}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(USE, [], id="route is enough"),
        pytest.param(USE | {"use_1_route": ""}, ["use_1_route"], id="no route"),
        pytest.param(USE | {"use_2_dose": "50 mg"}, ["use_2_route"], id="second without route"),
        pytest.param(USE | {"use_1_effect": "not_tried"}, ["use_1_effect"], id="not tried"),
        pytest.param(USE | {"use_1_reaction": "x" * 5000}, ["use_1_reaction"], id="5,000 letters"),
        pytest.param(
            {"prior_ketamine": "yes", "use_1_route": "oral"}, ["prior_ketamine_option"], id="how"
        ),
        pytest.param({"prior_ketamine": "not_sure"}, [], id="not sure"),
    ],
)
def test_earlier_ketamine(changes, expected):
    assert errors(ketamine(**changes)) == expected


def test_after_a_no_nothing_of_earlier_ketamine_is_sent():
    form = ketamine(use_1_route="oral", use_1_dose="50 mg")
    assert form.is_valid()
    assert form.answers()["uses"] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": ""}, "amount"),
        ({"amount": "heavy"}, "amount"),
        ({"amount": "-70"}, "amount"),
        ({"amount": "70.55"}, "amount"),
        ({"unit": "stone"}, "unit"),
        ({"height_unit": "cubit"}, "height_unit"),
        ({"feet": ""}, "feet"),
        ({"feet": "5.5"}, "feet"),
        ({"feet": "9"}, "feet"),
        ({"inches": "12"}, "inches"),
        ({"inches": "-1"}, "inches"),
        ({"height_unit": "cm"}, "centimeters"),
        ({"height_unit": "cm", "centimeters": "tall"}, "centimeters"),
        ({"height_unit": "cm", "centimeters": "1702"}, "centimeters"),
    ],
)
def test_size_says_what_is_wrong(changes, field):
    form = WeightForm(posted(Section.WEIGHT, **changes))
    assert errors(form) == [field]
    assert form[field].value() == changes.get(field)


def test_only_the_boxes_of_the_chosen_unit_count():
    metric = {"height_unit": "cm", "centimeters": "170.2", "feet": "tall", "inches": "99"}
    form = WeightForm(posted(Section.WEIGHT, **metric))
    assert form.is_valid(), form.errors
    assert form.answers()["feet"] is None
    assert WeightForm(posted(Section.WEIGHT, centimeters="huge", inches="")).is_valid()


@pytest.mark.parametrize(
    ("symptoms", "is_valid"),
    [
        ([], False),
        (["none"], True),
        (["chest_pain"], True),
        (["none", "chest_pain"], False),
        (["sadness"], False),
    ],
)
def test_what_feels_wrong_is_asked_with_the_readings(symptoms, is_valid):
    data = pressure((122, 78), (120, 76)) | {"symptoms": symptoms}
    assert PressureForm(data).is_valid() is is_valid


@pytest.mark.parametrize(
    ("pairs", "symptoms", "expected"),
    [
        pytest.param([(122, 78), (120, 76)], ["none"], None, id="ordinary"),
        pytest.param([(182, 78), (120, 76)], ["none"], "bp_severe_no_symptoms", id="one severe"),
        pytest.param([(182, 78)], ["numbness"], "bp_emergency", id="no second reading yet"),
        pytest.param([(300, 80)], ["numbness"], "bp_emergency", id="unlikely, all the same"),
        pytest.param([("abc", 78)], ["fainting"], "emergency_symptom", id="no number at all"),
        pytest.param([("٢٠٠", 78)], [], "bp_severe_no_symptoms", id="digits of another script"),
        pytest.param([("9" * 5000, "x")], [], None, id="5,000 digits"),
    ],
)
def test_the_alarm_does_not_wait_for_a_valid_page(pairs, symptoms, expected):
    form = PressureForm(pressure(*pairs) | {"symptoms": symptoms})
    assert form.alarm == expected


def test_an_empty_page_has_no_alarm():
    assert PressureForm().alarm is None
