"""What a screening question is: one definition each, read by form, rules and summary alike."""

from dataclasses import dataclass
from enum import StrEnum

from intake.choices import Action, Section


class FollowUpKind(StrEnum):
    MONTH = "month"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True)
class Option:
    """One answer to a follow-up, and the action that it leads to (None: nothing to do)."""

    key: str
    label: str
    action: Action | None


@dataclass(frozen=True)
class FollowUp:
    """What is asked after a yes."""

    kind: FollowUpKind
    text: str
    options: tuple[Option, ...] = ()

    def option(self, key: str) -> Option | None:
        return next((option for option in self.options if option.key == key), None)


@dataclass(frozen=True)
class Question:
    """A row of the screening tables: what is asked, what each answer leads to, and why."""

    key: str
    section: Section
    label: str
    text: str
    why: str
    source: str
    yes: Action | None = Action.EXCLUDE
    no: Action | None = None
    not_sure: Action | None = Action.REVIEW
    hint: str = ""
    follow_up: FollowUp | None = None
    may_not_apply: bool = False
    is_asked_of_men: bool = True
