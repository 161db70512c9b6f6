"""What a provider of text messages posts."""

import hashlib

from django import forms

from ketaclinic.reminders.reach.choices import Delivery

# What a provider of text messages says, and what it means to us; the rest is on its way.
STATUSES = {
    "delivered": Delivery.DELIVERED,
    "read": Delivery.DELIVERED,
    "undelivered": Delivery.FAILED,
    "failed": Delivery.FAILED,
}


class SmsReceivedForm(forms.Form):
    """A text that came in, in the provider's words."""

    MessageSid = forms.CharField(max_length=64)
    From = forms.CharField(max_length=16)
    Body = forms.CharField(max_length=2000, required=False)


class SmsStatusForm(forms.Form):
    """A report on a text that went out, in the provider's words."""

    MessageSid = forms.CharField(max_length=64)
    MessageStatus = forms.CharField(max_length=30)
    ErrorCode = forms.CharField(max_length=20, required=False)

    def kind(self) -> Delivery | None:
        """What it means to us; None while the message is on its way."""
        return STATUSES.get(self.cleaned_data["MessageStatus"])

    def event_id(self) -> str:
        """The same for a second copy of one report."""
        data = self.cleaned_data
        text = f"{data['MessageSid']}:{data['MessageStatus']}"
        return f"sms:{hashlib.sha256(text.encode()).hexdigest()}"
