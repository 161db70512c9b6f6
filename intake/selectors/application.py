"""What an applicant has answered so far, and the facts that the rules read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from intake.choices import PatientState, Section, SexAtBirth
from intake.models import Patient, ScreeningFinding, SectionAnswers, Submission
from intake.rules.dates import YearMonth
from intake.rules.facts import Reply, ScreeningFacts
from intake.rules.instruments import BY_SECTION, is_whole
from intake.rules.questions import BY_KEY
from intake.rules.vitals import PressureReading
from intake.selectors.history import history_from
from intake.selectors.medicines import list_as_answers, list_from_answers, listed_medicines
from ketaclinic.clinic.selectors import clinic_settings
from ketaclinic.reminders.subjects import subject_uuid

Answers = Mapping[str, Mapping[str, Any]]


def answers_in_force(patient: Patient) -> dict[str, dict[str, Any]]:
    """The newest answers of each section, by section."""
    rows = SectionAnswers.objects.filter(patient=patient).values_list("section", "answers")
    answers = dict(rows)
    if Section.MEDICINES in answers:
        answers[Section.MEDICINES] |= _live_list(patient, answers[Section.MEDICINES])
    return answers


def _live_list(patient: Patient, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The medicine list may have changed since its page was sent: its rows are what counts."""
    lines = list_as_answers(listed_medicines(patient))
    return {"medicines": lines, "takes_none": bool(stored.get("takes_none")) and not lines}


def newest_answers_id(patient: Patient, section: Section) -> int:
    """Names the answers of one page that are in force; 0 while there are none."""
    rows = SectionAnswers.objects.filter(patient=patient, section=section)
    return rows.order_by("-id").values_list("id", flat=True).first() or 0


def sections_of(patient: Patient) -> list[Section]:
    """The pages that this person is asked, in order; men are not asked about pregnancy."""
    is_male = patient.sex_at_birth == SexAtBirth.MALE
    return [s for s in Section if not (is_male and s is Section.PREGNANCY)]


def missing_sections(patient: Patient, answers: Answers) -> list[Section]:
    """The pages that are not sent yet or lack an answer, in order."""
    return [
        section
        for section in sections_of(patient)
        if section not in answers
        or not is_whole(section, answers[section])
        or (section is Section.MEDICINES and not _is_list_settled(answers[section]))
    ]


def _is_list_settled(stored: Mapping[str, Any]) -> bool:
    """An empty list is complete only when somebody said that none is taken."""
    return bool(stored.get("medicines") or stored.get("takes_none"))


def submission_in_force(patient: Patient) -> Submission | None:
    """The newest submission, with the policy it was judged by and its decision if there is one."""
    rows = Submission.objects.filter(patient=patient)
    return rows.select_related("policy_version", "decision__decided_by").last()


def findings_of(submission: Submission) -> list[ScreeningFinding]:
    """What the rules found in it, most urgent first, with the clinician's answers."""
    return list(submission.findings.select_related("answer__answered_by", "policy_version"))


def screening_facts(answers: Answers) -> ScreeningFacts:
    """The application as the rules read it; what is not answered stays unknown."""
    served = tuple(clinic_settings().states_served)
    return replace(facts_without_clinic(answers), states_served=served)


def facts_without_clinic(answers: Answers) -> ScreeningFacts:
    """The same for rules that do not ask where the clinic treats, without reading its settings."""
    about = answers.get(Section.ABOUT, {})
    born = about.get("date_of_birth")
    return ScreeningFacts(
        date_of_birth=date.fromisoformat(born) if born else None,
        sex_at_birth=about.get("sex_at_birth", ""),
        state_of_residence=answers.get(Section.HOME, {}).get("state_of_residence", ""),
        replies=replies_from(answers),
        readings=readings_from(answers),
        medicines=list_from_answers(answers.get(Section.MEDICINES, {}).get("medicines", [])),
        takes_no_medicine=bool(answers.get(Section.MEDICINES, {}).get("takes_none")),
        history=history_from(answers),
        instruments={
            definition.key.value: answers.get(section, {})
            for section, definition in BY_SECTION.items()
        },
    )


def readings_from(answers: Answers) -> tuple[PressureReading, ...]:
    """The blood pressures (mmHg) of the application, in the order in which they were taken."""
    return tuple(
        PressureReading(r["systolic"], r["diastolic"], r.get("pulse"))
        for r in answers.get(Section.PRESSURE, {}).get("readings", [])
    )


def replies_from(answers: Answers) -> dict[str, Reply]:
    """The replies to all screening questions, by key."""
    given = {}
    for section in answers.values():
        for key, stored in section.items():
            if key in BY_KEY:
                month = stored.get("month")
                given[key] = Reply(
                    answer=stored.get("answer", ""),
                    month=YearMonth.parse(month) if month else None,
                    option=stored.get("option", ""),
                    detail=stored.get("detail", ""),
                )
    return given


def unfinished_still_wanted(subject_id: str, now: datetime) -> str:
    """Empty while this patient's application is still a draft, else a short machine reason."""
    key = subject_uuid(subject_id)
    if key is None:
        return "missing"
    state = Patient.objects.filter(public_id=key).values_list("state", flat=True).first()
    if state is None:
        return "missing"
    return "" if state == PatientState.DRAFT else "sent_in"
