"""What the supply pages ask: quantities as people count them, never prefilled."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dosing.choices import Enantiomer, Formulation, SupplyKind
from dosing.forms.fields import MilligramField, chips
from dosing.forms.token import TokenField
from dosing.rules import Product, ug_from_mg
from dosing.rules.supply import MOST_REFILLS

OTHER = "other"
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
        if len(self.fields["product"].choices) == 1:
            self.fields["product"].initial = choices[0][0] if choices else OTHER

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


class OtherProduct(WithProduct):
    """For staff: also a product that is not known here yet."""

    product = product_field()
    formulation = forms.ChoiceField(
        label=_("Form of another one"),
        choices=[("", "")] + Formulation.choices,
        required=False,
    )
    strength_mg = MilligramField(label=_("Strength of one unit, mg"), required=False)
    concentration_mg_per_ml = MilligramField(
        label=_("Strength of a liquid, mg in each mL"), required=False
    )
    enantiomer = forms.ChoiceField(
        label=_("Kind of ketamine"),
        choices=Enantiomer.choices,
        required=False,
        initial=Enantiomer.RACEMIC,
    )

    def more_choices(self) -> list[tuple[str, Any]]:
        return [(OTHER, _("Another one"))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("product") == OTHER and not self._is_one_strength():
            self.add_error("formulation", gettext("Give the form and one strength."))
        return cleaned

    def _is_one_strength(self) -> bool:
        given = [self.cleaned_data.get(name) for name in ("strength_mg", "concentration_mg_per_ml")]
        is_one = sum(each is not None for each in given) == 1
        return bool(self.cleaned_data.get("formulation")) and is_one

    def chosen(self) -> Product:
        """The chosen product, or the one whose form and strength were typed."""
        typed = self.cleaned_data
        if typed["product"] != OTHER:
            return super().chosen()
        strength, per_ml = typed["strength_mg"], typed["concentration_mg_per_ml"]
        return Product(
            formulation=typed["formulation"],
            enantiomer=typed["enantiomer"] or Enantiomer.RACEMIC,
            strength_ug=None if strength is None else ug_from_mg(strength),
            concentration_ug_per_ml=None if per_ml is None else ug_from_mg(per_ml),
        )


class PrescriptionForm(OtherProduct):
    """A prescription that was issued elsewhere."""

    issued_on = day_field(_("Issued on"), required=_("Choose the day of issue."))
    quantity = QuantityField(label=_("Quantity of one fill, in units or mL"))
    refills_authorised = forms.TypedChoiceField(
        label=_("Refills"),
        choices=[(number, str(number)) for number in range(MOST_REFILLS + 1)],
        coerce=int,
        widget=chips(),
        help_text=_("Beside the first fill."),
        error_messages={"required": _("Choose how many; 0 for none.")},
    )
    prescriber_name = forms.CharField(label=_("Prescriber"), max_length=120)
    pharmacy = forms.CharField(label=_("Pharmacy"), max_length=160)
    note = words_field(_("Note"))
    token = TokenField()

    field_order = (
        "product", "formulation", "strength_mg", "concentration_mg_per_ml", "enantiomer",
        "issued_on", "quantity", "refills_authorised", "prescriber_name", "pharmacy", "note",
    )  # fmt: skip


class DispensingForm(OtherProduct):
    """What the pharmacy gave out."""

    prescription = forms.ChoiceField(
        label=_("Under which prescription"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one, or say that none is recorded.")},
    )
    dispensed_on = day_field(_("Dispensed on"))
    quantity = QuantityField(label=_("Quantity, in units or mL"))
    pharmacy = forms.CharField(label=_("Pharmacy"), max_length=160)
    lot = forms.CharField(label=_("Lot"), max_length=60)
    beyond_use_on = day_field(
        _("Beyond-use date"), required=_("Give the date that stands on the label.")
    )
    note = words_field(
        _("Reason, where something is out of the ordinary"),
        help_text=_("An early refill, more days than allowed, another product."),
    )
    token = TokenField()

    field_order = (
        "prescription", "product", "formulation", "strength_mg", "concentration_mg_per_ml",
        "enantiomer", "dispensed_on", "quantity", "pharmacy", "lot", "beyond_use_on", "note",
    )  # fmt: skip

    def __init__(self, *args: Any, prescriptions: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = (OTHER, _("None is recorded"))
        self.fields["prescription"].choices = [*prescriptions, none]

    @property
    def prescription_key(self) -> str:
        """The identifier of the chosen prescription; "" for none."""
        chosen: str = self.cleaned_data["prescription"]
        return "" if chosen == OTHER else chosen


class SupplyEntryForm(OtherProduct):
    """For staff: what they saw, or were told by phone."""

    KINDS = (
        SupplyKind.COUNTED,
        SupplyKind.WASTED,
        SupplyKind.RETURNED,
        SupplyKind.LOST,
        SupplyKind.SHARED,
        SupplyKind.CHILD,
    )

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    quantity = QuantityField(
        label=_("How many units or mL"),
        least="0",
        required=False,
        help_text=_("Leave it empty if nobody knows. A count needs a number."),
    )
    happened_on = day_field(_("On which day"))
    note = words_field(_("Note: who told or saw it"))
    token = TokenField()

    field_order = (
        "kind", "product", "formulation", "strength_mg", "concentration_mg_per_ml", "enantiomer",
        "quantity", "happened_on", "note",
    )  # fmt: skip


class RecordLookForm(SupplyForm):
    """A look at the state's prescription-monitoring record."""

    looked_on = day_field(_("Looked at on"))
    note = words_field(
        _("What it showed"),
        required=True,
        error_messages={"required": _("Write what the record showed.")},
    )


class SupplyCorrectForm(SupplyForm):
    """Another amount for one row, and why."""

    quantity = QuantityField(
        label=_("The right quantity, in units or mL"),
        least="0",
        help_text=_("0 says that it never happened."),
    )
    note = words_field(
        _("Why it is corrected"),
        required=True,
        error_messages={"required": _("Say why it is corrected.")},
    )
    token = TokenField()


class PrescriptionEndForm(SupplyForm):
    """Why a prescription no longer counts."""

    reason = words_field(
        _("Why it no longer counts"),
        required=True,
        error_messages={"required": _("Say why it no longer counts.")},
    )
