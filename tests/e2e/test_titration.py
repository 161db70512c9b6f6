"""A prescriber sets a titration, sees its limits while writing, signs it, and releases a step."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.steps import patient_row

pytestmark = [pytest.mark.browser, pytest.mark.real_servers]


def test_a_titration_is_set_signed_and_its_next_step_released(person):
    prescriber = person("the prescriber").signs_in_as("prescriber")

    opens_plan(prescriber, "Carla Mendes")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    prescriber.fills(dose_mg="20", strength_mg="10", starts_on=f"{tomorrow:%Y-%m-%d}")
    prescriber.fills(step_dose_1="30", step_days_1="7", step_dose_2="200", step_days_2="7")
    prescriber.ticks("step_conditions", "pain_review")
    limits = prescriber.page.locator("#plan-limits")
    expect(limits).to_contain_text("not saved yet")
    expect(limits).to_contain_text(re.compile("limits? stands? against this plan"))
    prescriber.fills(step_dose_2="40")
    expect(limits).to_contain_text("Within every limit")
    expect(limits.locator("svg.stairs")).to_be_visible()
    prescriber.presses("Save the draft").presses("Sign the plan")
    prescriber.sees("The plan is signed")

    # A step past a hard limit is asked of a second prescriber here, once that can be asked.

    opens_plan(prescriber, "Elif Aydin")
    prescriber.sees("Ready for a prescriber").ticks("confirmed", "pain_review")
    prescriber.presses("Release the step").sees("The step is released")
    prescriber.sees("20 mg twice a day → 30 mg twice a day from")
    prescriber.sees("A newer version is signed already")

    prescriber.presses("Copy version 1 into a new draft").sees("Copied from version 1")
    assert prescriber.field("dose_mg").input_value() == "20"
    phone = person("the prescriber's phone", width=390).signs_in_as("prescriber")
    opens_plan(phone, "Elif Aydin")
    phone.presses("Check the limits").sees("Not a whole plan yet")


def opens_plan(person, name):
    """From the worklist over the chart to the plan of the patient of this name."""
    person.goes_to(f"/clinic/?q={name.split()[0]}")
    patient_row(person, name)
    person.presses("Plan", exact=True)
    person.sees(f"Plan of {name}")
