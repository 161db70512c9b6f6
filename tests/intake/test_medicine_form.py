"""The form that adds a medicine: an exact name is taken, a near one is asked, none is kept."""

import pytest

from intake.forms import MedicineAddForm, MedicineStopForm
from intake.presenters.medicines import list_words
from intake.selectors.medicine_names import medicine_find
from tests.factories.dosing import TODAY


def form(**data):
    return MedicineAddForm({"name": "", "dose": ""} | data, find=medicine_find)


def test_an_exact_name_is_taken_with_its_entry():
    one = form(name="Neurontin 300 mg", dose="twice a day")
    assert one.is_valid()
    assert one.line() == {
        "name": "Neurontin 300 mg",
        "dose": "twice a day",
        "entry_key": "gabapentin",
    }


def test_a_near_name_is_asked_and_nothing_is_chosen_for_anybody():
    one = form(name="gabapentn")
    assert list(one.errors) == ["entry"]
    keys = [key for key, _label in one.fields["entry"].choices]
    assert keys == ["gabapentin", "gabapentin-enacarbil", "as-typed"] or keys[0] == "gabapentin"
    assert one["entry"].value() is None


@pytest.mark.parametrize(("entry", "entry_key"), [("gabapentin", "gabapentin"), ("as-typed", "")])
def test_the_answer_decides(entry, entry_key):
    one = form(name="gabapentn", entry=entry)
    assert one.is_valid()
    assert one.line()["entry_key"] == entry_key


def test_a_name_that_was_not_offered_is_refused():
    one = form(name="gabapentn", entry="morphine")
    assert list(one.errors) == ["entry"]


def test_another_name_is_asked_anew():
    """What was chosen for a name does not stick to the next one that is typed."""
    assert not form(name="morphin", entry="gabapentin").is_valid()
    exact = form(name="morphine", entry="gabapentin")
    assert exact.is_valid()
    assert exact.line()["entry_key"] == "morphine"


def test_an_unknown_name_is_kept_without_a_question():
    one = form(name="metformin")
    assert one.is_valid()
    assert one.line()["entry_key"] == ""


@pytest.mark.parametrize(
    "name", ["", "   ", "x" * 5000, "x" * 201], ids=["empty", "blank", "5,000 letters", "201"]
)
def test_a_name_that_cannot_be_right(name):
    assert list(form(name=name).errors) == ["name"]


@pytest.mark.parametrize("name", ["😀", "دواء", "<b>bold</b>", "O’Neill’s tonic", "李小龍"])
def test_any_writing_is_a_name(name):
    one = form(name=name)
    assert one.is_valid()
    assert one.line()["name"] == name


@pytest.mark.parametrize("day", ["", "yesterday", "2026-13-01"])
def test_an_end_is_a_day(day):
    assert list(MedicineStopForm({"stopped_on": day}, today=TODAY).errors) == ["stopped_on"]


def test_a_frozen_list_reads_in_one_line():
    rows = [{"name": "gabapentn", "dose": "300 mg", "taken_as": "gabapentin"}, "Vitamin D"]
    assert list_words(rows) == "gabapentn (gabapentin), 300 mg; Vitamin D"
    assert list_words([]) == "none"
