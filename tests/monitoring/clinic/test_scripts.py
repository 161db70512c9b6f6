"""The clinic's scripts in a real browser, under the page's own content policy.

The pages are rendered first and then served from memory: nothing leaves the machine.
"""

import pytest
from django.urls import reverse

from tests.factories.monitoring import taken_before
from tests.support.served import opened, rendered

pytestmark = pytest.mark.one_engine
HTMX = {"hx-request": "true"}


@pytest.fixture
def chart(clock, client_of, worried):
    """Ten days of record, with a high pressure today."""
    taken_before(worried.plans.get(), hours=240)
    url = reverse("clinic:chart", args=[worried.public_id])
    return {url: rendered(client_of("nurse"), url)}, url


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_time_line_is_drawn_and_read_out(chromium, chart, scheme):
    with opened(chromium, *chart, color_scheme=scheme) as page:
        assert page.locator("[data-timeline] canvas").count() == 3
        box = page.locator("[data-panel=pressure] .u-over").bounding_box()
        page.mouse.move(box["x"] + box["width"] - 2, box["y"] + 50)
        text = page.locator("[data-timeline-readout]").inner_text()
        assert "167/103 mmHg" in text


@pytest.mark.browser
def test_the_table_is_one_key_away(chromium, chart):
    with opened(chromium, *chart) as page:
        table = page.locator("#timeline-table")
        assert table.is_hidden()
        page.keyboard.press("t")
        assert table.is_visible()
        assert page.evaluate("document.activeElement.id") == "timeline-table"
        page.keyboard.press("t")
        assert table.is_hidden()


@pytest.mark.browser
def test_a_t_in_a_note_is_a_letter(chromium, chart):
    with opened(chromium, *chart) as page:
        page.locator("summary", has_text="Resolve with a note").click()
        page.locator("details[open] textarea").first.press("t")
        assert page.locator("#timeline-table").is_hidden()


@pytest.mark.browser
def test_zoom_by_button_by_dragging_and_back(chromium, chart):
    with opened(chromium, *chart) as page:
        assert page.locator("[data-days='14']").is_hidden()
        pressed = page.locator("[data-days][aria-pressed=true]:visible")
        assert pressed.inner_text() == "All"
        page.click("[data-days='3']")
        box = page.locator("[data-panel=pressure] .u-over").bounding_box()
        page.mouse.move(box["x"] + 100, box["y"] + 50)
        page.mouse.down()
        page.mouse.move(box["x"] + 400, box["y"] + 50, steps=4)
        page.mouse.up()
        assert pressed.count() == 0
        page.mouse.dblclick(box["x"] + 300, box["y"] + 50)
        pressed.wait_for()
        assert pressed.inner_text() == "All"


@pytest.mark.browser
def test_without_scripts_the_table_is_there_and_the_chart_is_not(chromium, chart):
    with opened(chromium, *chart, java_script_enabled=False) as page:
        assert page.locator("#timeline-table").is_visible()
        assert page.locator("[data-timeline]").is_hidden()


@pytest.fixture
def worklist(client_of, checked):
    """Two waiting patients, the page, and the panel of each."""
    client = client_of("nurse")
    people = [checked("168/104", "166/102", last_name=name) for name in ("Alder", "Birch")]
    pages = {"/clinic/": rendered(client, "/clinic/")}
    for patient in people:
        url = reverse("clinic:panel", args=[patient.public_id])
        pages[url] = rendered(client, url, **HTMX)
    return pages, "/clinic/"


@pytest.mark.browser
def test_j_and_k_walk_the_rows_and_enter_brings_the_panel(chromium, worklist):
    with opened(chromium, *worklist) as page:
        assert "Alder" in page.locator("#panel h2").inner_text()
        page.keyboard.press("j")
        page.keyboard.press("k")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.locator("#panel h2", has_text="Birch").wait_for()
        assert "Birch" in page.locator("[aria-current=true][data-worklist-row]").inner_text()
        assert "patient=" in page.url


@pytest.mark.browser
def test_a_slash_goes_to_the_search_and_letters_stay_letters(chromium, worklist):
    with opened(chromium, *worklist) as page:
        page.keyboard.press("/")
        page.keyboard.type("jk")
        assert page.locator("#find").input_value() == "jk"
