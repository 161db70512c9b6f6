"""The list of pages: what is done, what is next, and about how long it still takes."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from intake.choices import Section
from intake.presenters.application import SectionLink, section_links

CHAPTERS: tuple[tuple[Any, tuple[Section, ...]], ...] = (
    (lazy("You"), (Section.ABOUT, Section.HOME, Section.CONTACT, Section.PEOPLE)),
    (
        lazy("Pain"),
        (Section.PAIN, Section.PAIN_TREATMENTS, Section.OPIOIDS, Section.KETAMINE_BEFORE),
    ),
    (
        lazy("Health"),
        (
            Section.HEART,
            Section.BRAIN,
            Section.MIND,
            Section.BODY,
            Section.PREGNANCY,
            Section.DAILY_LIFE,
            Section.MEDICINES,
        ),
    ),
    (
        lazy("Mood and safety"),
        (Section.MOOD, Section.SAFETY, Section.WORRY, Section.SUBSTANCES),
    ),
    (lazy("Measurements"), (Section.WEIGHT, Section.PRESSURE, Section.PAIN_SCORE)),
    (lazy("Home and consent"), (Section.AT_HOME, Section.CONSENT)),
)
# About how long each page takes, reading included; a page that is not listed takes a minute.
MINUTES = {
    Section.HOME: 2,
    Section.PEOPLE: 2,
    Section.PAIN: 2,
    Section.PAIN_TREATMENTS: 3,
    Section.BODY: 2,
    Section.MEDICINES: 4,
    Section.MOOD: 2,
    Section.SUBSTANCES: 2,
    Section.PRESSURE: 8,
    Section.CONSENT: 10,
}
ROUNDED_TO = 5


@dataclass(frozen=True)
class Chapter:
    """A few pages that belong together."""

    title: str
    links: list[SectionLink]

    @property
    def is_done(self) -> bool:
        return all(link.is_done for link in self.links)


@dataclass(frozen=True)
class Overview:
    """The application at a glance."""

    chapters: list[Chapter]
    done: int
    total: int
    minutes_left: int

    @property
    def words(self) -> str:
        text = ngettext("%(done)s of %(total)s page", "%(done)s of %(total)s pages", self.total)
        return text % {"done": self.done, "total": self.total}


def overview(sections: list[Section], sent: Collection[str]) -> Overview:
    """Every page under its heading; a page that is in no chapter would be lost, so a test looks."""
    links = dict(zip(sections, section_links(sections, sent), strict=True))
    chapters = [
        Chapter(str(title), [links[page] for page in pages if page in links])
        for title, pages in CHAPTERS
    ]
    return Overview(
        chapters=[chapter for chapter in chapters if chapter.links],
        done=sum(link.is_done for link in links.values()),
        total=len(links),
        minutes_left=minutes_for(page for page in sections if page not in sent),
    )


def minutes_for(pages: Any) -> int:
    """About how long these pages take, rounded up to whole fives."""
    minutes = sum(MINUTES.get(page, 1) for page in pages)
    return -(-minutes // ROUNDED_TO) * ROUNDED_TO
