"""Renders a component the way a page does, and reads the answer as a tree."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory


def page(path: str = "/") -> HttpRequest:
    return RequestFactory().get(path)


def component(name: str, request: HttpRequest | None = None, /, **values: Any) -> BeautifulSoup:
    """Include one component with exactly these values and nothing else, as pages do."""
    pairs = " ".join(f"{key}={key}" for key in values)
    source = f"{{% include 'components/{name}.html' with {pairs} only %}}"
    if not values:
        source = f"{{% include 'components/{name}.html' only %}}"
    markup = engines["django"].from_string(source).render(values, request or page())
    return BeautifulSoup(markup, "html.parser")


def one(tree: BeautifulSoup | Tag, selector: str) -> Tag:
    """The only element that fits."""
    found = tree.select(selector)
    assert len(found) == 1, f"{len(found)} of {selector} in {tree}"
    return found[0]


def words(tree: BeautifulSoup | Tag) -> str:
    return " ".join(tree.get_text(" ").split())
