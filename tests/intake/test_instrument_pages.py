"""Questionnaires and the emergency page on a phone: no barrier, one question at its time."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from intake.choices import Section
from intake.rules.instruments import BY_SECTION
from tests.intake.sent import posted
from tests.support.served import opened, rendered

PHONE = {"viewport": {"width": 390, "height": 844}}
SAFETY = f"/apply/{Section.SAFETY}/"
HELP = "/apply/safety/"

pytestmark = pytest.mark.browser


def choose(page, name, value):
    page.locator(f"input[name={name}][value={value}] + label").click()


def has_no_barrier(page):
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("section", list(BY_SECTION))
def test_a_questionnaire_has_no_barrier(chromium, at_work, section, scheme):
    path = f"/apply/{section}/"
    with opened(
        chromium, {path: rendered(at_work, path)}, path, color_scheme=scheme, **PHONE
    ) as page:
        has_no_barrier(page)


@pytest.mark.parametrize("answer", ["yes", "declined"])
@pytest.mark.parametrize("item", ["asq_1", "asq_2", "asq_3", "asq_4"])
def test_the_fifth_question_appears_after_any_yes_or_refusal(chromium, at_work, item, answer):
    with opened(chromium, {SAFETY: rendered(at_work, SAFETY)}, SAFETY, **PHONE) as page:
        fifth = page.locator("#div_id_asq_5")
        assert fifth.is_hidden()
        choose(page, item, "no")
        assert fifth.is_hidden()
        choose(page, item, answer)
        assert fifth.is_visible()
        has_no_barrier(page)


def test_how_and_when_is_asked_after_an_attempt_only(chromium, at_work):
    with opened(chromium, {SAFETY: rendered(at_work, SAFETY)}, SAFETY, **PHONE) as page:
        assert page.locator("[name=asq_4_detail]").is_hidden()
        choose(page, "asq_4", "yes")
        assert page.locator("[name=asq_4_detail]").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_emergency_page_has_no_barrier_and_help_on_the_first_screen(chromium, at_work, scheme):
    sent = posted(Section.SAFETY, asq_1="yes", asq_5="yes")
    assert at_work.post(SAFETY, sent).url == HELP
    pages = {HELP: rendered(at_work, HELP)}
    with opened(chromium, pages, HELP, color_scheme=scheme, **PHONE) as page:
        has_no_barrier(page)
        call = page.locator("a[href='tel:988']").first.bounding_box()
        assert call["y"] + call["height"] <= 844
        assert call["height"] >= 44
        assert page.locator("button[name=reply]").count() == 3
