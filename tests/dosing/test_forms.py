"""The plan editor's form: exact amounts, plain messages, and what was typed stays."""

from dataclasses import replace

import pytest

from dosing.choices import AfterHold, Formulation, Route
from dosing.forms import PlanDraftForm
from dosing.rules import TitrationStep
from tests.factories.dosing import TODAY, solution, terms

ORDINARY = {
    "dose_mg": "25",
    "times_of_day": "08:00, 14:00, 20:00",
    "every_days": "1",
    "formulation": "capsule",
    "strength_mg": "25",
    "route": "swallow",
    "enantiomer": "racemic",
    "starts_on": "2026-06-01",
    "mode": "scheduled_low_dose",
    "place": "home",
}


def form_of(**changes):
    data = {key: value for key, value in (ORDINARY | changes).items() if value is not None}
    return PlanDraftForm(data, today=TODAY)


def test_an_ordinary_plan_becomes_terms():
    form = form_of()
    assert form.is_valid(), form.errors
    assert form.terms() == terms(change_reason="")


def test_a_liquid_becomes_terms():
    form = form_of(formulation="oral_solution", strength_mg=None, concentration_mg_per_ml="10")
    assert form.is_valid(), form.errors
    assert form.terms() == solution(change_reason="")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        pytest.param("20:00, 8:00", ("08:00", "20:00"), id="any order"),
        pytest.param("8:00 am; 2:00 pm", ("08:00", "14:00"), id="am and pm"),
        pytest.param("12:00 am, 12:00 p.m.", ("00:00", "12:00"), id="midnight and noon"),
        pytest.param("08:00\n14:00", ("08:00", "14:00"), id="one a line"),
    ],
)
def test_times_as_people_write_them(typed, read):
    form = form_of(times_of_day=typed)
    assert form.is_valid(), form.errors
    assert form.terms().times_of_day == read


@pytest.mark.parametrize("typed", ["noon", "8", "24:00", "13:00 pm", "08:61", "08:00 14:00", "<b>"])
def test_what_is_not_a_time_is_said_and_kept(typed):
    form = form_of(times_of_day=typed)
    assert "is not a time" in form.errors["times_of_day"][0]
    assert form["times_of_day"].value() == typed


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        pytest.param({"dose_mg": None}, "dose_mg", "Write the dose in mg.", id="no dose"),
        pytest.param({"dose_mg": "0"}, "dose_mg", "above 0", id="0 mg"),
        pytest.param({"dose_mg": "-25"}, "dose_mg", "above 0", id="negative"),
        pytest.param({"dose_mg": "lots"}, "dose_mg", "such as 25", id="a word"),
        pytest.param({"dose_mg": "NaN"}, "dose_mg", "such as 25", id="not a number"),
        pytest.param({"dose_mg": "25.0001"}, "dose_mg", "such as 25", id="too fine"),
        pytest.param({"dose_mg": "9" * 40}, "dose_mg", "such as 25", id="absurdly large"),
        pytest.param(
            {"dose_mg": "25.37", "strength_mg": "30"}, "dose_mg", "The nearest: 30 mg", id="odd"
        ),
        pytest.param({"strength_mg": None}, "strength_mg", "printed on the label", id="strength"),
        pytest.param({"route": None}, "route", "it changes the effect", id="no route"),
        pytest.param({"route": "injected"}, "route", "Select a valid choice", id="unknown route"),
        pytest.param({"place": None}, "place", "Choose where", id="no place"),
        pytest.param({"starts_on": "2026-05-31"}, "starts_on", "today or later", id="yesterday"),
        pytest.param({"starts_on": "31/31/26"}, "starts_on", "valid date", id="no date"),
        pytest.param({"ends_on": "2026-05-31"}, "ends_on", "later last day", id="ends first"),
        pytest.param({"every_days": "0"}, "every_days", "greater than", id="every 0 days"),
        pytest.param({"hold_systolic": "170"}, "hold_systolic", "120 to 159", id="BP limit"),
        pytest.param({"instructions": "x" * 2001}, "instructions", "at most 2000", id="too long"),
    ],
)
def test_a_fault_is_told_at_its_field_and_what_was_typed_stays(changes, field, message):
    form = form_of(**changes)
    assert not form.is_valid()
    assert message in form.errors[field][0]
    (name, typed) = next(iter(changes.items()))
    assert form[name].value() == typed


def test_a_refusal_of_a_service_finds_its_field():
    form = form_of()
    assert form.is_valid()
    form.add_error("dose_ug", "Too much.")
    form.add_error("somewhere else", "Not at a field.")
    assert form.errors["dose_mg"] == ["Too much."]
    assert form.non_field_errors() == ["Not at a field."]


def test_a_draft_is_shown_as_it_was_saved():
    form = PlanDraftForm(terms=solution(dose_ug=12_500))
    assert str(form["dose_mg"].value()) == "12.5"
    assert form["times_of_day"].value() == "08:00, 14:00, 20:00"
    assert str(form["concentration_mg_per_ml"].value()) == "10"
    assert form["strength_mg"].value() is None


def test_a_new_form_has_no_dose_and_no_route():
    form = PlanDraftForm()
    assert form["dose_mg"].value() is None
    assert form["route"].value() is None


def test_a_round_trip_changes_nothing():
    step = TitrationStep(50_000, 7, ("pain_review",))
    plan = terms(
        instructions="With water.",
        hold_systolic=150,
        route=Route.SUBLINGUAL,
        hold_minutes=10,
        after_hold=AfterHold.SPIT,
        weekdays=(1, 4),
        steps=(step, replace(step, dose_ug=75_000)),
    )
    shown = PlanDraftForm(terms=plan)
    data = {name: shown[name].value() for name in shown.fields if shown[name].value() is not None}
    again = PlanDraftForm(data, today=TODAY)
    assert again.is_valid(), again.errors
    assert again.terms() == plan
    assert again.terms().formulation == Formulation.CAPSULE
