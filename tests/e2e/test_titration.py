"""A prescriber sets a titration, sees its limits while writing, signs it, and releases a step."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.steps import patient_row

DAY = timedelta(days=1)
pytestmark = [pytest.mark.browser, pytest.mark.real_servers]


def test_a_titration_is_set_signed_and_its_next_step_released(person):
    prescriber = person("the prescriber").signs_in_as("prescriber")

    opens_plan(prescriber, "Carla Mendes")
    tomorrow = datetime.now(UTC) + DAY
    prescriber.fills(dose_mg="20", strength_mg="10", starts_on=f"{tomorrow:%Y-%m-%d}")
    prescriber.fills(step_dose_1="30", step_days_1="7", step_dose_2="200", step_days_2="7")
    prescriber.ticks("step_conditions", "pain_review")
    limits = prescriber.page.locator("#plan-limits")
    expect(limits).to_contain_text("not saved yet")
    expect(limits).to_contain_text(re.compile("limits? stands? against this plan"))
    prescriber.fills(step_dose_2="40", change_reason="It makes you sleepy.")
    expect(limits).to_contain_text("Within every limit")
    expect(limits.locator("svg.stairs")).to_be_visible()
    prescriber.presses("Save the draft").presses("Sign the plan")
    prescriber.sees("The plan is signed")

    director = person("the medical director").signs_in_as("medical_director")
    past_a_hard_limit_it_takes_two(prescriber, director, tomorrow)

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


def past_a_hard_limit_it_takes_two(prescriber, director, tomorrow):
    """Five doses a day are asked for, approved by another person, signed, and superseded."""
    opens_plan(prescriber, "Carla Mendes")
    saves_draft(prescriber, tomorrow + DAY, "06:00, 10:00, 14:00, 18:00, 22:00", "Nights are bad.")
    prescriber.sees("Needs a second prescriber").fills(reason="Pain wakes her at night.")
    prescriber.presses("Ask for approval").sees("Waiting for an answer")

    director.goes_to("/clinic/plans/").sees("Planned steps that have had their days")
    director.presses("Read and answer").chooses("outcome", "approved")
    director.fills(note="Read the chart, agreed.").presses("Answer", exact=True)
    director.sees("Another prescriber signs the plan")

    opens_plan(prescriber, "Carla Mendes")
    prescriber.presses("Sign the plan").sees("The plan is signed")
    opens_plan(prescriber, "Carla Mendes")
    prescriber.sees(re.compile("Approved by .*: Read the chart, agreed."))
    saves_draft(prescriber, tomorrow + 2 * DAY, "08:00, 14:00, 20:00", "You sleep again.")
    prescriber.presses("Sign the plan").sees("The plan is signed")
    opens_plan(prescriber, "Carla Mendes")
    prescriber.sees("10 mg 5 times a day → 10 mg three times a day")
    prescriber.sees("Told the patient: You sleep again.")


def saves_draft(prescriber, day, times, why):
    """10 mg in capsules of 10 mg, from this day on."""
    prescriber.fills(dose_mg="10", strength_mg="10", times_of_day=times, change_reason=why)
    prescriber.fills(starts_on=f"{day:%Y-%m-%d}").presses("Save the draft")


def opens_plan(person, name):
    """From the worklist over the chart to the plan of the patient of this name."""
    person.goes_to(f"/clinic/?q={name.split()[0]}")
    patient_row(person, name)
    person.presses("Plan", exact=True)
    person.sees(f"Plan of {name}")
