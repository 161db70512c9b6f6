"""One check-in, or one safety screen, as staff read it: answers, scores, findings, who and when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intake.choices import Instrument
from intake.models import InstrumentResponse
from intake.presenters.instruments import response_rows, result_words, score_words
from intake.presenters.rows import AnswerRow
from intake.rules.instruments import InstrumentDefinition, definition_of
from monitoring.alerts.rules import StoredFinding, title_of
from monitoring.checkins.choices import (
    CheckInKind,
    GradeAnchor,
    Notice,
    Question,
    SideEffect,
    SideEffectName,
)
from monitoring.checkins.models import CheckIn, SafetyScreen
from monitoring.clinic.presenters.numbers import number_text
from monitoring.clinic.presenters.reports import GRADE_KINDS
from monitoring.clinic.presenters.words import Clock

NOTICE_KINDS = {Notice.EMERGENCY: "call", Notice.SAME_DAY: "stop", Notice.ROUTINE: "wait"}


@dataclass(frozen=True)
class ToldFinding:
    """One thing that the answers asked for; `value` is what it was judged by."""

    kind: str
    word: str
    sentence: str
    value: str


@dataclass(frozen=True)
class ToldPart:
    """One questionnaire or group of questions; `score` and `version` only of a questionnaire."""

    key: str
    title: str
    score: str
    version: str
    rows: list[AnswerRow]


@dataclass(frozen=True)
class ToldRecord:
    """The whole page of one record."""

    title: str
    facts: list[tuple[str, str]]
    findings: list[ToldFinding]
    parts: list[ToldPart]


def checkin_record(checkin: CheckIn, zone: str) -> ToldRecord:
    """A finished check-in: what matters most for a clinician stands first."""
    kind = str(CheckInKind(checkin.kind).label)
    day = date_format(checkin.due_on, "DATE_FORMAT")
    responses = [each for each in (checkin.phq9, checkin.gad7, checkin.peg) if each is not None]
    return ToldRecord(
        title=_("%(kind)s of %(day)s") % {"kind": kind, "day": day},
        facts=_facts(checkin, zone),
        findings=told_findings([*checkin.findings, *checkin.report.findings]),
        parts=[
            *(_questionnaire(response) for response in responses),
            _group("symptoms", _("Symptoms"), _grade_rows(checkin)),
            *([_group("overall", _("Overall"), _overall_rows(checkin))] if checkin.phq9 else []),
        ],
    )


def screen_record(screen: SafetyScreen, zone: str) -> ToldRecord:
    """The safety questions, or the one answer that was kept of a form that was not finished."""
    definition = _definition(screen.response)
    is_asq = definition.key == Instrument.ASQ
    title = _("Safety questions (%(name)s)") if is_asq else _("%(name)s of an unfinished check-in")
    return ToldRecord(
        title=title % {"name": definition.name},
        facts=_facts(screen, zone),
        findings=told_findings(screen.findings),
        parts=[_questionnaire(screen.response)],
    )


# --- Who, when, and what follows ---------------------------------------------------------------
def _facts(record: CheckIn | SafetyScreen, zone: str) -> list[tuple[str, str]]:
    return [
        (_("Recorded"), Clock(zone, "M j, Y").text(record.recorded_at)),
        (_("By"), _who(record)),
        (_("Judged by"), _policy_words(record.policy_version.number)),
    ]


def _who(record: CheckIn | SafetyScreen) -> str:
    """Staff write down what they are told; then both are named."""
    by = record.recorded_by
    if by is None or by.pk == record.patient.user_id:
        return _("the patient")
    return _("%(name)s, for the patient") % {"name": by.full_name}


def _policy_words(number: int) -> str:
    if not number:
        return _("the default limits, which nobody has approved")
    return _("policy version %(number)s") % {"number": number}


def told_findings(stored: Iterable[Mapping[str, Any]]) -> list[ToldFinding]:
    """What the answers asked for, as it was judged then; what was only noted is left out."""
    return [
        ToldFinding(
            kind=NOTICE_KINDS[Notice(finding.notice)],
            word=str(Notice(finding.notice).label),
            sentence=title_of(finding),
            value=_value_words(finding),
        )
        for finding in StoredFinding.all_of(stored)
        if finding.notice in NOTICE_KINDS
    ]


def _value_words(finding: StoredFinding) -> str:
    values = {"value": finding.value, "limit": finding.limit}
    return _("%(value)s, limit %(limit)s") % values if finding.limit else finding.value


# --- Answers -----------------------------------------------------------------------------------
def _definition(response: InstrumentResponse) -> InstrumentDefinition:
    return definition_of(response.instrument, response.version)


def _questionnaire(response: InstrumentResponse) -> ToldPart:
    definition = _definition(response)
    rows = response_rows(response.instrument, response.version, response.answers)
    return ToldPart(
        key=str(definition.key),
        title=definition.name,
        score=_score(definition, response),
        version=_("Version %(version)s. %(licence)s.")
        % {"version": response.version, "licence": definition.licence_note},
        rows=rows,
    )


def _score(definition: InstrumentDefinition, response: InstrumentResponse) -> str:
    score = None if response.score is None else Decimal(number_text(response.score))
    words = (score_words(definition, score), result_words(definition, response.result))
    return ", ".join(word for word in words if word)


def _group(key: str, title: str, rows: Iterable[AnswerRow]) -> ToldPart:
    return ToldPart(key, title, "", "", list(rows))


def _grade_rows(checkin: CheckIn) -> Iterator[AnswerRow]:
    order = list(SideEffect.values)
    for row in sorted(checkin.report.grades.all(), key=lambda row: order.index(row.symptom)):
        name = str(SideEffectName(row.symptom).label)
        if row.grade:
            words = str(GradeAnchor(f"{row.symptom}_{row.grade}").label)
            grade = _("grade %(grade)s") % {"grade": row.grade}
            yield AnswerRow(name, words, kind=GRADE_KINDS.get(row.grade, "call"), detail=grade)
        else:
            yield AnswerRow(name, _("No"), is_plain=True)


def _overall_rows(checkin: CheckIn) -> Iterator[AnswerRow]:
    yield AnswerRow(_("Compared with before the treatment"), checkin.get_overall_change_display())
    if checkin.could_be_pregnant is not None:
        is_yes = checkin.could_be_pregnant
        answer, kind = (_("Yes"), "stop") if is_yes else (_("No"), "quiet")
        yield AnswerRow(str(Question.PREGNANT.label), answer, kind=kind)
