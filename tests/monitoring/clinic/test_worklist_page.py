"""The worklist: the worst first, filters, search, and the same cost at any size."""

import pytest
from django.urls import reverse

from ketaclinic.audit.models import AuditEvent
from monitoring.alerts.services import alert_acknowledge, refresh_patient
from tests.factories.monitoring import good_answers, home_patient

URL = "/clinic/"


def names(response):
    return [row.name for row in response.context["rows"]]


@pytest.fixture
def emergency(checked):
    answers = good_answers(predose_chest=True)
    return checked(first_name="Nadia", last_name="Haddad", answers=answers)


def test_the_worst_comes_first_and_the_calm_are_left_out(client_of, worried, emergency, calm):
    response = client_of("nurse").get(URL)
    assert names(response) == ["Nadia Haddad", "Rosa Marin"]
    assert [row.tag_word for row in response.context["rows"]] == ["Emergency", "Same day"]


def test_what_somebody_has_seen_stands_after_what_nobody_has(client_of, checked, clock):
    first = checked("168/104", "166/102", last_name="First")
    checked("168/104", "166/102", last_name="Second")
    client = client_of("nurse")
    alert_acknowledge(alert=first.alerts.get(), by=client.user, now=clock)
    assert names(client.get(URL)) == ["Rosa Second", "Rosa First"]


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("needs", ["Nadia Haddad", "Rosa Marin"]),
        ("emergency", ["Nadia Haddad"]),
        ("same_day", ["Rosa Marin"]),
        ("routine", []),
        ("unseen", ["Nadia Haddad", "Rosa Marin"]),
        ("held", ["Nadia Haddad", "Rosa Marin"]),
        ("all", ["Nadia Haddad", "Rosa Marin", "Carla Mendes"]),
        ("nonsense", ["Nadia Haddad", "Rosa Marin"]),
    ],
)
def test_filters(client_of, worried, emergency, calm, show, found):
    response = client_of("nurse").get(URL, {"show": show})
    assert names(response) == found


def test_each_filter_shows_its_count(client_of, worried, emergency, calm):
    counts = [each.count for each in client_of("nurse").get(URL).context["filters"]]
    assert counts == [2, 1, 1, 0, 2, 2, 3]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("carla", ["Carla Mendes"]),
        ("mendes carla", ["Carla Mendes"]),
        ("zz", []),
        ("' OR 1=1 --", []),
        ("<script>", []),
    ],
)
def test_search_by_name_looks_among_all_patients(client_of, worried, calm, name, found):
    response = client_of("nurse").get(URL, {"q": name})
    assert names(response) == found
    assert "<script>" not in response.content.decode().split("<h1>")[1].split("</main>")[0]


def test_an_empty_list_says_so(client_of, calm):
    response = client_of("nurse").get(URL)
    assert "Nobody is waiting" in response.content.decode()
    assert AuditEvent.objects.filter(verb="read.clinic.worklist").count() == 0


def test_the_first_row_is_chosen_until_another_is_asked_for(client_of, worried, calm):
    client = client_of("nurse")
    usual = client.get(URL)
    # Its panel comes after the list is shown; without a script a link leads to it.
    assert usual.context["chosen_id"] == worried.public_id
    assert reverse("clinic:panel", args=[worried.public_id]) in usual.content.decode()
    chosen = client.get(URL, {"patient": worried.public_id})
    assert chosen.context["panel"].identity.name == "Rosa Marin"
    asked = client.get(URL, {"patient": calm.public_id, "show": "needs"})
    assert asked.context["panel"].identity.name == "Carla Mendes"
    assert "No alert is open and no dose is on hold." in asked.content.decode()


def test_an_unknown_patient_is_404(client_of, worried):
    unknown = "00000000-0000-0000-0000-000000000007"
    assert client_of("nurse").get(URL, {"patient": unknown}).status_code == 404


def test_pages_keep_the_filter(client_of, calm, clock, settings):
    for number in range(25):
        refresh_patient(home_patient(first_name=f"P{number}")[0], now=clock)
    response = client_of("nurse").get(URL, {"show": "all", "page": "2"})
    assert len(response.context["rows"]) == 1
    assert "show=all" in response.context["rows"][0].links.look
    assert "page=2" in response.context["rows"][0].links.look


def test_one_event_names_every_patient_that_the_list_revealed(client_of, worried, emergency, calm):
    client = client_of("nurse")
    client.get(URL)
    event = AuditEvent.objects.get(verb="read.clinic.worklist")
    assert event.actor == client.user
    assert set(event.patient_ids) == {str(worried.public_id), str(emergency.public_id)}


def test_a_chosen_patient_is_named_in_the_event_too(client_of, worried, calm):
    client_of("nurse").get(URL, {"patient": calm.public_id})
    event = AuditEvent.objects.get(verb="read.clinic.worklist")
    assert set(event.patient_ids) == {str(worried.public_id), str(calm.public_id)}


@pytest.mark.parametrize("others", [0, 30])
def test_the_page_costs_at_most_15_queries_at_any_size(
    client_of, worried, clock, others, django_assert_max_num_queries
):
    for _ in range(others):
        refresh_patient(home_patient()[0], now=clock)
    client = client_of("nurse")
    client.get(URL)  # the first page after signing in also writes the session
    with django_assert_max_num_queries(15):
        client.get(URL, {"show": "all"})


@pytest.mark.parametrize("role", ["nurse", "prescriber", "medical_director"])
def test_clinical_staff_see_the_list(client_of, worried, role):
    assert client_of(role).get(URL).status_code == 200


@pytest.mark.parametrize("role", ["patient", "editor", "manager"])
@pytest.mark.parametrize("name", ["worklist", "panel"])
def test_others_learn_nothing(client_of, worried, role, name):
    args = [worried.public_id] if name == "panel" else []
    assert client_of(role).get(reverse(f"clinic:{name}", args=args)).status_code == 404


def test_a_stranger_signs_in_first(client, db):
    assert client.get(URL).url.startswith("/accounts/login/")


def test_the_list_is_only_read(client_of, db):
    assert client_of("nurse").post(URL).status_code == 405


def test_the_panel_comes_alone_to_an_open_page_and_is_audited(client_of, worried):
    client = client_of("nurse")
    url = reverse("clinic:panel", args=[worried.public_id])
    response = client.get(url, {"next": "/clinic/?show=held"}, headers={"hx-request": "true"})
    text = response.content.decode()
    assert "<html" not in text
    assert "Rosa Marin" in text
    assert "next=%2Fclinic%2F%3Fshow%3Dheld" in text
    event = AuditEvent.objects.get(verb="read.clinic.panel")
    assert event.patient_ids == [str(worried.public_id)]


def test_the_panel_opened_by_itself_leads_to_the_chart(client_of, worried):
    response = client_of("nurse").get(reverse("clinic:panel", args=[worried.public_id]))
    assert response.url == reverse("clinic:chart", args=[worried.public_id])
