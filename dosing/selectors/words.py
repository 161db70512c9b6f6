"""Amounts in the words of whoever counts them: capsules, tablets, millilitres."""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dosing.choices import Formulation
from dosing.rules.amounts import decimal_text, mg_text, ml_text
from dosing.rules.supply import Balance, Product


def unit_word(formulation: str, number: int) -> str:
    """ "capsule" or "capsules", as many as there are."""
    words = {
        Formulation.CAPSULE: ngettext("capsule", "capsules", number),
        Formulation.TROCHE: ngettext("troche", "troches", number),
        Formulation.RAPID_DISSOLVE_TABLET: ngettext("tablet", "tablets", number),
    }
    return words.get(Formulation(formulation), _("units"))


def units_text(formulation: str, count: Fraction) -> str:
    """ "1 capsule", "2 troches", "0.5 tablets"."""
    number = abs(count.numerator) if count.denominator == 1 else 2
    return f"{decimal_text(count, 2)} {unit_word(formulation, number)}"


def counted_text(product: Product) -> str:
    """What a person counts: "capsules of 25 mg", "mL of 10 mg in each mL"."""
    strength = mg_text(product.smallest_ug)
    if product.is_liquid:
        return _("mL of %(strength)s in each mL") % {"strength": strength}
    words = {"units": unit_word(product.formulation, 2), "strength": strength}
    return _("%(units)s of %(strength)s") % words


def quantity_text(product: Product, amount_ug: int) -> str:
    """ "12 capsules", "30 mL"; the sign of a negative balance is kept."""
    quantity = product.quantity(amount_ug)
    if product.is_liquid:
        return ml_text(quantity * 1_000)
    return units_text(product.formulation, quantity)


def amount_on_hand_text(product: Product, amount_ug: int) -> str:
    """ "14 capsules (350 mg)"."""
    return f"{quantity_text(product, amount_ug)} ({mg_text(amount_ug)})"


def balance_text(product: Product, balance: Balance) -> str:
    """A balance as a number, a range, or a most: an unknown amount is never told as zero."""
    most = amount_on_hand_text(product, balance.high_ug)
    if balance.is_open:
        return _("at most %(most)s") % {"most": most}
    if balance.is_exact:
        return most
    least = quantity_text(product, balance.low_ug)
    return _("between %(least)s and %(most)s") % {"least": least, "most": most}


def product_text(product: Product) -> str:
    """ "25 mg capsule", "10 mg in each mL, liquid"."""
    form = str(Formulation(product.formulation).label).lower()
    strength = mg_text(product.smallest_ug)
    if product.is_liquid:
        return _("%(amount)s in each mL, %(form)s") % {"amount": strength, "form": form}
    return _("%(amount)s %(form)s") % {"amount": strength, "form": form}
