"""A field is label, hint, error, control; each error is linked from the summary to its control."""

import pytest
from django import forms

from ketaclinic.look.forms import WRONG, SampleForm, SamplePressureForm
from tests.look.rendering import component, one, words


class ParticularForm(forms.Form):
    """The kinds of field that the gallery's form does not hold."""

    measured = forms.SplitDateTimeField(label="Measured")
    kept = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("The two do not fit together.")


@pytest.fixture
def wrong():
    return component("form", form=SampleForm(WRONG), submit="Send")


def test_a_form_carries_its_token_even_when_included_alone():
    form = one(component("form", form=SampleForm()), "form")
    assert (form["method"], bool(one(form, "[name=csrfmiddlewaretoken]")["value"])) == (
        "post",
        True,
    )


def test_a_form_keeps_its_own_words_for_sending_and_leaving():
    form = component("form", form=SampleForm(), submit="Send it", cancel_url="/back/")
    assert words(one(form, "button[type=submit]")) == "Send it"
    assert one(form, "a.button--quiet")["href"] == "/back/"


def test_a_form_with_files_says_so():
    form = component("form", form=SampleForm(), multipart=True, action="/up/")
    assert one(form, "form")["enctype"] == "multipart/form-data"
    assert one(form, "form")["action"] == "/up/"


def test_a_fresh_form_has_no_summary():
    assert not component("form", form=SampleForm()).select(".error-summary")


def test_each_error_in_the_summary_leads_to_a_control(wrong):
    links = wrong.select(".error-summary a")
    assert len(links) == 8
    for link in links:
        control = one(wrong, f"[id='{link['href'][1:]}']")
        assert control.name in {"input", "select", "textarea"}


def test_the_summary_is_announced_and_takes_the_focus(wrong):
    summary = one(wrong, ".error-summary")
    assert summary["role"] == "alert"
    assert summary.has_attr("autofocus")


def test_a_question_keeps_its_own_mark_in_the_summary(wrong):
    said = words(one(wrong, ".error-summary"))
    assert "Where? This field is required." in said
    assert "First name: This field is required." in said


def test_every_description_that_a_control_names_is_there(wrong):
    for control in wrong.select("[aria-describedby]"):
        for name in control["aria-describedby"].split():
            one(wrong, f"[id='{name}']")


def test_a_wrong_control_names_its_error_and_keeps_what_was_typed(wrong):
    email = one(wrong, "#id_email")
    assert email["aria-describedby"] == "id_email_helptext id_email_error"
    assert (email["aria-invalid"], email["value"]) == ("true", "rosa at home")


def test_a_group_names_its_error_on_the_group(wrong):
    group = one(wrong, "#div_id_strength fieldset")
    assert "id_strength_error" in group["aria-describedby"].split()


def test_the_error_stands_before_its_control(wrong):
    inside = one(wrong, "#div_id_dose")
    order = [tag.get("id") for tag in inside.find_all(id=True)]
    assert order == ["id_dose_helptext", "id_dose_error", "id_dose"]


def test_what_may_be_left_out_says_so():
    form = component("form", form=SampleForm())
    assert "(optional)" in words(one(form, "label[for=id_note]"))
    assert "(optional)" not in words(one(form, "label[for=id_name]"))


@pytest.mark.parametrize("name", ["strength", "symptoms", "place"])
def test_choices_are_native_inputs_with_a_label_each(name):
    form = component("form", form=SampleForm())
    inputs = form.select(f"input[name={name}]")
    assert inputs
    for choice in inputs:
        assert words(one(form, f"label[for={choice['id']}]"))


def test_chips_are_chips():
    form = component("form", form=SampleForm())
    assert "chips" in one(form, "#div_id_strength .choices")["class"]
    assert "chips" not in one(form, "#div_id_place .choices")["class"]


def test_no_control_is_written_with_an_attribute_twice():
    markup = str(component("form", form=SampleForm(WRONG)))
    assert markup.count("<input") == len(component("form", form=SampleForm(WRONG)).select("input"))


def test_an_error_of_the_whole_form_and_of_a_hidden_field_are_said_without_a_link():
    summary = one(component("form", form=ParticularForm({})), ".error-summary")
    said = words(summary)
    assert "The two do not fit together." in said
    assert [link["href"] for link in summary.select("a")] == ["#id_measured_0"]


def test_the_blood_pressure_pair_links_number_and_error():
    form = SamplePressureForm({"systolic": "12", "diastolic": "84"})
    pair = component(
        "bp_pair", title="First", systolic=form["systolic"], diastolic=form["diastolic"]
    )
    box = one(pair, "#id_systolic")
    assert (box["inputmode"], box["value"], box["aria-invalid"]) == ("numeric", "12", "true")
    assert one(pair, f"[id='{box['aria-describedby']}']")
    assert not pair.select("#id_pulse")


def test_the_blood_pressure_pair_may_ask_for_the_pulse():
    form = SamplePressureForm()
    pair = component(
        "bp_pair", systolic=form["systolic"], diastolic=form["diastolic"], pulse=form["pulse"]
    )
    assert words(one(pair, "label[for=id_pulse]")) == "Pulse"
