"""A library, and people who may write in it."""

import pytest

from content.services import editor_permissions_grant
from tests.factories.content import library, writer_of
from tests.support.kept import kept


@kept
def shelf():
    """The library's front page, published and empty."""
    return library()


@kept
def granted(shelf):
    """The same, with each role's rights granted."""
    editor_permissions_grant(library=shelf)
    return shelf


@pytest.fixture
def writer(granted, client_of):
    """`writer("editor")`: a browser with a signed-in person whose group follows the role."""
    return lambda role: client_of(writer_of(role))
