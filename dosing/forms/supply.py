"""What staff record of supply: papers, dispensings, counts, losses, looks."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dosing.choices import Enantiomer, Formulation, SupplyKind
from dosing.forms.fields import MilligramField, chips
from dosing.forms.supply_fields import (
    QuantityField,
    SupplyForm,
    WithProduct,
    day_field,
    product_field,
    words_field,
)
from dosing.forms.token import TokenField
from dosing.rules import Product, ug_from_mg
from dosing.rules.supply import MOST_REFILLS

OTHER = "other"
OTHER_FIELDS = ("formulation", "strength_mg", "concentration_mg_per_ml", "enantiomer")


class OtherProduct(WithProduct):
    """For staff: also a product that is not known here yet."""

    # What stands before the product, and what after it, each group with its title.
    first: tuple[Any, tuple[str, ...]] = ("", ())
    last: tuple[Any, tuple[str, ...]] = ("", ())

    product = product_field()
    formulation = forms.ChoiceField(
        label=_("Form of another one"),
        choices=[("", ""), *Formulation.choices],
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = (_("Only for another one"), OTHER_FIELDS)
        groups = (self.first, other, self.last)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*(Fieldset(str(title), *names) for title, names in groups))

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

    first = (_("Product"), ("product",))
    last = (
        _("Prescription"),
        (
            "issued_on", "quantity", "refills_authorised", "prescriber_name", "pharmacy", "note",
            "token",
        ),
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

    first = (_("Product"), ("prescription", "product"))
    last = (
        _("Dispensing"),
        ("dispensed_on", "quantity", "pharmacy", "lot", "beyond_use_on", "note", "token"),
    )

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

    first = (_("What"), ("kind", "product"))
    last = (_("How much and when"), ("quantity", "happened_on", "note", "token"))


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
