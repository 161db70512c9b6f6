"""I am travelling: both clocks side by side, two buttons, and a banner that asks once."""

from datetime import UTC, datetime, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from dosing.models import Journey
from dosing.presenters import hours_text, move_words
from monitoring.patient.presenters.journey import until_text
from tests.factories.dosing import NOW, TODAY, DoseLogFactory, dosing_patient, signed_plan
from tests.support.kept import kept
from tests.support.served import opened, rendered

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]
PAGE, TODAY_PAGE, SCHEDULE = "/journey/", "/today/", "/schedule/"
LOS_ANGELES, LONDON = "America/Los_Angeles", "Europe/London"


@kept
def plan():
    """8:00, 14:00 and 20:00 in New York, where it is 10:00; in Los Angeles it is 7:00."""
    return signed_plan(dosing_patient())


@pytest.fixture
def traveller(client_of, plan):
    return client_of(plan.patient.user)


def page_of(client, path, **fields):
    response = client.get(path, fields)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows_of(soup):
    """The table: one tuple of words a dose."""
    return [
        tuple(" ".join(cell.stripped_strings) for cell in row.find_all(["th", "td"]))
        for row in soup.select(".journey-times tbody tr")
    ]


class TestBothClocks:
    def test_going_west(self, traveller):
        soup = page_of(traveller, PAGE, zone=LOS_ANGELES)
        rows = rows_of(soup)
        assert rows[0] == ("Mon 2 pm", "Mon 11 am in 4 hours", "Mon 2 pm in 7 hours")
        assert len(rows) == 6
        assert [button["value"] for button in soup.select("button[name=answer]")] == [
            "move",
            "keep",
        ]
        assert "it is 7 hours to the next dose" in soup.get_text()

    def test_a_gap_that_is_longer_than_usual_is_told(self, traveller, plan):
        slot = plan.slots.get(local_date=TODAY, local_time=time(14))
        taken_at = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
        DoseLogFactory(slot=slot, is_extra=True, taken_at=taken_at)
        text = page_of(traveller, PAGE, zone=LOS_ANGELES).get_text()
        assert "it is 13 hours from your last dose to the next one" in text
        assert "longer than usual" in text
        assert "longer than usual" not in page_of(traveller, PAGE, zone=LONDON).get_text()

    def test_going_east_what_would_be_left_out_is_told_before(self, traveller):
        soup = page_of(traveller, PAGE, zone=LONDON)
        assert rows_of(soup)[0] == ("Mon 2 pm", "Mon 7 pm in 4 hours", "Left out")
        assert "1 dose is left out" in soup.get_text()

    def test_looking_changes_nothing(self, traveller, plan):
        page_of(traveller, PAGE, zone=LONDON)
        assert not Journey.objects.exists()
        assert set(plan.slots.values_list("zone", flat=True)) == {"America/New_York"}

    def test_without_a_zone_it_asks_where(self, traveller):
        soup = page_of(traveller, PAGE)
        assert soup.select_one("select[name=zone]")
        assert not soup.select("button[name=answer]")
        assert not soup.select(".error-summary")

    def test_at_home_there_is_nothing_to_change(self, traveller):
        assert (
            "follow this clock already"
            in page_of(traveller, PAGE, zone="America/New_York").get_text()
        )

    def test_without_a_plan_there_is_nothing_to_move(self, client_of):
        client = client_of(dosing_patient().user)
        assert "no doses to move" in page_of(client, PAGE, zone=LONDON).get_text()

    def test_few_queries(self, traveller, django_assert_max_num_queries):
        with django_assert_max_num_queries(15):
            page_of(traveller, PAGE, zone=LONDON)


class TestAnswer:
    def test_move(self, traveller, plan):
        answer = traveller.post(PAGE, {"zone": LOS_ANGELES, "answer": "move"})
        assert answer.url == reverse("dosing:schedule")
        assert set(plan.slots.values_list("zone", flat=True)) == {LOS_ANGELES}
        text = page_of(traveller, SCHEDULE).get_text()
        assert "follow the clock here now" in text
        assert "Your doses now follow the clock of Los Angeles" in text
        assert "to the next dose it is 7 hours" in text

    def test_twice_is_once(self, traveller):
        for _ in range(2):
            answer = traveller.post(PAGE, {"zone": LOS_ANGELES, "answer": "move"})
            assert answer.status_code == 302
        assert Journey.objects.count() == 1

    def test_what_was_left_out_stays_on_the_schedule(self, traveller):
        traveller.post(PAGE, {"zone": LONDON, "answer": "move"})
        text = page_of(traveller, SCHEDULE).get_text()
        assert "Leave out" in text
        assert "this time had passed there" in text
        assert "1 dose is left out" in text

    def test_keep(self, traveller, plan):
        traveller.post(PAGE, {"zone": LOS_ANGELES, "answer": "keep"})
        assert set(plan.slots.values_list("zone", flat=True)) == {"America/New_York"}
        text = page_of(traveller, SCHEDULE).get_text()
        assert "stay on home times" in text
        assert "Your doses now follow" not in text

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"zone": "Mars/Olympus", "answer": "move"}, "Choose a time zone from the list."),
            ({"zone": "", "answer": "move"}, "Choose a time zone."),
            ({"answer": "move"}, "Choose a time zone."),
            ({"zone": LONDON}, "Choose one of the two answers."),
            ({"zone": LONDON, "answer": "<script>"}, "Choose one of the two answers."),
        ],
    )
    def test_what_is_wrong_is_said_and_writes_nothing(self, traveller, plan, fields, words):
        answer = traveller.post(PAGE, fields)
        assert answer.status_code == 200
        summary = BeautifulSoup(answer.content, "html.parser").select_one(".error-summary")
        assert words in summary.get_text()
        assert not Journey.objects.exists()
        assert set(plan.slots.values_list("zone", flat=True)) == {"America/New_York"}


class TestAccess:
    @pytest.mark.parametrize(
        "role", ["nurse", "prescriber", "medical_director", "manager", "editor"]
    )
    def test_staff_have_no_such_page(self, client_of, role):
        client = client_of(role)
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE, {"zone": LONDON, "answer": "move"}).status_code == 404

    def test_a_stranger_signs_in_first(self, client):
        assert "/accounts/login/" in client.post(PAGE, {"zone": LONDON, "answer": "move"}).url

    def test_another_patient_moves_only_their_own_doses(self, client_of, plan):
        other = signed_plan(dosing_patient())
        client_of(other.patient.user).post(PAGE, {"zone": LONDON, "answer": "move"})
        assert set(plan.slots.values_list("zone", flat=True)) == {"America/New_York"}
        assert set(other.slots.values_list("zone", flat=True)) == {LONDON}


class TestBanner:
    @pytest.fixture
    def pages(self, traveller):
        return {path: rendered(traveller, path) for path in (TODAY_PAGE, SCHEDULE)}

    @pytest.mark.browser
    @pytest.mark.parametrize("path", [TODAY_PAGE, SCHEDULE])
    def test_it_asks_on_another_clock(self, chromium, pages, path):
        with opened(chromium, pages, path, timezone_id=LOS_ANGELES) as page:
            banner = page.get_by_text("You are in another time zone")
            banner.wait_for()
            link = page.get_by_role("link", name="Keep home times, or move your doses?")
            assert link.get_attribute("href").endswith("/journey/?zone=America%2FLos_Angeles")

    @pytest.mark.browser
    @pytest.mark.parametrize(
        "device",
        [
            pytest.param("America/New_York", id="at home"),
            pytest.param("America/Detroit", id="another name of the same clock"),
            pytest.param("UTC", id="a device that hides its zone"),
        ],
    )
    def test_it_is_quiet(self, chromium, pages, device):
        with opened(chromium, pages, TODAY_PAGE, timezone_id=device) as page:
            assert page.locator("[data-journey]").is_hidden()

    @pytest.mark.browser
    def test_a_zone_that_was_answered_is_not_asked_again(self, chromium, traveller):
        traveller.post(PAGE, {"zone": LOS_ANGELES, "answer": "keep"})
        pages = {TODAY_PAGE: rendered(traveller, TODAY_PAGE)}
        with opened(chromium, pages, TODAY_PAGE, timezone_id=LOS_ANGELES) as page:
            assert page.locator("[data-journey]").is_hidden()
        with opened(chromium, pages, TODAY_PAGE, timezone_id=LONDON) as page:
            page.get_by_text("You are in another time zone").wait_for()

    def test_without_a_script_there_is_a_link(self, traveller):
        soup = page_of(traveller, SCHEDULE)
        assert soup.select_one("[data-journey]").has_attr("hidden")
        assert soup.find("a", string="I am travelling")["href"] == PAGE


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (90, "1 hour 30 minutes"),
        (540, "9 hours"),
    ],
)
def test_hours_as_people_say_them(minutes, expected):
    assert hours_text(timedelta(minutes=minutes)) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, "now"),
        (119, "in 1 hour 59 minutes"),
        (120, "in 2 hours"),
        (149, "in 2 hours"),
        (151, "in 3 hours"),
    ],
)
def test_the_way_to_a_dose_is_exact_while_it_is_short(minutes, expected):
    assert until_text(NOW + timedelta(minutes=minutes), NOW) == expected


def test_a_move_that_moved_nothing_is_not_told():
    assert move_words(None) is None
    assert move_words(Journey(moved=0, to_zone=LONDON)) is None


def test_a_move_without_a_dose_to_come_tells_no_gap():
    words = move_words(Journey(moved=1, left_out=1, gap_minutes=None, to_zone=LONDON))
    assert "to the next dose" not in words.text
    assert words.title.endswith("London")
