"""What follows from what the patient told of their supply, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dosing.choices import SupplyKind
from dosing.models import SupplyEntry
from dosing.rules.supply import Variance
from dosing.selectors.words import balance_text, quantity_text


@dataclass(frozen=True)
class Told:
    """What the page says after a report; `is_urgent` puts whom to call first."""

    title: str
    sentences: tuple[str, ...]
    kind: str
    is_urgent: bool = False


def told_page(entry: SupplyEntry) -> Told:
    """What happens next, by what was told."""
    kind = SupplyKind(entry.kind)
    if kind is SupplyKind.CHILD:
        return Told(_("Call Poison Control now"), _waiting(), "stop", is_urgent=True)
    if kind in (SupplyKind.LOST, SupplyKind.SHARED):
        return Told(_("Thank you for telling us"), _waiting(), "stop")
    return Told(_("Thank you. It is recorded."), _goes_on(kind), "go")


def _waiting() -> tuple[str, ...]:
    return (
        _("Take no more of it until the clinic has called you."),
        _("The clinic calls you today. If you do not hear from us, call the clinic."),
        _("Lock away what is left."),
    )


def _goes_on(kind: SupplyKind) -> tuple[str, ...]:
    sentences = {
        SupplyKind.WASTED: _("Do not take what is spoilt. Your other doses go on as planned."),
        SupplyKind.RETURNED: _("Your doses go on as planned."),
    }
    return (sentences.get(kind, _("Your doses go on as planned.")),)


def count_words(variances: Iterable[Variance], keys: Iterable[str]) -> list[tuple[bool, str]]:
    """For each count just made: whether it agrees, and the sentence that says so."""
    wanted = set(keys)
    return [_count(each) for each in variances if each.key in wanted]


def _count(variance: Variance) -> tuple[bool, str]:
    if variance.difference_ug == 0:
        return True, _("Thank you. Your count fits our record.")
    words = {
        "recorded": balance_text(variance.product, variance.expected),
        "counted": quantity_text(variance.product, variance.counted_ug),
    }
    sentence = _(
        "By our record you have %(recorded)s, and you counted %(counted)s. This can happen. "
        "The clinic looks at it and asks you. Your doses go on as planned."
    )
    return False, sentence % words
