"""All wishes of one person on one page."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ketaclinic.reminders.choices import ReminderChannel
from ketaclinic.reminders.reach.choices import WAYS
from ketaclinic.reminders.reach.models import ReachWishes
from ketaclinic.reminders.registry import Purpose


def clock(label: Any, **kwargs: Any) -> forms.TimeField:
    """A time of day, to the minute."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, **kwargs)


class WishesForm(forms.Form):
    """All wishes on one page: which ways, which first, when not, and what not."""

    allowed = forms.MultipleChoiceField(
        label=gettext_lazy("How may we tell you that something waits in the app?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Every message also stands in the app, under Messages."),
    )
    first_way = forms.ChoiceField(
        label=gettext_lazy("Which way shall we try first?"),
        widget=forms.RadioSelect(attrs={"class": "chips"}),
        help_text=gettext_lazy("If it does not work, we try the others you ticked."),
    )
    only_in_app = forms.BooleanField(
        label=gettext_lazy("Send me nothing at all. I look into the app myself."),
        required=False,
        help_text=gettext_lazy("If somebody else could see your phone or your mail:"),
    )
    quiet_from = clock(gettext_lazy("Quiet from"))
    quiet_until = clock(
        gettext_lazy("Quiet until"),
        help_text=gettext_lazy(
            "In your own time zone. What falls into these hours waits for their end, or stands "
            "only in the app if it would be too late by then."
        ),
    )
    is_helper_agreed = forms.BooleanField(
        label=gettext_lazy("You may text my helper if I do not answer when I should"),
        required=False,
        help_text=gettext_lazy("The text says only that I may need them. It names nothing else."),
    )

    def __init__(
        self,
        *args: Any,
        wishes: ReachWishes,
        purposes: Iterable[Purpose],
        opted_out: set[tuple[str, str]],
        ways: list[str],
        is_staff: bool,
        **kwargs: Any,
    ) -> None:
        self.standing, self.purposes = wishes, list(purposes)
        self.opted_out, self.ways = opted_out, ways
        super().__init__(*args, **{"initial": self._initial(), **kwargs})
        choices = [(way, ReminderChannel(way).label) for way in ways]
        self.fields["allowed"].choices = choices
        self.fields["first_way"].choices = choices
        if len(ways) < 2:
            del self.fields["first_way"]
        if is_staff or ReminderChannel.SMS not in ways:
            del self.fields["is_helper_agreed"]
        for purpose in self.purposes:
            self.fields[f"purpose_{purpose.key}"] = self._purpose_field(purpose, choices)
        for field in self.fields.values():
            # An empty answer is an answer here: it says no.
            field.is_unmarked = True
        self.helper = self._helper()

    def values(self) -> dict[str, Any]:
        """What the service stores; what the page did not ask stays as it stands."""
        data = self.cleaned_data
        return {
            "only_in_app": data["only_in_app"],
            "allowed": [*data["allowed"], *self._kept_ways()],
            "first_way": data.get("first_way", self.standing.first_way),
            "quiet_from": data["quiet_from"],
            "quiet_until": data["quiet_until"],
            "is_helper_agreed": data.get("is_helper_agreed", bool(self.standing.helper_agreed_at)),
            "opted_out": self._opted_out(),
        }

    def _initial(self) -> dict[str, Any]:
        standing = self.standing
        return {
            "allowed": [way for way in self.ways if getattr(standing, f"{way}_allowed")],
            "first_way": standing.first_way,
            "only_in_app": standing.only_in_app,
            "quiet_from": standing.quiet_from,
            "quiet_until": standing.quiet_until,
            "is_helper_agreed": bool(standing.helper_agreed_at),
        }

    def _purpose_field(self, purpose: Purpose, choices: list[Any]) -> forms.MultipleChoiceField:
        wanted = [way for way in self.ways if (purpose.key, way) not in self.opted_out]
        return forms.MultipleChoiceField(
            label=purpose.label,
            choices=choices,
            initial=wanted,
            required=False,
            widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
        )

    def _kept_ways(self) -> list[str]:
        others = [way for way in WAYS if way not in self.ways]
        return [way for way in others if getattr(self.standing, f"{way}_allowed")]

    def _opted_out(self) -> set[tuple[str, str]]:
        shown = {purpose.key for purpose in self.purposes}
        kept = {
            (key, way) for key, way in self.opted_out if key not in shown or way not in self.ways
        }
        return kept | {
            (purpose.key, way)
            for purpose in self.purposes
            for way in self.ways
            if way not in self.cleaned_data[f"purpose_{purpose.key}"]
        }

    def _helper(self) -> FormHelper:
        named = [name for name in ("allowed", "first_way", "only_in_app") if name in self.fields]
        parts = [
            Fieldset(_("Ways"), *named),
            Fieldset(_("Quiet hours"), "quiet_from", "quiet_until"),
        ]
        if "is_helper_agreed" in self.fields:
            parts.append(Fieldset(_("My helper"), "is_helper_agreed"))
        kinds = [f"purpose_{purpose.key}" for purpose in self.purposes]
        if kinds:
            parts.append(Fieldset(_("Which messages, and how"), *kinds))
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(*parts)
        return helper
