"""Filters show their counts; an empty list says why and where to go."""

import pytest

from monitoring.clinic.choices import Show
from monitoring.clinic.forms import NoteForm, StretchForm, WorklistForm
from monitoring.clinic.presenters.filters import empty_state, filters


def test_every_filter_has_its_count_and_one_is_active():
    found = filters({show: place for place, show in enumerate(Show)}, Show.HELD)
    assert [each.count for each in found] == list(range(len(Show)))
    assert [each.label for each in found if each.is_active] == ["On hold"]
    assert found[0].href == "/clinic/?show=needs"


@pytest.mark.parametrize(
    ("show", "name", "title"),
    [
        (Show.NEEDS, "", "Nobody is waiting"),
        (Show.ALL, "", "No patients yet"),
        (Show.HELD, "", "Nobody here"),
        (Show.ALL, "zz", "No patient by that name"),
    ],
)
def test_an_empty_list_says_why(show, name, title):
    found = empty_state(show, name)
    assert found.title == title
    assert found.href
    assert found.label


@pytest.mark.parametrize(
    ("query", "show", "name"),
    [
        pytest.param({}, Show.NEEDS, "", id="nothing asked"),
        pytest.param({"show": "held"}, Show.HELD, "", id="a filter"),
        pytest.param({"show": "<b>"}, Show.NEEDS, "", id="no such filter"),
        pytest.param({"q": "  mar "}, Show.ALL, "mar", id="a name is looked for among all"),
        pytest.param({"q": "mar", "show": "held"}, Show.HELD, "mar", id="a name within a filter"),
        pytest.param({"q": "m" * 81}, Show.NEEDS, "", id="an absurd name"),
        pytest.param({"patient": "drop table"}, Show.NEEDS, "", id="not a patient"),
    ],
)
def test_what_was_asked(query, show, name):
    asked = WorklistForm(query).asked()
    assert (asked.show, asked.name, asked.patient_id) == (show, name, None)


@pytest.mark.parametrize(
    ("query", "days"), [({}, 14), ({"days": "91"}, 91), ({"days": "9999"}, 14), ({"days": "x"}, 14)]
)
def test_how_far_back_the_chart_looks(query, days):
    assert StretchForm(query).asked_days() == days


@pytest.mark.parametrize("note", ["", "   ", "x" * 1001])
def test_a_note_is_a_few_words(note):
    form = NoteForm({"note": note})
    assert not form.is_valid()
    assert "note" in form.errors
