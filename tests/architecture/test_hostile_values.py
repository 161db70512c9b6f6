"""Whatever a browser sends, every page of ours answers: at the field, or 404, never a crash."""

from itertools import cycle

import pytest
from django.db import transaction

from ketaclinic.accounts.choices import Role
from tests.support.session import IS_FULL
from tests.support.site import Site, addresses, fields_of

pytestmark = [pytest.mark.slow, pytest.mark.one_engine]
SENT = [
    "9" * 400,  # huge
    str(2**63),  # past a column
    "a\x00b",  # a null byte
    "٢٥",  # other digits
    "-1",  # negative
    "NaN",  # no number
    "Infinity",  # endless
    "1e999999",  # an exponent
    "0.0000000000000001",  # a tiny part
    "x" * 20_000,  # long
    "<script>'\"%s%(x)s{{ 7 }}",  # markup
    "9999-12-31",  # the last day
    "0001-01-01",  # the first day
    "",  # nothing
    ["1", "2", "\x00"],  # a list
]
FIELDS_A_PAGE = 4
# 405: the page takes no POST. 422: the form again, with what is wrong.
ANSWERS = {200, 302, 400, 404, 405, 422}
# For what is posted to but has no page of its own.
BARE = {"note": "Seen.", "reason": "Needed.", "revision": "1", "version": "1", "answer": "move"}


@pytest.fixture
def site(db):
    return Site()


def ordinary(client, path):
    """What the page's forms would send as they stand."""
    page = client.get(path)
    is_page = page.status_code == 200 and "html" in page.get("Content-Type", "")
    return (dict(fields_of(page.content.decode())) if is_page else {}) or BARE


def posts(typed, turn):
    """One field at a time, because a form that is refused reaches no service; and all at once.
    A full run gives every field every value; an ordinary one goes on through the list of values
    and takes a few fields of each page, spread over its forms."""
    few = list(typed)[:: max(1, len(typed) // FIELDS_A_PAGE)]
    for name in typed if IS_FULL else few:
        for value in SENT if IS_FULL else [next(turn)]:
            yield typed | {name: value}
    for value in SENT if IS_FULL else [next(turn)]:
        yield dict.fromkeys(typed, value)


def fault(client, path, data):
    """What went wrong, or nothing; whatever was written is taken back."""
    try:
        with transaction.atomic():
            status = client.post(path, data).status_code
            transaction.set_rollback(True)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "" if status in ANSWERS else str(status)


@pytest.mark.parametrize("role", [Role.PATIENT, Role.MEDICAL_DIRECTOR, Role.MANAGER])
def test_no_value_crashes_a_page(site, client_of, role):
    client = client_of(site.patient.user if role == Role.PATIENT else role)
    turn, faults = cycle(SENT), []
    for path in addresses(site, role):
        if client.post(path).status_code == 405:
            continue
        for data in posts(ordinary(client, path), turn):
            found = fault(client, path, data)
            faults += [f"{path} {data}: {found}"[:500]] if found else []
    assert faults == []
