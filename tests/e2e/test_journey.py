"""A patient flies from New York to Los Angeles: asked once, shown both clocks, moved."""

import pytest
from playwright.sync_api import expect

from tests.e2e.steps import PASSWORD, reads_mail, signs_in

pytestmark = [pytest.mark.browser, pytest.mark.real_servers]
# A calm patient of the demo clinic, whom no other story touches.
EMAIL = "carla.mendes@demo.ketaclinic.test"


def chooses_password(someone, email):
    """By the mail that a forgotten password brings."""
    someone.goes_to("/accounts/password/reset/").fills(email=email).sends()
    reads_mail(someone, email)
    someone.page.locator("a[href*='password/reset/key']").first.click()
    someone.page.wait_for_load_state()
    someone.fills(password1=PASSWORD, password2=PASSWORD).sends()


def test_a_flight_west(person):
    carla = person("Carla, in Los Angeles", width=390, zone="America/Los_Angeles")
    chooses_password(carla, EMAIL)
    signs_in(carla, EMAIL)
    carla.goes_to("/today/").sees("You are in another time zone")
    carla.presses("Keep home times, or move your doses?")
    carla.sees("Your doses follow the clock of New York").sees("as the clock in Los Angeles shows")

    carla.presses("Keep home times", exact=True).sees("Your doses stay on home times")
    banner = carla.page.locator("[data-journey]")
    expect(banner).to_be_hidden()

    carla.presses("I am travelling")
    carla.page.select_option("[name=zone]", "America/Los_Angeles")
    carla.presses("Show the times").presses("Move my doses to the time here")
    carla.sees("Your doses now follow the clock of Los Angeles")
    carla.sees("Times are in your time zone, America/Los_Angeles")
    expect(banner).to_be_hidden()
