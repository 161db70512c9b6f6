"""Landing, sign-in and its neighbours: ours in look and words, and the demo only in the demo."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from ketaclinic.accounts.demo import DEMO_PEOPLE
from tests.look.rendering import one, words

pytestmark = pytest.mark.django_db
PAGES = [
    "landing",
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_email_verification_sent",
]


def tree_at(view: str, client: Client | None = None) -> BeautifulSoup:
    response = (client or Client()).get(reverse(view))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("view", PAGES)
def test_a_page_has_one_heading_and_our_shell(view):
    tree = tree_at(view)
    assert words(one(tree, "h1"))
    assert "shell-public" in tree.html["class"]


@pytest.mark.parametrize("view", ["account_login", "account_signup", "account_reset_password"])
def test_an_empty_answer_is_refused_in_the_summary_and_at_the_field(view):
    response = Client().post(reverse(view), {})
    tree = BeautifulSoup(response.content, "html.parser")
    links = tree.select(".error-summary a")
    assert links
    for link in links:
        control = one(tree, f"[id='{link['href'][1:]}']")
        assert control["aria-invalid"] == "true"


def test_the_landing_page_is_honest_before_it_is_inviting():
    said = words(one(tree_at("landing"), "main"))
    for part in ("not approved by the FDA", "off-label", "evidence", "around the clock", "911"):
        assert part in said


def test_the_landing_page_leads_to_the_application_and_to_sign_in():
    links = [link["href"] for link in tree_at("landing").select("main .button")]
    assert links == [reverse("intake:check"), reverse("account_login")]


def test_sign_in_offers_no_demo_people_outside_the_demo():
    assert not tree_at("account_login").select(".people")


def test_sign_in_offers_one_guarded_press_for_each_person_of_the_demo(settings):
    settings.DEMO_MODE = True
    forms = tree_at("account_login").select(".people form")
    assert [form["action"] for form in forms] == [
        reverse("accounts:demo_sign_in", args=[person.role]) for person in DEMO_PEOPLE
    ]
    assert all(one(form, "[name=csrfmiddlewaretoken]")["value"] for form in forms)


def test_the_way_to_a_new_password_comes_after_the_password():
    field = one(tree_at("account_login"), "#div_id_password")
    order = [tag.name for tag in field.find_all(["input", "a"])]
    assert order == ["input", "a"]


@pytest.mark.parametrize("view", ["account_logout", "mfa_index", "account_change_password"])
def test_the_pages_of_one_s_account_are_in_our_look(client_of, view):
    tree = tree_at(view, client_of("nurse"))
    assert words(one(tree, "h1"))
    assert one(tree, ".entrance")
