"""A clinic as the shells and the emergency panel read one."""

from types import SimpleNamespace

import pytest

from tests.factories.accounts import user_of


@pytest.fixture
def clinic() -> SimpleNamespace:
    return SimpleNamespace(
        name="Harbor Pain Clinic", phone="555-0100", after_hours_phone="555-0199"
    )


@pytest.fixture
def user_of_role(db):
    return user_of
