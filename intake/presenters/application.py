"""The applicant's pages: progress, the consent text, where the application stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from intake.choices import PatientState, SafetyReply, Section
from intake.models import ReadinessGate, SafetyConcern
from intake.rules.readiness import GATES_BY_KEY


@dataclass(frozen=True)
class Progress:
    """How far the application is, for the line above each page."""

    number: int
    total: int
    done: int

    @property
    def words(self) -> str:
        return _("Step %(number)s of %(total)s") % {"number": self.number, "total": self.total}


@dataclass(frozen=True)
class SectionLink:
    """One page in the list of pages."""

    title: str
    href: str
    is_done: bool
    is_next: bool


def progress_at(section: Section, sections: list[Section], sent: Collection[str]) -> Progress:
    """Where one page stands among all; the review is the last step."""
    done = sum(1 for each in sections if each in sent)
    return Progress(sections.index(section) + 1, len(sections) + 1, done)


def section_links(sections: list[Section], sent: Collection[str]) -> list[SectionLink]:
    """Every page with its state; the first one that is missing is next."""
    missing = next((section for section in sections if section not in sent), None)
    return [
        SectionLink(
            title=str(section.label),
            href=reverse("intake:section", args=[section]),
            is_done=section in sent,
            is_next=section is missing,
        )
        for section in sections
    ]


@dataclass(frozen=True)
class Block:
    """One heading, paragraph or list of a document."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()


def document_blocks(text: str) -> list[Block]:
    """A document's plain text as blocks, so that the page shows exactly what is stored."""
    blocks: list[Block] = []
    for line in text.splitlines():
        if line.startswith("## "):
            blocks.append(Block("heading", line.removeprefix("## ")))
        elif line.startswith("- "):
            item = line.removeprefix("- ")
            if blocks and blocks[-1].kind == "list":
                blocks[-1] = Block("list", items=(*blocks[-1].items, item))
            else:
                blocks.append(Block("list", items=(item,)))
        elif line.strip():
            blocks.append(Block("paragraph", line))
    return blocks


@dataclass(frozen=True)
class Standing:
    """Where the application stands, in words for the applicant."""

    kind: str
    title: Any
    text: Any


_WAITING = Standing(
    "info",
    lazy("Your application is with the clinic"),
    lazy(
        "A clinician reads it and decides. You will see the decision here, and the clinic may "
        "call you with questions."
    ),
)
_STANDINGS = {
    PatientState.MORE_INFO: Standing(
        "wait", lazy("The clinic has a question"), lazy("Please look at your answers again.")
    ),
    PatientState.APPROVED: Standing(
        "go",
        lazy("You are approved"),
        lazy(
            "A few things must be in place before the first dose at home. The clinic ticks them "
            "off with you."
        ),
    ),
    PatientState.ACTIVE: Standing(
        "go", lazy("You are in the program"), lazy("Your plan and your next dose are on “Today”.")
    ),
    PatientState.PAUSED: Standing(
        "wait", lazy("Your treatment is paused"), lazy("The clinic will tell you when it goes on.")
    ),
    PatientState.DECLINED: Standing(
        "stop", lazy("The clinic decided not to start"), lazy("You can call the clinic about it.")
    ),
    PatientState.WITHDRAWN: Standing(
        "info", lazy("Your application was withdrawn"), lazy("Call the clinic to start again.")
    ),
    PatientState.DISCHARGED: Standing(
        "info",
        lazy("Your treatment here has ended"),
        lazy("Call the clinic if you have questions."),
    ),
}


def standing_of(state: str) -> Standing:
    """Plain words for each state; what waits for the director is never called a refusal."""
    return _STANDINGS.get(PatientState(state), _WAITING)


def gate_steps(gates: list[ReadinessGate]) -> list[tuple[str, str]]:
    """What must be in place before the first dose at home, in the patient's words."""
    return [
        (_(GATES_BY_KEY[gate.key].patient_words), "done" if gate.closed_at else "todo")
        for gate in gates
        if gate.key in GATES_BY_KEY
    ]


@dataclass(frozen=True)
class SafetyReplyRow:
    """One thing to say on the emergency page, and when it was said."""

    value: str
    label: str
    said_at: datetime | None


def safety_replies(concern: SafetyConcern | None) -> list[SafetyReplyRow]:
    """What an applicant in danger may tell; nothing before there is a concern."""
    if concern is None:
        return []
    said = {answer.reply: answer.answered_at for answer in concern.answers.all()}
    return [
        SafetyReplyRow(reply.value, str(reply.label), said.get(reply.value))
        for reply in SafetyReply
    ]
