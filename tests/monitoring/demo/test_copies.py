"""How a copy gets its own ids, and in which order its rows are written."""

from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from dosing.models import DoseLog
from intake.models import Patient
from monitoring.checkins.models import PressureCheck
from monitoring.demo.copies import Copier, _levels, renewed_id

KNOWN = UUID(int=7)


@pytest.fixture
def copier():
    """A copier that has read one id and no rows."""
    made = Copier.__new__(Copier)
    made.known = {str(KNOWN)}
    return made


def test_the_same_row_of_the_same_copy_has_the_same_id():
    assert renewed_id(KNOWN, 3) == renewed_id(KNOWN, 3)
    assert len({renewed_id(KNOWN, number) for number in range(50)} | {KNOWN}) == 51


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(f"check:{KNOWN}", f"check:{renewed_id(KNOWN, 3)}", id="a fact's key"),
        pytest.param([{"id": str(KNOWN)}], [{"id": str(renewed_id(KNOWN, 3))}], id="inside JSON"),
        pytest.param("since:2026-03-02", "since:2026-03-02", id="no id"),
        pytest.param(7, 7, id="a number"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_written_down_ids_follow_their_rows(copier, value, expected):
    assert copier._renewed_text(value, 3) == expected


def test_an_id_of_somebody_elses_row_stays(copier):
    stranger = f"policy:{uuid4()}"
    assert copier._renewed_text(stranger, 3) == stranger


def test_an_email_address_gets_its_number(copier):
    field = SimpleNamespace(name="email")
    assert copier._value(field, "amara.obi@demo.test", 3) == "amara.obi.3@demo.test"


def test_a_correction_is_written_after_what_it_corrects():
    first, second, third = DoseLog(pk=1), DoseLog(pk=2, corrects_id=1), DoseLog(pk=3, corrects_id=2)
    other = DoseLog(pk=4)
    assert _levels(DoseLog, [first, second, third, other]) == [[first, other], [second], [third]]


def test_a_repeat_is_written_after_its_first_check():
    first, repeat = PressureCheck(pk=1), PressureCheck(pk=2, repeats_id=1)
    assert _levels(PressureCheck, [first, repeat]) == [[first], [repeat]]


def test_rows_without_links_are_written_at_once():
    rows = [Patient(pk=number) for number in (1, 2)]
    assert _levels(Patient, rows) == [rows]
