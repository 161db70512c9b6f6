"""Display values of dosing: amounts, times, findings, what changed between two versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dosing.choices import AfterHold, Enantiomer, Formulation, Place, PlanMode, Route
from dosing.rules import LimitFinding, Terms, mg_text, ml_text, racemic_ug, volume_ul
from dosing.rules.terms import read_time
from dosing.selectors import clock_text
from dosing.selectors.words import units_text


def finding_sentence(finding: LimitFinding) -> str:
    """A finding of the rules in the reader's language."""
    return finding.text(_)


def amount_text(terms: Terms, amount_ug: int | None = None) -> str:
    """An amount as the patient measures it: "25 mg (1 capsule)", "25 mg (2.5 mL)"."""
    amount = terms.dose_ug if amount_ug is None else amount_ug
    if terms.is_solution and terms.concentration_ug_per_ml:
        measured = ml_text(volume_ul(amount, terms.concentration_ug_per_ml))
    elif terms.strength_ug:
        measured = units_text(terms.formulation, Fraction(amount, terms.strength_ug))
    else:
        return mg_text(amount)
    return f"{mg_text(amount)} ({measured})"


def strength_text(terms: Terms) -> str:
    """ "25 mg capsule" or "10 mg per mL liquid"."""
    form = str(Formulation(terms.formulation).label).lower()
    if terms.is_solution and terms.concentration_ug_per_ml:
        amount = mg_text(terms.concentration_ug_per_ml)
        return _("%(amount)s in each mL, %(form)s") % {"amount": amount, "form": form}
    amount = mg_text(terms.strength_ug or 0)
    return _("%(amount)s %(form)s") % {"amount": amount, "form": form}


def times_text(terms: Terms) -> str:
    """ "8 am, 2 pm, 8 pm"."""
    clocks = sorted(map(read_time, terms.times_of_day))
    return ", ".join(clock_text(clock) for clock in clocks)


def days_text(terms: Terms) -> str:
    """ "every day", "every 3 days", "on Monday and Thursday"."""
    if terms.weekdays:
        names = [str(WEEKDAYS[number - 1]) for number in sorted(terms.weekdays)]
        return _("on %(days)s") % {"days": get_text_list(names, _("and"))}
    if terms.every_days == 1:
        return _("every day")
    return _("every %(days)s days") % {"days": terms.every_days}


def plan_line(terms: Terms) -> str:
    """The plan in one line: "25 mg (1 capsule), every day at 8 am, 2 pm"."""
    return _("%(amount)s, %(days)s at %(times)s") % {
        "amount": amount_text(terms),
        "days": days_text(terms),
        "times": times_text(terms),
    }


def how_text(terms: Terms) -> str:
    """ "Swallow", or how long it is held under the tongue and what becomes of the rest."""
    way = str(Route(terms.route).label)
    if terms.hold_minutes is None:
        return way
    held = ngettext(
        "%(way)s for %(n)d minute. %(rest)s.",
        "%(way)s for %(n)d minutes. %(rest)s.",
        terms.hold_minutes,
    )
    rest = str(AfterHold(terms.after_hold).label)
    return held % {"way": way, "n": terms.hold_minutes, "rest": rest}


def racemic_text(terms: Terms) -> str:
    """For S-ketamine: the racemic-equivalent amount that the limits judge; else empty."""
    if terms.enantiomer == Enantiomer.RACEMIC:
        return ""
    equal = mg_text(racemic_ug(terms.dose_ug, terms.enantiomer))
    return _("Counts as %(amount)s racemic.") % {"amount": equal}


def plan_items(terms: Terms) -> list[tuple[str, str]]:
    """The plan for a definition list, in plain words."""
    items = [
        (_("Dose"), amount_text(terms)),
        (_("When"), f"{days_text(terms)}, {times_text(terms)}"),
        (_("How"), how_text(terms)),
        (_("Medicine"), strength_text(terms)),
        (_("Where"), str(Place(terms.place).label)),
        (_("In one day"), mg_text(terms.daily_ug)),
        (_("First day"), date_format(terms.starts_on, "DATE_FORMAT") if terms.starts_on else ""),
        (_("Last day"), date_format(terms.ends_on, "DATE_FORMAT") if terms.ends_on else ""),
    ]
    return [(term, value) for term, value in items if value]


@dataclass(frozen=True)
class Change:
    """One thing that differs between two versions."""

    label: str
    before: str
    after: str


def plan_changes(terms: Terms, earlier: Terms | None) -> list[Change]:
    """What a version changed, in the words that the patient reads; empty for a first version."""
    if earlier is None:
        return []
    return [change for change in _compared(terms, earlier) if change.before != change.after]


def _compared(terms: Terms, earlier: Terms) -> Iterator[Change]:
    yield Change(_("Dose"), amount_text(earlier), amount_text(terms))
    yield Change(_("Times"), times_text(earlier), times_text(terms))
    yield Change(_("Days"), days_text(earlier), days_text(terms))
    yield Change(_("Medicine"), strength_text(earlier), strength_text(terms))
    yield Change(_("How"), how_text(earlier), how_text(terms))
    yield Change(_("Kind"), _label(PlanMode, earlier.mode), _label(PlanMode, terms.mode))
    yield Change(_("Where"), _label(Place, earlier.place), _label(Place, terms.place))
    kind = _label(Enantiomer, earlier.enantiomer), _label(Enantiomer, terms.enantiomer)
    yield Change(_("Form"), *kind)


def _label(choices: type, value: str) -> str:
    return str(choices(value).label)
