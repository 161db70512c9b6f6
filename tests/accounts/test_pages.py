"""The pages that belong to no app: landing, the way home, media, the gallery."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from ketaclinic.accounts.choices import HOME_URLS, Role
from tests.factories.intake import PatientFactory

pytestmark = pytest.mark.django_db


def test_a_stranger_sees_what_the_program_is(client):
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("role", sorted(Role))
def test_each_role_starts_on_its_own_page(client_of, role):
    client = client_of(role)
    assert client.get("/").url == reverse("home_for_role")
    assert client.get("/home/").url == reverse(HOME_URLS[role])


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    for name in ("images/leaf.png", "exports/patient.pdf"):
        file = settings.MEDIA_ROOT / name
        file.parent.mkdir(parents=True)
        file.write_bytes(b"content")
    (tmp_path / "secret.txt").write_text("secret")
    return settings.MEDIA_ROOT


def test_an_image_of_an_article_is_public_and_runs_nothing(client, media):
    response = client.get("/media/images/leaf.png")
    assert b"".join(response.streaming_content) == b"content"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    "path",
    [
        "images/",
        "exports/patient.pdf",
        "images/../exports/patient.pdf",
        "images/../../secret.txt",
        "images/no",
        "images/a%00b",
    ],
)
def test_no_other_file_has_an_address(client, media, path):
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize("role", ["patient", "nurse", "manager"])
def test_not_even_for_staff(client_of, media, role):
    assert client_of(role).get("/media/exports/patient.pdf").status_code == 404


def test_the_gallery_is_closed_in_production(client, settings):
    assert client.get("/styleguide/").status_code == 200
    settings.MODE = "production"
    assert client.get("/styleguide/").status_code == 404


def test_a_lost_form_token_has_a_page_with_a_way_back():
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {})
    assert response.status_code == 403
    assert b'href="' in response.content


def test_an_unknown_address_has_a_page_with_a_way_back(client):
    response = client.get("/health/none/")
    assert response.status_code in (302, 404)


def test_the_admins_sign_in_pages_lead_to_the_one(client):
    for path in ("/admin/login/", "/django-admin/login/", "/learn/_util/login/"):
        assert client.get(path + "?next=/x/").url == "/accounts/login/?next=/x/"


@pytest.mark.parametrize("role", sorted(Role))
def test_the_navigation_leads_only_where_the_role_may_go(client_of, role):
    client = client_of(PatientFactory(active=True).user if role == Role.PATIENT else role)
    page = BeautifulSoup(client.get("/accounts/me/").content, "html.parser")
    links = {link["href"] for link in page.select("nav a[href^='/']")} - {"/admin/"}
    answers = {href: client.get(href, follow=True).status_code for href in links}
    assert links or role == Role.EDITOR
    assert set(answers.values()) <= {200}, answers


@pytest.mark.parametrize("path", ["/admin/", "/django-admin/"])
@pytest.mark.parametrize("role", ["patient", "nurse"])
def test_an_admin_is_not_there_for_whoever_may_not_enter(client_of, role, path):
    assert client_of(role).get(path, follow=True).status_code == 404
