"""The short check: what it says, and that it keeps nothing."""

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session

from intake.choices import Answer
from intake.forms import EligibilityForm
from intake.presenters.eligibility import check_result
from intake.rules import IntakePolicy
from intake.rules.eligibility import (
    CHECK_KEYS,
    PRESSURE_KEY,
    CheckFacts,
    Weight,
    check_notes,
    check_questions,
)
from intake.rules.questions import BY_KEY

POLICY = IntakePolicy()
CHECK = "/apply/check/"
CALM = dict.fromkeys(CHECK_KEYS, "no")
SOUND = {
    "age_years": 46,
    "state": "NY",
    "is_state_served": True,
    "is_pain_long": "yes",
    "is_pressure_high": "no",
}
POSTED = {
    "age_years": "46",
    "state": "NY",
    "is_pain_long": "yes",
    "is_pressure_high": "no",
    **CALM,
}


def notes(replies=None, **changes):
    facts = CheckFacts(**(SOUND | changes), replies=CALM | (replies or {}))
    return {note.key: note.weight for note in check_notes(facts, POLICY)}


def test_nothing_stands_out_in_a_calm_answer():
    assert notes() == {}


@pytest.mark.parametrize(
    ("years", "found"),
    [
        pytest.param(17, {"age_under_18": Weight.STOPS}, id="just under"),
        pytest.param(18, {}, id="at"),
        pytest.param(19, {}, id="just over"),
        pytest.param(0, {"age_under_18": Weight.STOPS}, id="newborn"),
        pytest.param(120, {}, id="very old"),
        pytest.param(None, {"age_under_18": Weight.STOPS}, id="not known"),
    ],
)
def test_age(years, found):
    assert notes(age_years=years) == found


def test_the_floor_of_age_is_policy():
    facts = CheckFacts(**(SOUND | {"age_years": 20}), replies=CALM)
    strict = IntakePolicy(minimum_age_years=21)
    assert [note.key for note in check_notes(facts, strict)] == ["age_under_18"]


def test_a_state_that_is_not_served_stops():
    assert notes(is_state_served=False) == {"state_not_served": Weight.STOPS}


WEIGHTS = [("yes", Weight.CLINICIAN), ("not_sure", Weight.UNSURE), ("", Weight.UNSURE)]


@pytest.mark.parametrize(("answer", "weight"), WEIGHTS)
@pytest.mark.parametrize("key", CHECK_KEYS)
def test_each_question_goes_to_a_clinician_and_never_stops(key, answer, weight):
    assert notes({key: answer}) == {key: weight}


@pytest.mark.parametrize(("answer", "weight"), WEIGHTS)
def test_high_pressure(answer, weight):
    assert notes(is_pressure_high=answer) == {PRESSURE_KEY: weight}


@pytest.mark.parametrize(
    ("answer", "weight"), [("no", Weight.CLINICIAN), ("not_sure", Weight.UNSURE)]
)
def test_pain_of_less_than_three_months(answer, weight):
    assert notes(is_pain_long=answer) == {"pain_duration": weight}


def test_what_stops_is_said_first():
    found = notes({"psychosis": "yes", "pregnant": "not_sure"}, age_years=12)
    assert list(found.values()) == [Weight.STOPS, Weight.CLINICIAN, Weight.UNSURE]


def test_the_questions_are_those_of_the_application():
    assert check_questions() == [BY_KEY[key] for key in CHECK_KEYS]


def result(**changes):
    facts = CheckFacts(**(SOUND | changes), replies=CALM)
    return check_result(check_notes(facts, POLICY))


@pytest.mark.parametrize(
    ("changes", "kind", "may_apply"),
    [
        ({}, "go", True),
        ({"is_pressure_high": "yes"}, "wait", True),
        ({"is_pressure_high": "not_sure"}, "info", True),
        ({"is_state_served": False}, "wait", False),
    ],
)
def test_the_result_is_never_a_refusal(changes, kind, may_apply):
    page = result(**changes)
    assert (page.kind, page.may_apply) == (kind, may_apply)
    said = f"{page.title} {page.text}".lower()
    assert not any(word in said for word in ("ineligible", "refused", "rejected", "cannot apply"))


def form(**changes):
    return EligibilityForm(POSTED | changes, policy=POLICY)


def test_the_question_about_pressure_names_the_limit_in_force():
    strict = IntakePolicy(pressure_exclude_systolic=150, pressure_exclude_diastolic=95)
    assert "160/100" in str(form()["is_pressure_high"].label)
    label = EligibilityForm(policy=strict)["is_pressure_high"].label
    assert "150/95" in str(label)


@pytest.mark.parametrize(
    "age", ["", "-1", "121", "46.5", "old", "9" * 5000, "🙂", "<b>46</b>", "4\x006", "٤٦x"]
)
def test_an_age_that_is_none_stays_as_typed(age):
    checked = form(age_years=age)
    assert checked.errors["age_years"] == ["Write your age in whole years, for example 46."]
    assert checked["age_years"].value() == age


@pytest.mark.parametrize("name", ["state", "is_pain_long", "is_pressure_high", *CHECK_KEYS])
@pytest.mark.parametrize("value", ["", "maybe", "x" * 5000, "<script>", "a\x00b"])
def test_a_choice_is_one_of_those_offered(name, value):
    assert list(form(**{name: value}).errors) == [name]


def stored():
    """How many rows there are in all."""
    return sum(model._default_manager.count() for model in apps.get_models() if model._meta.managed)


def text(response):
    return response.content.decode()


@pytest.mark.django_db
class TestPage:
    def test_anybody_may_open_it(self, client):
        response = client.get(CHECK)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]

    def test_a_sound_answer_leads_to_an_account(self, client):
        body = text(client.post(CHECK, POSTED))
        assert "Nothing you told us stands in the way" in body
        assert "/accounts/signup/?next=/apply/" in body

    def test_it_says_what_a_clinician_would_look_at(self, client):
        body = text(client.post(CHECK, POSTED | {"psychosis": "yes"}))
        assert "A clinician would have to look at this first" in body
        assert BY_KEY["psychosis"].label in body
        assert "/accounts/signup/?next=/apply/" in body

    @pytest.mark.parametrize("changes", [{"state": "TX"}, {"age_years": "15"}])
    def test_what_stops_leads_to_the_phone_and_still_to_an_account(self, client, changes):
        body = text(client.post(CHECK, POSTED | changes))
        assert "the application would stop" in body
        assert "tel:" in body
        assert "/accounts/signup/" in body

    @pytest.mark.parametrize("changes", [{}, {"psychosis": "yes"}, {"age_years": "x"}])
    def test_nothing_is_stored(self, client, changes):
        client.get(CHECK)
        before = stored()
        client.post(CHECK, POSTED | changes)
        assert stored() == before
        assert not Session.objects.exists()
        assert set(client.cookies) <= {"csrftoken"}

    def test_a_mistake_keeps_what_was_typed(self, client):
        body = text(client.post(CHECK, POSTED | {"age_years": "<b>forty"}))
        assert "Please look at this again" in body
        assert "&lt;b&gt;forty" in body

    def test_who_is_signed_in_is_led_to_their_application(self, client_of):
        body = text(client_of("patient").post(CHECK, POSTED))
        assert 'href="/apply/"' in body
        assert "/accounts/signup/" not in body

    def test_answers_stand_in_no_address(self, client):
        assert "Could it be for you" in text(client.get(CHECK, POSTED))

    @pytest.mark.parametrize("answer", [Answer.NOT_APPLICABLE, "null"])
    def test_an_answer_of_another_page_is_refused(self, client, answer):
        assert client.post(CHECK, POSTED | {"pregnant": answer}).context["form"].errors
