"""The worklist's filters with their counts, and what an empty list says."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from monitoring.clinic.choices import Show


@dataclass(frozen=True)
class Filter:
    """One filter: a link with a count."""

    label: str
    count: int
    href: str
    is_active: bool


@dataclass(frozen=True)
class Empty:
    """What stands where there are no rows."""

    title: str
    text: str
    icon: str
    href: str
    label: str


def filters(counts: Mapping[str, int], show: str) -> list[Filter]:
    """All filters; the one in use is marked."""
    return [Filter(str(each.label), counts[each], show_url(each), each == show) for each in Show]


def show_url(show: str) -> str:
    """The worklist under one filter."""
    return f"{reverse('clinic:worklist')}?{urlencode({'show': show})}"


def empty_state(show: str, name: str) -> Empty:
    """Why there are no rows, and where to go from there."""
    everyone = (show_url(Show.ALL), _("Show all patients"))
    if name:
        return Empty(_("No patient by that name"), _("Check the spelling."), "search", *everyone)
    if show == Show.NEEDS:
        text = _("Every alert is resolved and no dose is on hold.")
        return Empty(_("Nobody is waiting"), text, "check", *everyone)
    if show == Show.ALL:
        text = _("A patient stands here once an application is approved.")
        return Empty(
            _("No patients yet"), text, "person", reverse("intake:queue"), _("Applications")
        )
    return Empty(_("Nobody here"), _("No patient matches this filter."), "check", *everyone)
