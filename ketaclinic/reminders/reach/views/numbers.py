"""Confirm a phone number by a code, or take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ketaclinic.accounts.access import requires_sign_in
from ketaclinic.errors import Refused
from ketaclinic.reminders.reach.forms import CodeForm, NumberForm
from ketaclinic.reminders.reach.selectors import wishes_of
from ketaclinic.reminders.reach.sending import code_send
from ketaclinic.reminders.reach.services import number_confirm, number_forget, number_offer


@require_http_methods(["GET", "POST"])
@never_cache
@requires_sign_in
def number(request: HttpRequest) -> HttpResponse:
    """Ask for the number, then send a code to it."""
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["number"]
        try:
            offered, code_text = number_offer(user=request.user, typed=typed, now=timezone.now())
            # After the transaction: no network inside one.
            code_send(number=offered, code=code_text)
        except Refused as refused:
            form.add_error(refused.field, str(refused.message))
        else:
            return redirect("reach:code")
    context = {"form": form, "wishes": wishes_of(request.user)}
    return render(request, "reach/number.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@requires_sign_in
def code(request: HttpRequest) -> HttpResponse:
    """The code comes back."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["code"]
        try:
            number_confirm(user=request.user, code=typed, now=timezone.now())
        except Refused as refused:
            form.add_error(refused.field, str(refused.message))
        else:
            messages.success(request, _("Your number is confirmed. Text messages may go to it."))
            return redirect("reach:wishes")
    return render(request, "reach/code.html", {"form": form})


@require_POST
@requires_sign_in
def remove(request: HttpRequest) -> HttpResponse:
    """Take the number back."""
    number_forget(user=request.user, now=timezone.now())
    messages.success(request, _("Your number is removed. No text message goes to it."))
    return redirect("reach:wishes")
