"""What providers call: a text came in, a message arrived or did not. Each proves who it is."""

from uuid import UUID

from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.sendgrid import SendGridTrackingWebhookView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ketaclinic.reminders.channels import channel_for
from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.reach.forms import SmsReceivedForm, SmsStatusForm
from ketaclinic.reminders.reach.presenters import text_answer
from ketaclinic.reminders.reach.services import delivery_record, text_receive
from ketaclinic.reminders.reach.signatures import is_signed

MAIL_HOOKS = {
    "mailgun": MailgunTrackingWebhookView,
    "postmark": PostmarkTrackingWebhookView,
    "sendgrid": SendGridTrackingWebhookView,
}


@csrf_exempt
@require_POST
def sms_received(request: HttpRequest) -> HttpResponse:
    """STOP, START, HELP or anything else that somebody texted."""
    form = SmsReceivedForm(_signed_post(request))
    if not form.is_valid():
        return HttpResponse(status=400)
    data = form.cleaned_data
    word = text_receive(
        provider_id=data["MessageSid"],
        number=data["From"],
        body=data["Body"],
        now=timezone.now(),
    )
    return HttpResponse(text_answer(word), content_type="text/xml")


@csrf_exempt
@require_POST
def sms_status(request: HttpRequest, key: UUID) -> HttpResponse:
    """What became of a text message."""
    form = SmsStatusForm(_signed_post(request))
    if not form.is_valid():
        return HttpResponse(status=400)
    kind = form.kind()
    if kind is not None:
        delivery_record(
            public_id=key,
            event_id=form.event_id(),
            kind=kind,
            code=form.cleaned_data["ErrorCode"],
            now=timezone.now(),
        )
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
def email_events(request: HttpRequest) -> HttpResponseBase:
    """Reports of the mail provider; its library checks the secret and tells `receivers.py`."""
    hook = MAIL_HOOKS.get(settings.MAIL_PROVIDER)
    if hook is None or not channel_for(ReminderChannel.EMAIL).confirms:
        raise Http404
    return hook.as_view()(request)


def _signed_post(request: HttpRequest) -> dict[str, str]:
    """The form, if the provider signed it; without a provider there is no such page."""
    sender = settings.SMS
    if sender is None or not sender.token:
        raise Http404
    fields = {name: str(value) for name, value in request.POST.items()}
    signature = request.headers.get("X-Twilio-Signature", "")
    url = settings.SITE_URL + request.get_full_path()
    if not is_signed(url, fields, signature, token=sender.token):
        raise Http404
    return fields
