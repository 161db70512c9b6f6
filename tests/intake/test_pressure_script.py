"""The page of readings in a real browser: its two clocks, and 911 at once."""

import pytest

from intake.choices import Section
from tests.support.served import opened, rendered

PHONE = {"viewport": {"width": 390, "height": 844}}
PATH = "/apply/blood-pressure/"


@pytest.fixture
def pages(client_of, user, applicant, send):
    for section in (Section.ABOUT, Section.HOME):
        send(applicant, section)
    return {PATH: rendered(client_of(user), PATH)}


def tick(page, value):
    page.locator(f"input[name=symptoms][value={value}] + label").click()


@pytest.mark.browser
def test_the_rest_begins_on_a_press_and_the_minute_after_the_first_reading(chromium, pages):
    with opened(chromium, pages, PATH, **PHONE) as page:
        page.get_by_role("button", name="Start the quiet rest").click()
        assert page.locator("[data-rest] [data-countdown-time]").inner_text() in {"5:00", "4:59"}
        assert page.locator("[data-gap] [data-countdown]").count() == 0
        page.fill("input[name=systolic_1]", "122")
        page.fill("input[name=diastolic_1]", "78")
        page.locator("input[name=systolic_2]").focus()
        assert page.locator("[data-gap] [data-countdown-time]").inner_text() in {"1:00", "0:59"}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("systolic", "symptom", "is_shown"),
    [
        ("122", "chest_pain", True),
        ("122", "numbness", False),
        ("179", "numbness", False),
        ("180", "numbness", True),
        ("230", "dizziness", False),
    ],
)
def test_911_is_shown_before_anything_is_sent(chromium, pages, systolic, symptom, is_shown):
    with opened(chromium, pages, PATH, **PHONE) as page:
        page.fill("input[name=systolic_1]", systolic)
        tick(page, symptom)
        assert page.locator("[data-emergency]").is_visible() is is_shown
        tick(page, "none")
        assert page.locator("[data-emergency]").is_hidden()


@pytest.mark.browser
def test_without_script_the_page_asks_the_same(chromium, pages):
    context = chromium.new_context(java_script_enabled=False, **PHONE)
    page = context.new_page()
    page.set_content(pages[PATH]["body"], wait_until="domcontentloaded")
    assert page.locator("[data-rest]").is_hidden()
    assert page.locator("input[name=systolic_2]").is_visible()
    context.close()
