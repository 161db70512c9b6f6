"""What staff write while they work on an application: questions, notes, moves, merges."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.choices import Move, QueueHolder, QueueTier, Section
from intake.forms.fields import chips
from intake.rules.questions import questions_for
from intake.rules.queue import QueueChoice

SOME_WORDS = gettext_lazy("Write a few words here.")


def note_field(label: Any, *, hint: Any = "", rows: int = 3, most: int = 2000) -> forms.CharField:
    """A text that must not stay empty."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": SOME_WORDS},
    )


def with_value(data: Any, name: str, value: int) -> Any:
    """A copy of what was posted with one value set anew."""
    copied = data.copy()
    copied[name] = str(value)
    return copied


class QueueForm(forms.Form):
    """Which part of the queue to show; anything made up shows all of it."""

    tier = forms.ChoiceField(choices=QueueTier.choices, required=False)
    holder = forms.ChoiceField(choices=QueueHolder.choices, required=False)

    def asked(self) -> QueueChoice:
        self.is_valid()
        given = {name: self.cleaned_data.get(name, "") for name in ("tier", "holder")}
        return QueueChoice(**given)


class AskForm(forms.Form):
    """Which pages and single questions to answer again, and why, in words for the patient."""

    message = note_field(
        gettext_lazy("Message to the patient"),
        hint=gettext_lazy("The patient reads this above the pages that you choose."),
    )
    shown = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, sections: Sequence[Section], sex_at_birth: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sections = [each for each in sections if each is not Section.CONSENT]
        self.sex_at_birth = sex_at_birth
        self.fields["questions"] = forms.MultipleChoiceField(
            label=_("Pages and questions"),
            choices=[choice for each in self.sections for choice in self._choices(each)],
            error_messages={"required": _("Choose at least one page or question.")},
        )

    def _choices(self, section: Section) -> list[tuple[str, str]]:
        questions = questions_for(section, self.sex_at_birth)
        whole = (f"{section.value}:", _("%(page)s: the whole page") % {"page": section.label})
        return [whole, *((f"{section.value}:{q.key}", _(q.text)) for q in questions)]

    def now_shows(self, number: int) -> None:
        """The page that comes back shows this submission, so that is what the next try is about."""
        self.data = with_value(self.data, "shown", number)

    def groups(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Each page with its choices (value, words, whether ticked), for the page."""
        ticked = set(self.data.getlist("questions")) if self.is_bound else set()
        return [
            (str(each.label), [(key, words, key in ticked) for key, words in self._choices(each)])
            for each in self.sections
        ]

    def asked(self) -> list[tuple[str, str]]:
        """What was chosen as (page, question); an empty question is the whole page."""
        pairs = [tuple(value.split(":", 1)) for value in self.cleaned_data["questions"]]
        whole = {section for section, key in pairs if not key}
        return [(section, key) for section, key in pairs if not key or section not in whole]


class AmendmentReviewForm(forms.Form):
    """What follows from a change that was made after the decision."""

    note = note_field(gettext_lazy("What follows from this change"))


class MoveForm(forms.Form):
    """Another standing for a patient, with the reason."""

    move = forms.ChoiceField(
        label=gettext_lazy("What happens"),
        widget=chips(),
        error_messages={
            "required": gettext_lazy("Choose what happens."),
            "invalid_choice": gettext_lazy("This is not possible now."),
        },
    )
    reason = note_field(
        gettext_lazy("Reason for the record"),
        hint=gettext_lazy("Staff read this. The patient does not."),
        most=500,
    )
    is_confirmed = forms.BooleanField(
        label=gettext_lazy(
            "I am sure. I know that a withdrawal, a discharge and a death cannot be taken back here"
        ),
        required=False,
    )

    def __init__(self, *args: Any, moves: Sequence[Move], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["move"].choices = [(move.value, move.label) for move in moves]


class MergeForm(forms.Form):
    """Which of two records goes on, and how one knows that they are of one person."""

    kept = forms.ChoiceField(
        label=gettext_lazy("Which record goes on?"),
        widget=chips(),
        error_messages={"required": gettext_lazy("Choose the record that goes on.")},
    )
    reason = note_field(gettext_lazy("How do you know that this is one person?"), most=500, rows=2)

    def __init__(self, *args: Any, records: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = list(records)


class AmendmentFields:
    """The two fields that turn a page of the application into a change of it."""

    REASON = "amendment_reason"
    SHOWN = "amendment_shown"

    @classmethod
    def add_to(cls, form: forms.Form, shown: int, *, is_asked: bool = True) -> None:
        """Ask for the reason below the page's own fields; `is_asked` says that it must be given."""
        form.fields[cls.REASON] = note_field(
            _("Why does this change?"), hint=_("The clinic reads this."), rows=2, most=500
        )
        form.fields[cls.REASON].required = is_asked
        form.fields[cls.SHOWN] = forms.IntegerField(widget=forms.HiddenInput, initial=shown)
        layout = getattr(getattr(form, "helper", None), "layout", None)
        if layout is not None:
            layout.extend([cls.REASON, cls.SHOWN])

    @classmethod
    def now_shows(cls, form: forms.Form, number: int) -> None:
        """The page that comes back shows this submission, so that is what the next try is about."""
        form.data = with_value(form.data, cls.SHOWN, number)
