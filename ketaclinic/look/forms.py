"""Sample forms of the gallery: one field of every kind, empty and wrong."""

from typing import Any

from django import forms

CHOICES = [("none", "None"), ("mild", "Mild"), ("moderate", "Moderate"), ("severe", "Severe")]
PLACES = [("home", "At home"), ("clinic", "At the clinic")]


class SampleForm(forms.Form):
    """Every kind of field that the product uses."""

    name = forms.CharField(label="First name", max_length=40)
    email = forms.EmailField(label="Email address", help_text="We send reminders here.")
    dose = forms.DecimalField(
        label="Dose in mg",
        min_value=5,
        max_value=50,
        help_text="As written on the label.",
        widget=forms.NumberInput(attrs={"class": "chars-5"}),
    )
    born_on = forms.DateField(label="Date of birth", widget=forms.DateInput(attrs={"type": "date"}))
    state = forms.ChoiceField(label="State", choices=[("", "Choose one"), ("WA", "Washington")])
    strength = forms.ChoiceField(
        label="How strong is it?",
        choices=CHOICES,
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    symptoms = forms.MultipleChoiceField(
        label="What did you notice?",
        choices=[("nausea", "Nausea"), ("dizziness", "Dizziness"), ("headache", "Headache")],
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )
    place = forms.ChoiceField(label="Where?", choices=PLACES, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Anything else?", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    agrees = forms.BooleanField(label="I have read the text above and agree")


class SamplePressureForm(forms.Form):
    """The two numbers and the pulse of one reading."""

    systolic = forms.IntegerField(label="Top number", min_value=60, max_value=260)
    diastolic = forms.IntegerField(label="Bottom number", min_value=30, max_value=160)
    pulse = forms.IntegerField(label="Pulse", min_value=25, max_value=230)


WRONG = {"name": "", "email": "rosa at home", "dose": "500", "born_on": "", "strength": ""}
WRONG_PRESSURE = {"systolic": "12", "diastolic": "84", "pulse": "72"}


def prefixed(values: dict[str, str], prefix: str) -> dict[str, Any]:
    """Rename the keys as a form with this prefix would post them."""
    return {f"{prefix}-{key}": value for key, value in values.items()}
