"""One answer in words, and the answers of one page."""

from dataclasses import dataclass

from intake.choices import Section


@dataclass(frozen=True)
class AnswerRow:
    """One question and its answer in words; `kind` colours what is not plain."""

    question: str
    answer: str
    kind: str = "quiet"
    detail: str = ""
    is_plain: bool = False


@dataclass(frozen=True)
class AnswerGroup:
    """One page of the application; no rows means that it was not sent yet."""

    section: Section
    rows: list[AnswerRow]

    @property
    def title(self) -> str:
        return str(self.section.label)

    @property
    def is_missing(self) -> bool:
        return not self.rows

    @property
    def notable(self) -> list[AnswerRow]:
        """What a clinician reads first: everything but the plain answers to questions."""
        return [row for row in self.rows if not row.is_plain]

    @property
    def plain(self) -> list[AnswerRow]:
        return [row for row in self.rows if row.is_plain]
