"""Empty catalogues are not asked, and what a filled one says still counts."""

from gettext import c2py
from types import SimpleNamespace

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext, trans_real

from ketaclinic.look.catalogues import drop_empty

HEADER = {"": "Project-Id-Version: a library"}
PLURAL = c2py("n != 1")


def catalog(*catalogs):
    return SimpleNamespace(_catalogs=list(catalogs), _plurals=[PLURAL] * len(catalogs))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param([HEADER, HEADER], [HEADER], id="one stays where all are empty"),
        pytest.param([HEADER, {"Go": "Los"}], [{"Go": "Los"}], id="a filled one is enough"),
        pytest.param(
            [{"Go": "Los"}, {"": "", "Go": "Ab"}], None, id="filled ones keep their order"
        ),
    ],
)
def test_only_catalogues_with_messages_are_kept(given, kept):
    found = catalog(*given)
    drop_empty(found)
    assert found._catalogs == (given if kept is None else kept)
    assert len(found._plurals) == len(found._catalogs)


def test_english_asks_one_catalogue():
    assert len(trans_real.translation("en-us")._catalog._catalogs) == 1


def test_a_language_that_is_not_ours_is_left_as_it_is():
    with translation.override("de"):
        assert gettext("Monday") == "Montag"
        assert ngettext("%(num)d hour", "%(num)d hours", 2) == "%(num)d Stunden"


def test_english_counts_as_before():
    with translation.override("en-us"):
        words = [ngettext("%(n)d day", "%(n)d days", n) % {"n": n} for n in (0, 1, 2)]
    assert words == ["0 days", "1 day", "2 days"]
