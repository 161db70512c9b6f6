"""A number, its code, a device, and a little later."""

from django import forms
from django.utils.translation import gettext_lazy


class NumberForm(forms.Form):
    """A mobile number, and the yes that text messages need."""

    number = forms.CharField(
        label=gettext_lazy("Mobile phone number"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": gettext_lazy("Type your mobile phone number.")},
    )
    agrees = forms.BooleanField(
        label=gettext_lazy("Yes, send me text messages"),
        help_text=gettext_lazy(
            "Some each day at most. Your phone company may charge for them. Reply STOP at any time "
            "and they stop; reply HELP for help. You get care all the same without them."
        ),
        error_messages={"required": gettext_lazy("Tick this box if you want text messages.")},
    )


class CodeForm(forms.Form):
    """The six digits that came by text."""

    code = forms.CharField(
        label=gettext_lazy("The code from the text message"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "chars-10"}
        ),
        help_text=gettext_lazy("Six digits. They hold for ten minutes."),
        error_messages={"required": gettext_lazy("Type the code from the text message.")},
    )


class SnoozeForm(forms.Form):
    """In how many minutes; whether that is one of ours the service decides."""

    minutes_ahead = forms.IntegerField(required=False)

    def minutes(self) -> int:
        """The number, or 0, which the service refuses in words."""
        self.full_clean()
        return self.cleaned_data.get("minutes_ahead") or 0


class DeviceForm(forms.Form):
    """What a browser says of where its notifications go."""

    endpoint = forms.URLField(max_length=600, assume_scheme="https")
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=60)
