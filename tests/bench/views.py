"""The least that a signed-in Django page does: the measure of all others."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from intake.models import Patient
from tests.bench.models import Note

ROWS = 30


class NoteForm(forms.ModelForm):
    """One field, so that the bare POST has a form to check as every POST has."""

    class Meta:
        model = Note
        fields = ("text",)


def bare_ok(request: HttpRequest) -> HttpResponse:
    """Signed in, and nothing else."""
    return HttpResponse("ok")


def bare_list(request: HttpRequest) -> HttpResponse:
    """Thirty rows from the database through a template."""
    patients = Patient.objects.select_related("user").order_by("pk")[:ROWS]
    return render(request, "bench/list.html", {"patients": patients})


def bare_post(request: HttpRequest) -> HttpResponse:
    """One insert."""
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.instance.by = request.user
        form.save()
        return redirect("/bare/ok/")
    return render(request, "bench/form.html", {"form": form})
