"""The patient's plan page while a plan is on hold or steps down."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dosing.rules.taper import TaperAsked
from dosing.selectors import plans_coming, taper_proposed
from dosing.services import plan_hold, plan_taper
from tests.factories.dosing import NOW, TODAY, signed_plan, solution

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
DAY = timedelta(days=1)
WHY = "Your pain did not get better, so we stop step by step."


@pytest.fixture
def tapered(patient, prescriber):
    signed_plan(patient, solution(dose_ug=32_000, limits_reason="As before."))
    asked = TaperAsked(TODAY + DAY, percent=25, days=7)
    seen = taper_proposed(patient, NOW, asked).fingerprint
    plan_taper(patient=patient, by=prescriber, now=NOW, asked=asked, seen=seen, reason=WHY)
    return patient


def page(client_of, patient):
    return client_of(patient.user).get(reverse("dosing:plan"))


def test_the_versions_to_come_stand_in_their_order(tapered):
    assert [plan.dose_ug for plan in plans_coming(tapered, NOW)] == [24_000, 16_000, 8_000]
    assert plans_coming(tapered, NOW)[0].dose_ug == 24_000
    assert [plan.dose_ug for plan in plans_coming(tapered, NOW + 9 * DAY)] == [8_000]


def test_a_version_that_was_replaced_before_it_began_is_not_coming(tapered, prescriber):
    lower = solution(dose_ug=10_000, starts_on=TODAY + 3 * DAY)
    signed_plan(tapered, lower)
    assert [plan.dose_ug for plan in plans_coming(tapered, NOW)] == [24_000, 10_000]


def test_the_steps_down_stand_there_with_their_days_and_the_reason(client_of, tapered):
    response = page(client_of, tapered)
    standing, text = response.context["standing"], response.content.decode()
    assert [step.since for step in standing.steps] == ["Tuesday, June 9", "Tuesday, June 16"]
    assert standing.steps[0].line.startswith("16 mg (1.6 mL)")
    assert standing.no_dose_from == "Tuesday, June 23"
    assert WHY in text
    assert "24 mg (2.4 mL)" in text
    assert "Each change comes by itself on its day." in text


def test_a_hold_is_the_first_thing_that_is_said(client_of, patient, nurse):
    signed_plan(patient)
    reason = "Your liver test was high. We will call you."
    plan_hold(patient=patient, by=nurse, now=NOW, reason=reason)
    text = page(client_of, patient).content.decode()
    assert "Your doses are on hold: take none" in text
    assert text.index(reason) < text.index("25 mg")


def test_an_ordinary_plan_says_nothing_of_it(client_of, patient):
    signed_plan(patient)
    text = page(client_of, patient).content.decode()
    assert "What comes after" not in text
    assert "on hold" not in text
