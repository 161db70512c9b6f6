"""What the forms of supply are made of: quantities as people count them, never prefilled."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dosing.forms.fields import chips
from dosing.rules import Product

# Services speak of amounts and products, the pages of quantities and choices.
FIELDS = {"quantity": "quantity", "amount_ug": "quantity", "product": "product"}


class QuantityField(forms.DecimalField):
    """So many units or mL, to a tenth. There is never a number in it beforehand."""

    def __init__(self, *, least: str = "0.1", **kwargs: Any) -> None:
        wrong = _("Write a number such as 14 or 12.5.")
        kwargs.setdefault("error_messages", {})
        super().__init__(
            max_digits=7,
            decimal_places=1,
            min_value=Decimal(least),
            widget=forms.TextInput(
                attrs={"inputmode": "decimal", "autocomplete": "off", "class": "chars-10"}
            ),
            **kwargs,
        )
        for key in ("invalid", "max_digits", "max_decimal_places", "max_whole_digits"):
            self.error_messages[key] = wrong
        self.error_messages["required"] = kwargs["error_messages"].get("required", wrong)


def day_field(label: Any, *, required: Any = None, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required or _("Choose the day.")},
        **kwargs,
    )


def words_field(label: Any, *, required: bool = False, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        **kwargs,
    )


class SupplyForm(forms.Form):
    """What the forms of supply share: the errors of the services stand beside their fields."""

    def add_error(self, field: str | None, error: Any) -> None:
        name = FIELDS.get(field or "", field or None)
        super().add_error(name if name in self.fields else None, error)


class WithProduct(SupplyForm):
    """A form about one product: chosen from those that are known, with their words."""

    def __init__(self, *args: Any, products: Sequence[tuple[Product, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.products = {product.key: product for product, _words in products}
        choices = [(product.key, words) for product, words in products]
        self.fields["product"].choices = [*choices, *self.more_choices()]
        if len(self.fields["product"].choices) == 1 and choices:
            self.fields["product"].initial = choices[0][0]

    def more_choices(self) -> list[tuple[str, Any]]:
        """Choices beside the known products."""
        return []

    def chosen(self) -> Product:
        """The product that was chosen."""
        return self.products[self.cleaned_data["product"]]

    def amount_ug(self) -> int | None:
        """The micrograms of the typed quantity; None when it was left empty."""
        quantity = self.cleaned_data.get("quantity")
        return None if quantity is None else self.chosen().amount_ug(quantity)


def product_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Which one"),
        widget=chips(),
        error_messages={"required": _("Choose which one.")},
    )
