"""The one form of every questionnaire."""

import pytest
from django.template import Context, Template

from intake.choices import Section
from intake.forms import InstrumentForm
from intake.rules.instruments import ASQ, BY_SECTION, DECLINED, PEG, PHQ9
from intake.rules.questions import questions_for
from tests.intake.sent import posted


def form(section, **changes):
    asked = questions_for(section, "female")
    return InstrumentForm(
        posted(section, **changes), definition=BY_SECTION[section], questions=asked
    )


def errors(one):
    return {name: list(one.errors[name]) for name in one.errors}


def drawn(one):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": one}))


@pytest.mark.parametrize("section", list(BY_SECTION))
def test_sound_answers_are_taken(section):
    assert form(section).is_valid(), form(section).errors


@pytest.mark.parametrize("section", list(BY_SECTION))
def test_nothing_is_chosen_beforehand(section):
    definition = BY_SECTION[section]
    assert "checked" not in drawn(InstrumentForm(definition=definition))


def test_each_scored_item_is_asked_again_when_blank():
    for item in PHQ9.scored[:-1]:
        assert errors(form(Section.MOOD, **{item.key: None})) == {item.key: ["Choose one answer."]}


def test_difficulty_may_stay_empty_and_is_kept_when_given():
    assert form(Section.MOOD).is_valid()
    given = form(Section.MOOD, phq9_difficulty="2")
    assert given.is_valid()
    assert given.answers()["phq9_difficulty"] == 2


@pytest.mark.parametrize(
    ("section", "alarm", "blank"),
    [
        (Section.MOOD, {"phq9_9": "1"}, "phq9_1"),
        (Section.MOOD, {"phq9_9": DECLINED}, "phq9_8"),
        (Section.SAFETY, {"asq_1": "yes"}, "asq_2"),
        (Section.SAFETY, {"asq_4": DECLINED}, "asq_1"),
        (Section.SAFETY, {"asq_5": "yes"}, "asq_1"),
    ],
)
def test_what_must_be_kept_at_once_does_not_wait_for_a_blank(section, alarm, blank):
    one = form(section, **alarm, **{blank: None})
    assert one.is_valid(), one.errors
    assert one.answers()[blank] is None


def test_a_wrong_value_is_refused_even_beside_an_alarm():
    assert list(errors(form(Section.SAFETY, asq_1="yes", asq_2="maybe"))) == ["asq_2"]


def test_numbers_come_as_numbers_and_refusals_as_such():
    one = form(Section.MOOD, phq9_1="3", phq9_2=DECLINED)
    assert one.is_valid()
    assert (one.answers()["phq9_1"], one.answers()["phq9_2"]) == (3, DECLINED)


def test_the_questions_of_the_page_come_after_the_items():
    one = form(Section.SUBSTANCES)
    names = list(one.fields)
    assert names.index("audit_c_3") < names.index("sud_active")
    assert one.is_valid()
    assert one.answers()["sud_active"]["answer"] == "no"


def test_the_fifth_question_stands_after_the_others_and_hides_until_asked():
    page = drawn(InstrumentForm(definition=ASQ))
    assert page.index('name="asq_4"') < page.index('name="asq_5"')
    assert "items__then" in page.split('name="asq_4"')[-1]
    assert "items__then" not in drawn(InstrumentForm(definition=PEG))


def test_what_was_said_before_the_questions_is_shown():
    assert "Over the last 2 weeks" in drawn(InstrumentForm(definition=PHQ9))


def test_each_choice_is_offered_with_a_way_not_to_answer():
    for section, definition in BY_SECTION.items():
        page = drawn(InstrumentForm(definition=definition))
        assert (DECLINED in page) is (section != Section.PAIN_SCORE)
