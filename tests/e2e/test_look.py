"""The gallery in a real browser: no barrier in either theme or width, and scripts that work."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]


@pytest.fixture
def visitor(person):
    """Somebody who looks at the gallery at this width."""

    def make(width=1440):
        return person("visitor", width=width)

    return make


def gallery(someone):
    """The gallery's page; its barriers are looked for once, below."""
    someone.page.goto("/styleguide/")
    return someone.page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_gallery_has_no_barrier(visitor, width, scheme):
    someone = visitor(width)
    someone.page.emulate_media(color_scheme=scheme)
    someone.page.goto("/styleguide/")
    results = Axe().run(someone.page)
    assert results.violations_count == 0, results.generate_report()
    assert someone.fits()


@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/accounts/signup/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_entrance_has_no_barrier_on_a_phone(visitor, path, scheme):
    someone = visitor(390)
    someone.page.emulate_media(color_scheme=scheme)
    someone.goes_to(path)


def test_the_countdown_counts_by_the_clock_and_says_when_it_is_done(visitor):
    page = visitor().page
    page.clock.install()
    page.goto("/styleguide/")
    box = page.locator("[data-countdown]").first
    expect(box.locator("[data-countdown-time]")).to_have_text("1:00")
    page.clock.run_for(15_000)
    expect(box.locator("[data-countdown-time]")).to_have_text("0:45")
    page.clock.run_for(46_000)
    expect(box.locator("[data-countdown-time]")).to_have_text("0:00")
    expect(box.locator("[data-countdown-voice]")).to_have_text("The time is up.")


def test_the_choice_of_dark_stays_on_this_device(visitor):
    someone = visitor()
    someone.page.goto("/styleguide/")
    someone.page.locator("label[for=theme-dark]").click()
    someone.page.reload()
    expect(someone.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(someone.page.locator("#theme-dark")).to_be_checked()
    someone.page.locator("label[for=theme-auto]").click()
    expect(someone.page.locator("html")).not_to_have_attribute("data-bs-theme", "dark")


def test_a_dialog_opens_keeps_the_focus_and_gives_it_back(visitor):
    page = gallery(visitor())
    opener = page.locator("[data-dialog-open=light-dialog]")
    opener.click()
    expect(page.locator("#light-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#light-dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_toast_stays_until_it_is_closed(visitor):
    page = gallery(visitor())
    toast = page.locator("[data-toast]").first
    toast.locator("[data-toast-close]").click()
    expect(page.locator("[data-toast]")).to_have_count(1)


def test_a_second_press_sends_nothing(visitor):
    page = visitor().page
    page.goto("/accounts/signup/")
    sent, busy = page.evaluate(
        """() => {
            const form = document.querySelector("main form[data-once]");
            const button = form.querySelector("button[type=submit]");
            let sent = 0;
            form.addEventListener("submit", (event) => {
                sent += event.defaultPrevented ? 0 : 1;
                event.preventDefault();
            });
            button.click();
            button.click();
            return [sent, button.getAttribute("aria-busy")];
        }"""
    )
    assert (sent, busy) == (1, "true")


def test_the_first_tab_shows_the_way_past_the_navigation(visitor):
    page = visitor(390).page
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_refused_form_takes_the_focus_to_its_summary(visitor):
    page = visitor(390).page
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary a").first.click()
    expect(page.locator("#id_login")).to_be_focused()


def test_every_target_of_a_finger_is_large_enough(visitor):
    page = gallery(visitor(390))
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, .button, select, input:not([type=hidden])")]
            .filter((e) => e.checkVisibility() && !e.classList.contains("choice__input"))
            .filter((e) => e.getBoundingClientRect().height < 44)
            .map((e) => e.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_paper_has_the_help_numbers_and_no_navigation(visitor):
    page = visitor().page
    page.goto("/")
    page.emulate_media(media="print")
    expect(page.locator(".print-help")).to_be_visible()
    expect(page.locator(".print-help")).to_have_css("position", "fixed")
    for hidden in (".masthead__nav", ".skip-link", "footer", "main .button"):
        expect(page.locator(hidden).first).to_be_hidden()
