"""Each component says its state in an icon and a word, and takes only what it is given."""

from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator

from ketaclinic.look.gallery import ALERTS, KINDS
from ketaclinic.look.templatetags.look import timed_rows
from tests.look.rendering import component, one, page, words

KIND_NAMES = [kind for kind, _word in KINDS]


@pytest.mark.parametrize("kind", ["filled", "outline", "quiet", "danger"])
def test_a_button_is_of_its_kind(kind):
    button = one(component("button", label="Save", kind=kind), "button")
    assert f"button--{kind}" in button["class"]
    assert button["type"] == "submit"


def test_a_button_that_leads_somewhere_is_a_link():
    link = one(component("button", label="Back", href="/x/"), "a")
    assert (link["href"], words(link)) == ("/x/", "Back")


def test_a_button_may_carry_a_name_and_a_value():
    button = one(component("button", label="Yes", name="answer", value="yes"), "button")
    assert (button["name"], button["value"]) == ("answer", "yes")


def test_a_button_escapes_its_label():
    assert "<b>" not in str(component("button", label="<b>x</b>"))


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_a_status_is_an_icon_and_a_word_and_a_colour(kind):
    tag = one(component("status_tag", kind=kind, word="The word"), ".tag")
    assert f"tag--{kind}" in tag["class"]
    assert one(tag, "use")["href"].endswith(f"#{kind}")
    assert words(tag) == "The word"


@pytest.mark.parametrize("kind", ["info", "go", "wait", "stop"])
def test_a_notice_has_its_own_shape(kind):
    notice = one(component("notice", kind=kind, title="Rest", text="Then repeat"), ".notice")
    assert one(notice, "use")["href"].endswith(f"#{kind}")
    assert words(notice) == "Rest Then repeat"


def test_an_empty_list_says_so_and_may_offer_a_way():
    empty = component("empty", title="No doses", text="Tomorrow", label="Schedule", href="/s/")
    assert words(empty) == "No doses Tomorrow Schedule"


def test_the_emergency_panel_calls_before_it_explains(clinic):
    panel = component("emergency_panel", clinic=clinic, reason="Chest pain")
    assert one(panel, "section")["role"] == "alert"
    assert [link["href"] for link in panel.select("a")] == ["tel:911", "tel:988", "tel:555-0100"]


def test_the_emergency_panel_stands_without_a_clinic():
    assert "911" in words(component("emergency_panel", reason="Fainting"))


@pytest.mark.parametrize(
    ("trend", "said"), [("up", "rising"), ("down", "falling"), ("flat", "steady"), ("new", "new")]
)
def test_a_metric_says_its_trend_in_words(trend, said):
    assert said in words(component("metric", label="Pain", value=4, unit="of 10", trend=trend))


def test_a_metric_shows_zero_as_zero_and_missing_as_missing():
    assert "0" in words(one(component("metric", label="Pain", value=0), ".metric__value"))
    assert words(one(component("metric", label="Pain", value=None), ".metric__value")) == "–"


def test_a_missing_fact_is_not_recorded_and_zero_is_zero():
    said = words(component("definition_list", items=[("Weight", None), ("Refills", 0)]))
    assert said == "Weight not recorded Refills 0"


def test_steps_tell_where_one_is():
    steps = component("step_list", steps=[("A", "done"), ("B", "now"), ("C", "todo")])
    assert words(one(steps, "[aria-current=step]")) == "2 B – you are here"
    assert [words(item) for item in steps.select("li")][2] == "3 C – to do"


def test_the_week_has_words_for_those_who_hear_it():
    days = [{"label": "Mon", "kind": "go", "word": "taken", "is_today": True}]
    day = one(component("week_dots", days=days), "li")
    assert (words(day), day["aria-current"]) == ("Mon : taken", "date")


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.severity)
def test_an_alert_says_what_why_and_what_clears_it(alert):
    said = words(component("alert_card", alert=alert))
    for part in (alert.title, alert.sentence, alert.limit_text, alert.source, alert.clears_when):
        assert part in said


def test_an_alert_s_post_action_is_a_guarded_form():
    actions = [{"label": "Acknowledge", "url": "/a/", "method": "post", "kind": "outline"}]
    form = one(component("alert_card", alert=ALERTS[0], actions=actions), "form")
    assert form["action"] == "/a/"
    assert one(form, "input[name=csrfmiddlewaretoken]")["value"]


def test_a_countdown_is_readable_without_a_script():
    said = words(component("countdown", seconds=60, label="until the second reading"))
    assert "60 seconds" in said
    assert "until the second reading" in said


def test_paging_keeps_the_filter():
    pages = Paginator(range(90), 30)
    bar = component("pagination", page("/?severity=stop&page=2"), page=pages.page(2))
    assert [link["href"] for link in bar.select("a")] == [
        "?severity=stop&page=1",
        "?severity=stop&page=3",
    ]


def test_one_page_needs_no_paging():
    assert words(component("pagination", page=Paginator([1], 30).page(1))) == ""


def test_a_patient_row_shows_a_dash_for_what_is_not_known():
    row = {"kind": "stop", "word": "Same day", "name": "Ann", "href": "/p/", "why": "BP"}
    assert words(component("patient_row", row=row)) == "Same day Ann BP – – –"


def test_the_chosen_row_is_marked_for_the_eye_and_the_ear():
    row = {"kind": "go", "word": "Fine", "name": "Ann", "href": "/p/", "why": "", "is_chosen": True}
    line = one(component("patient_row", row=row), "tr")
    assert line["aria-current"] == "true"
    assert "is-chosen" in line["class"]


def test_a_filter_tells_its_count_and_whether_it_is_on():
    filters = [{"label": "All", "count": 0, "href": "?", "is_active": True}]
    link = one(component("filter_bar", filters=filters), "a")
    assert (words(link), link["aria-current"]) == ("All 0", "true")


def test_a_dialog_has_a_name_and_a_guarded_form():
    dialog = component("dialog", id="d", title="Stop?", label="Stop", action="/stop/")
    assert one(dialog, "dialog")["aria-labelledby"] == one(dialog, "h2")["id"]
    assert one(dialog, "input[name=csrfmiddlewaretoken]")["value"]


def test_a_toast_can_be_undone_and_closed():
    toast = component("toast", text="Deleted", undo_action="/undo/")
    assert one(toast, "form")["action"] == "/undo/"
    assert one(toast, "[data-toast-close]").name == "button"


def test_the_rows_of_a_timed_table_escape_what_stands_in_them():
    row = SimpleNamespace(iso="2026-03-02T12:00:00+00:00", when="Mon & Tue", cells=("", "<b>"))
    line = (
        '<tr><th scope="row"><time datetime="2026-03-02T12:00:00+00:00">Mon &amp; Tue</time></th>'
        "<td></td><td>&lt;b&gt;</td></tr>"
    )
    assert timed_rows([row, row]) == f"{line}\n{line}"
    assert timed_rows([]) == ""
