"""One page in two windows, and a page that outlived its session: nothing typed is lost."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from intake.choices import Section
from intake.models import Patient
from intake.presenters.windows import answer_pairs
from intake.selectors import newest_answers_id
from intake.services.errors import AnsweredElsewhere
from ketaclinic.accounts.kept import LEFT_OUT, OWNER_FIELD, owner_token, page_take

SEEN_FIELD = "seen"


def kept_data(request: HttpRequest) -> QueryDict | None:
    """What the person typed before they were signed out, given back once."""
    return page_take(request, now=timezone.now()) if request.method == "GET" else None


def hidden_fields(
    request: HttpRequest, patient: Patient, section: Section, kept: QueryDict | None
) -> list[tuple[str, str]]:
    """What the form carries along: which answers stood on the page, and whose page it is."""
    before = kept if kept is not None else request.POST
    seen = before.get(SEEN_FIELD) or str(newest_answers_id(patient, section))
    return [(SEEN_FIELD, seen), (OWNER_FIELD, owner_token(request.user))]


def seen_of(request: HttpRequest) -> int | None:
    """Which answers stood on the page that was sent; None when it does not say."""
    given = request.POST.get(SEEN_FIELD, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def both_answers(
    request: HttpRequest, section: Section, conflict: AnsweredElsewhere
) -> HttpResponse:
    """Show the later sender both answers beside each other, and let them choose."""
    left_out = {*LEFT_OUT, SEEN_FIELD}
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in left_out
    ]
    context: dict[str, Any] = {
        "section": section,
        "pairs": answer_pairs(section, conflict.newest.answers, conflict.given),
        "sent_at": conflict.newest.recorded_at,
        "hidden": [
            *typed,
            (SEEN_FIELD, str(conflict.newest.pk)),
            (OWNER_FIELD, owner_token(request.user)),
        ],
    }
    return render(request, "intake/both_answers.html", context)
