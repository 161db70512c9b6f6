"""Ask for one changed limit: one at a time keeps the difference readable for the publisher."""

from typing import Any, get_type_hints

from django import forms
from django.utils.translation import gettext_lazy as _

from ketaclinic.policies import registry
from ketaclinic.policies.rules import parse


class ProposalForm(forms.Form):
    """Which limit, its new value, and why."""

    limit = forms.ChoiceField(label=_("Limit"))
    value = forms.CharField(label=_("New value"), max_length=40)
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("The person who publishes it will read this."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [f"{name}.{field.name}" for name, field in registry.all_fields()]
        self.fields["limit"].choices = [(key, key) for key in keys]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "limit" in cleaned and "value" in cleaned:
            name, field = cleaned["limit"].split(".", 1)
            kind = get_type_hints(registry.classes()[name])[field]
            try:
                parse(kind, cleaned["value"])
            except ValueError:
                self.add_error("value", _("Enter a value of the same kind as the present one."))
        return cleaned

    def changes(self) -> dict[str, dict[str, Any]]:
        """The one change, in the stored form."""
        name, field = self.cleaned_data["limit"].split(".", 1)
        kind = get_type_hints(registry.classes()[name])[field]
        value = parse(kind, self.cleaned_data["value"])
        return {name: {field: value if kind in (bool, int) else str(value)}}
