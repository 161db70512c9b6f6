"""The gallery shows every component; it has no address in production."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.test import Client, signals
from django.urls import reverse

from ketaclinic.look.gallery import icon_names
from tests.look.stylesheets import ROOT

pytestmark = pytest.mark.django_db
COMPONENTS = sorted(path.name for path in (ROOT / "templates" / "components").glob("*.html"))


@pytest.fixture
def shown() -> Iterator[set[str]]:
    """The names of the templates that are rendered during the test."""
    names: set[str] = set()

    def note(template, **_keywords):
        names.add(template.name or "")

    signals.template_rendered.connect(note)
    yield names
    signals.template_rendered.disconnect(note)


@pytest.fixture
def answer(shown):
    return Client().get(reverse("styleguide"))


def test_every_component_is_shown(answer, shown):
    assert {f"components/{name}" for name in COMPONENTS} <= shown


def test_both_themes_are_shown(answer):
    for theme in ("light", "dark"):
        assert f'data-bs-theme="{theme}"' in answer.content.decode()


def test_no_id_stands_twice(answer):
    tree = BeautifulSoup(answer.content, "html.parser")
    names = [tag["id"] for tag in tree.find_all(id=True)]
    assert sorted(names) == sorted(set(names))


def test_every_symbol_is_shown(answer):
    assert len(icon_names()) > 30
    for name in icon_names():
        assert f"#{name}" in answer.content.decode()


def test_production_has_no_gallery(settings):
    settings.MODE = "production"
    settings.DEBUG = False
    assert Client().get(reverse("styleguide")).status_code == 404
