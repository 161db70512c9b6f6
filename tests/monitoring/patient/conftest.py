"""One patient at home, at the moment at which the clock stands still, and their browser."""

from contextlib import contextmanager

import pytest
import time_machine

from tests.factories.monitoring import home_patient, open_slot
from tests.support.kept import kept

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@kept
def plan():
    return home_patient()[1]


@kept
def slot(plan):
    return open_slot(plan)


@pytest.fixture
def own(client_of, plan):
    """A browser in which the patient is signed in."""
    return client_of(plan.patient.user)


@pytest.fixture
def own_at(own):
    """`with own_at(moment):` it is another moment, and the patient has signed in again."""

    @contextmanager
    def at(moment):
        with time_machine.travel(moment, tick=False):
            own.logout()
            own.force_login(own.user, backend=BACKEND)
            yield own

    return at
