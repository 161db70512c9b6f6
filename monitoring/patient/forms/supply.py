"""What the patient says of their own supply: counts, and what is gone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dosing.choices import SupplyKind
from dosing.forms import QuantityField, SupplyForm, TokenField, WithProduct
from dosing.forms.supply_fields import day_field, product_field, words_field
from dosing.rules import Product


def count_name(product: Product) -> str:
    """The name of a product's field; it stays right when the list changes meanwhile."""
    return "count_" + product.key.replace(".", "_")


class CountForm(SupplyForm):
    """How much is there of each product, counted by hand. No number stands in it beforehand."""

    token = TokenField()

    def __init__(self, *args: Any, products: Sequence[tuple[Product, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = [product for product, _words in products]
        for product, words in products:
            self.fields[count_name(product)] = QuantityField(
                label=gettext("How many %(what)s do you have?") % {"what": words},
                least="0",
                required=len(products) == 1,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.counts():
            self.add_error(None, gettext("Write at least one number."))
        return cleaned

    def counts(self) -> dict[Product, int]:
        """The micrograms of each product that was counted."""
        typed = {product: self.cleaned_data.get(count_name(product)) for product in self.products}
        return {
            product: product.amount_ug(quantity)
            for product, quantity in typed.items()
            if quantity is not None
        }


class TellForm(WithProduct):
    """Something is gone: what happened, of what, how much, when."""

    KINDS = (
        (SupplyKind.LOST, _("I lost some, or some was stolen")),
        (SupplyKind.SHARED, _("Somebody else took some, or has some")),
        (SupplyKind.CHILD, _("A child or a pet may have swallowed some")),
        (SupplyKind.WASTED, _("Some was spoilt or thrown away")),
        (SupplyKind.RETURNED, _("I gave some back to a pharmacy or a take-back site")),
    )

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[(kind.value, words) for kind, words in KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    product = product_field()
    quantity = QuantityField(
        label=_("How many, or how many mL"),
        required=False,
        help_text=_("Leave it empty if you do not know."),
    )
    happened_on = day_field(_("On which day"))
    note = words_field(_("Anything that the clinic should know"))
    token = TokenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {product.is_liquid for product in self.products.values()}
        if kinds == {True}:
            self.fields["quantity"].label = gettext("How many mL")
        elif kinds == {False}:
            self.fields["quantity"].label = gettext("How many")
