"""An error page is a real page: what happened, a way back, and the emergency words."""

import pytest
from bs4 import BeautifulSoup
from django.template import loader
from django.test import Client, RequestFactory
from django.urls import reverse

from ketaclinic.views import csrf_failure
from tests.look.rendering import one, words

PAGES = ["404.html", "403.html", "403_csrf.html"]


def tree_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_an_error_page_has_a_heading_a_way_back_and_help(name):
    tree = BeautifulSoup(
        loader.render_to_string(name, request=RequestFactory().get("/")), "html.parser"
    )
    assert words(one(tree, "h1"))
    assert one(tree, "main a.button")["href"]
    assert {"tel:911", "tel:988"} <= {link["href"] for link in tree.select("a[href^=tel]")}


def test_the_500_page_stands_without_a_request_or_a_database():
    tree = BeautifulSoup(loader.render_to_string("500.html"), "html.parser")
    assert words(one(tree, "h1")) == "Something went wrong on our side"
    assert one(tree, "main a.button")["href"] == "/"
    assert {"tel:911", "tel:988"} <= {link["href"] for link in tree.select("a[href^=tel]")}


def test_an_unknown_address_is_our_404(client_of):
    response = client_of("patient").get("/no-such-page/")
    assert response.status_code == 404
    assert words(one(tree_of(response), "h1")) == "We could not find that page"


@pytest.mark.django_db
def test_a_form_without_its_token_is_our_403():
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x"})
    assert response.status_code == 403
    assert words(one(tree_of(response), "h1")) == "Please send that again"


@pytest.mark.django_db
def test_the_token_page_does_not_show_its_inner_reason():
    request = RequestFactory().post("/")
    assert b"CSRF cookie" not in csrf_failure(request, reason="CSRF cookie not set.").content
