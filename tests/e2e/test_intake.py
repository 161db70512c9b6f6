"""The application on a phone: broken off and resumed elsewhere, and an answer that cannot wait."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.e2e.steps import (
    calm_zone,
    fills_section,
    fills_sections,
    open_section,
    patient_row,
    reads_mail,
    signs_in,
    signs_up,
)

pytestmark = [pytest.mark.browser, pytest.mark.real_servers]


@pytest.fixture
def newcomer(person):
    """Somebody with a phone, a new account and a name of their own in each run."""
    family_name = "Sommer" + "".join(each for each in uuid4().hex if each.isalpha())[:6]
    email = f"ada.{family_name.lower()}@patients.test"
    zone = calm_zone(datetime.now(UTC))
    someone = person("an applicant", width=390)
    signs_up(someone, email)
    someone.goes_to("/apply/").sends()
    return someone, family_name, email, zone


def test_an_application_is_broken_off_and_resumed_on_another_device(newcomer, person):
    phone, family_name, email, zone = newcomer
    fills_sections(phone, family_name, zone, until="pain")
    fills_section(phone, family_name, zone)
    phone.page.context.clear_cookies(name="sessionid")
    phone.page.locator("main form button[type=submit]").last.click()
    phone.page.wait_for_load_state()
    assert "/accounts/login/" in phone.page.url

    tablet = person("the same, on a tablet", width=390)
    signs_in(tablet, email)
    tablet.goes_to("/apply/")
    assert open_section(tablet) == "apply"
    tablet.goes_to("/apply/pain/")
    fills_sections(tablet, family_name, zone)
    tablet.sees(family_name).presses("Send the application")
    tablet.sees("Your application is with the clinic")

    nurse = person("the nurse").signs_in_as("nurse")
    nurse.goes_to("/clinic/applications/")
    patient_row(nurse, family_name)
    nurse.sees("Findings").sees("isinopril")
    asks_and_is_answered(nurse, tablet, family_name, zone)


def asks_and_is_answered(nurse, tablet, family_name, zone):
    """The nurse takes the application in hand and asks one page again; only that one is open."""
    nurse.presses("Take it in hand").sees("You have this application")
    nurse.page.get_by_text("Ask the patient for more").click()
    nurse.page.locator("details.ask-group summary").filter(has_text="Daily life").click()
    nurse.page.get_by_label("Daily life: the whole page").check()
    nurse.fills(message="Who drives you on a dose day?").presses("Ask", exact=True)
    nurse.sees("It waits for the patient")
    tablet.goes_to("/apply/").sees("Who drives you on a dose day?").goes_to("/apply/daily-life/")
    fills_section(tablet, family_name, zone)
    tablet.sends().presses("Send the application").sees("Your application is with the clinic")
    tablet.presses("Change an answer").presses("Heart and blood vessels")
    nurse.goes_to("/clinic/applications/?holder=mine").sees(family_name)


def test_what_was_typed_outlives_the_session(newcomer):
    phone, family_name, email, zone = newcomer
    fills_section(phone, family_name, zone)
    phone.page.context.clear_cookies(name="sessionid")
    phone.page.locator("main form button[type=submit]").last.click()
    phone.page.wait_for_load_state()
    phone.fills(login=email, password="a long and quiet afternoon")
    phone.page.locator("form:has([name=password]) button[type=submit]").click()
    phone.page.wait_for_load_state()
    phone.looks()
    assert phone.field("last_name").input_value() == family_name
    phone.sends()
    assert open_section(phone) == "where-you-live"


def test_thoughts_of_suicide_now_bring_help_first_and_call_the_clinic(newcomer, person):
    phone, family_name, _email, zone = newcomer
    fills_sections(phone, family_name, zone, until="how-to-reach-you")
    phone.goes_to("/apply/your-safety/")
    for item in ("asq_1", "asq_5"):
        phone.chooses(item, "yes")
    for item in ("asq_2", "asq_3", "asq_4"):
        phone.chooses(item, "no")
    phone.sends()
    phone.sees("Call or text 988 now").sees("Do not stay alone")
    phone.presses("Someone is with me")

    nurse = person("the nurse").signs_in_as("nurse")
    reads_mail(nurse, "nurse")
    assert "suicide" not in nurse.page.locator("main").inner_text().lower()
    nurse.goes_to("/clinic/applications/").sees(f"Call Ada {family_name} now")

    phone.presses("Go on with the application")
    assert open_section(phone) == "apply"
