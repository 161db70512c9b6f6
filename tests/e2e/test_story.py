"""The main job, end to end, by real people in real browsers on real processes.

A patient applies; a clinician approves and signs a plan; a reminder arrives; the patient checks
their blood pressure, logs the dose and its side effects; a worrying reading raises an alert; the
clinician clears it; an editor publishes an article. Every page visited is checked by axe.
"""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.e2e.dose_steps import (
    corrects_the_newest,
    goes_back_to_the_report,
    looks_at_the_days,
    reported_count,
    takes_it_again,
)
from tests.e2e.steps import (
    answers_all,
    applies,
    approves,
    calm_zone,
    checks_pressure,
    clears_alert,
    logs_dose,
    patient_row,
    publishes_article,
    reads_mail,
    records_readiness,
    signs_plan,
    signs_up,
    tells_feelings,
    tells_week,
)

pytestmark = [pytest.mark.browser, pytest.mark.real_servers]
# Its own person in each run, so that a clinic that runs already can be walked again.
FAMILY_NAME = "Winter" + "".join(letter for letter in uuid4().hex if letter.isalpha())[:6]
NAME = f"Ada {FAMILY_NAME}"
ARTICLE = f"A diary for {FAMILY_NAME}"
EMAIL = f"ada.{FAMILY_NAME.lower()}@patients.test"


def test_the_main_job_from_application_to_article(site, person):
    zone = calm_zone(datetime.now(UTC))
    ada = person("Ada, a patient", width=390)
    signs_up(ada, EMAIL)
    applies(ada, FAMILY_NAME, zone)
    ada.sees("Your application")

    prescriber = person("the prescriber").signs_in_as("prescriber")
    approves(prescriber, NAME)
    records_readiness(prescriber, NAME)
    signs_plan(prescriber, zone)

    rosa = person("Rosa, a patient", width=390).signs_in_as("patient")
    rosa.goes_to("/today/").presses("Start the check")
    checks_pressure(rosa, 168, 104)
    rosa.sees("Take no dose now").sees("168/104")

    nurse = person("the nurse").signs_in_as("nurse")
    clears_alert(nurse, "Rosa Marin", seen="168/104")

    editor = person("the editor").signs_in_as("editor")
    publishes_article(editor, ARTICLE)
    person("a reader", width=390).goes_to("/learn/").sees(ARTICLE)

    assert any("celery" in line and " worker " in line for line in site.commands())
    assert any("celery" in line and " beat " in line for line in site.commands())
    reads_mail(ada, EMAIL, subject="task")
    assert "ketamine" not in ada.page.content().lower()

    ada.goes_to("/today/").presses("Start the check")
    checks_pressure(ada, 124, 78)
    ada.sees("You may take your dose").sees("124/78")
    page = logs_dose(ada)
    goes_back_to_the_report(ada)
    tells_feelings(ada, pain=5, symptom="nausea")
    an_honest_extra_dose(ada, nurse, page)


def an_honest_extra_dose(ada, nurse, page):
    """A double tap was one dose; a second dose is asked about, told, and reaches the clinic."""
    looks_at_the_days(ada)
    assert reported_count(ada) == 1
    takes_it_again(ada, page).presses("No, that was the same dose")
    assert reported_count(ada) == 1
    takes_it_again(ada, page).presses("Yes, I took another dose")
    ada.sees("Thank you for telling us").sees("1-800-222-1222").sees("Take no more doses")
    assert reported_count(ada) == 2
    corrects_the_newest(ada, amount="12.5", why="Half of it was left")

    nurse.goes_to("/clinic/")
    patient_row(nurse, NAME)
    nurse.sees("Extra dose taken").sees("Take no more until the clinic has called you.")
    nurse.presses("Doses", exact=True)
    nurse.sees("Half of it was left").sees("Extra dose: partly taken")


def test_a_week_is_told_on_a_phone_and_visible_blood_stops_every_dose(person):
    rosa = person("Rosa, a patient", width=390).signs_in_as("patient")
    rosa.goes_to("/today/").presses("Start my check-in")
    tells_week(rosa, haematuria="2")
    rosa.sees("Take no dose now").sees("Blood in the urine: I can see it")
    rosa.goes_to("/check-in/past/").sees("Blood in the urine: I can see it")

    rosa.goes_to("/check-in/questions/").sees("988")
    assert not rosa.field("asq_5").is_visible()
    answers_all(rosa, "no", {"asq_1": "yes"})
    rosa.sends().sees("You told us of thoughts of suicide. You are not alone.").sees("988")


def test_a_patient_counts_and_the_clinic_sees_what_differs(person):
    rosa = person("Rosa, a patient", width=390).signs_in_as("patient")
    rosa.goes_to("/supply/").presses("Count what you have")
    rosa.page.locator("[name^=count_]").first.fill("1")
    rosa.sends().sees("Counted")

    nurse = person("the nurse").signs_in_as("nurse")
    nurse.goes_to("/clinic/?q=Rosa")
    patient_row(nurse, "Rosa Marin")
    nurse.sees("The count differs from the record")
    nurse.presses("Supply", exact=True).sees("Should be on hand").sees("Counted")


def test_the_emergency_answer_needs_no_reading(person):
    rosa = person("Rosa, a patient", width=390).signs_in_as("patient")
    rosa.goes_to("/today/")
    assert rosa.page.get_by_role("link", name="I need help").first.is_visible()
    stranger = person("a stranger", width=390)
    stranger.goes_to("/help/").sees("911")
    answers_all(stranger, "no")
