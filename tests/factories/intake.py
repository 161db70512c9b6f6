"""Patients for tests: plain rows, fixed and clinically normal, consistent with their history."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import factory

from intake.choices import (
    CareKind,
    GateOutcome,
    Instrument,
    Outcome,
    PainType,
    PatientState,
    Section,
)
from intake.models import (
    BaselinePressure,
    CareRecord,
    ConsentDocument,
    ConsentSignature,
    Decision,
    InstrumentResponse,
    Patient,
    PatientStateChange,
    ReadinessGate,
    SectionAnswers,
    Submission,
    WeightMeasurement,
)
from intake.rules.consent import CONSENT_TEXTS, ConsentText
from intake.rules.readiness import GATES
from ketaclinic.policies.selectors import policy_in_force
from tests.factories.accounts import UserFactory
from tests.factories.intake_answers import normal_answers

APPLIED_AT = datetime(2026, 5, 18, 15, 0, tzinfo=UTC)
WAY = {
    PatientState.DRAFT: (),
    PatientState.SUBMITTED: (PatientState.SUBMITTED,),
    PatientState.APPROVED: (PatientState.SUBMITTED, PatientState.APPROVED),
    PatientState.ACTIVE: (PatientState.SUBMITTED, PatientState.APPROVED, PatientState.ACTIVE),
    PatientState.PAUSED: (
        PatientState.SUBMITTED,
        PatientState.APPROVED,
        PatientState.ACTIVE,
        PatientState.PAUSED,
    ),
}


class PatientFactory(factory.django.DjangoModelFactory):
    """A healthy 46-year-old in New York; active unless a trait says otherwise.

    Traits: draft, submitted, approved, active, paused. `now=` moves the whole history.
    """

    class Meta:
        model = Patient
        skip_postgeneration_save = True

    class Params:
        now = APPLIED_AT
        draft = factory.Trait(state=PatientState.DRAFT)
        submitted = factory.Trait(state=PatientState.SUBMITTED)
        approved = factory.Trait(state=PatientState.APPROVED)
        active = factory.Trait(state=PatientState.ACTIVE)
        paused = factory.Trait(state=PatientState.PAUSED)

    user = factory.SubFactory(UserFactory, full_name="Rosa Marin")
    first_name = "Rosa"
    last_name = "Marin"
    date_of_birth = date(1980, 4, 12)
    sex_at_birth = "female"
    phone = "+15550100200"
    address_line = "12 Oak Street"
    city = "Albany"
    state_of_residence = "NY"
    postal_code = "12207"
    emergency_contact_name = "Luis Marin"
    emergency_contact_phone = "+15550100201"
    state = PatientState.ACTIVE
    created_at = factory.SelfAttribute("now")

    @factory.post_generation
    def history(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create:
            write_history(self)


def write_history(patient: Patient) -> None:
    """Add the rows that a patient in this state has, an hour apart, ending in the state."""
    at, before, changes = patient.created_at, "", []
    for step in (PatientState.DRAFT, *WAY[PatientState(patient.state)]):
        if step == PatientState.SUBMITTED:
            _applied(patient, at)
        if step == PatientState.APPROVED:
            _decided(patient, at)
        if step == PatientState.ACTIVE:
            _tested(patient, at)
        changes.append(
            PatientStateChange(
                patient=patient, from_state=before, to_state=step, at=at, by=patient.user
            )
        )
        at, before = at + timedelta(hours=1), step
    PatientStateChange.objects.bulk_create(changes)


def _tested(patient: Patient, at: datetime) -> None:
    """Nothing of what care asks for is due in the weeks that tests look at."""
    CareRecord.objects.bulk_create(
        CareRecord(
            patient=patient,
            kind=kind,
            done_on=at.date(),
            next_due_on=at.date() + timedelta(days=366),
            recorded_at=at,
            recorded_by=patient.user,
        )
        for kind in CareKind
    )


def _clinician():
    from ketaclinic.accounts.models import User

    known = User.objects.filter(role="medical_director").first()
    return known or UserFactory(medical_director=True)


def _applied(patient: Patient, at: datetime) -> None:
    answers = normal_answers()
    SectionAnswers.objects.bulk_create(
        SectionAnswers(
            patient=patient,
            section=section,
            answers=answers[section],
            recorded_at=at,
            recorded_by=patient.user,
        )
        for section in Section
    )
    _measured(patient, at)
    sign_consent(patient, at)
    Submission.objects.create(
        patient=patient,
        number=1,
        facts=answers,
        policy_version=policy_in_force().version,
        submitted_at=at,
        submitted_by=patient.user,
    )


def _measured(patient: Patient, at: datetime) -> None:
    BaselinePressure.objects.create(
        patient=patient,
        readings=normal_answers()[Section.PRESSURE]["readings"],
        mean_systolic=Decimal("121.0"),
        mean_diastolic=Decimal("77.0"),
        measured_at=at,
        recorded_by=patient.user,
    )
    WeightMeasurement.objects.create(
        patient=patient, weight_g=70_000, measured_at=at, recorded_by=patient.user
    )
    InstrumentResponse.objects.create(
        patient=patient,
        instrument=Instrument.PEG,
        version="2009-en",
        answers=normal_answers()[Section.PAIN_SCORE],
        score=Decimal("6.7"),
        answered_at=at,
        recorded_by=patient.user,
    )


def sign_consent(patient: Patient, at: datetime) -> list[ConsentSignature]:
    """A signature under the newest text of each document, which is installed if need be."""
    installed = {(each.key, each.version): each for each in ConsentDocument.objects.all()}
    wanted = {(text.key, text.version): text for text in CONSENT_TEXTS}
    missing = [_document(text, at) for key, text in wanted.items() if key not in installed]
    ConsentDocument.objects.bulk_create(missing)
    installed |= {(each.key, each.version): each for each in missing}
    return ConsentSignature.objects.bulk_create(
        ConsentSignature(
            patient=patient,
            document=installed[key],
            typed_name="Rosa Marin",
            text_sha256=installed[key].sha256,
            signed_at=at,
            signed_by=patient.user,
        )
        for key in wanted
    )


def _document(text: ConsentText, at: datetime) -> ConsentDocument:
    return ConsentDocument(
        key=text.key,
        version=text.version,
        title=text.title,
        text=text.text,
        sha256=text.sha256,
        is_material=text.is_material,
        installed_at=at,
    )


def _gates(patient: Patient, opened_at: datetime) -> list[ReadinessGate]:
    """Open for somebody who was only approved; done an hour later for who was activated."""
    done_at = opened_at + timedelta(hours=1)
    done = {
        "outcome": GateOutcome.DONE,
        "done_on": done_at.date(),
        "closed_at": done_at,
        "closed_by": _clinician(),
    }
    closed = {} if patient.state == PatientState.APPROVED else done
    return [
        ReadinessGate(patient=patient, key=gate.key, opened_at=opened_at, **closed)
        for gate in GATES
    ]


def _decided(patient: Patient, at: datetime) -> None:
    Decision.objects.create(
        submission=patient.submissions.get(),
        outcome=Outcome.APPROVE,
        pain_type=PainType.NEUROPATHIC,
        understands_risks=True,
        reason="Neuropathic pain, other treatment failed.",
        decided_at=at,
        decided_by=_clinician(),
    )
    ReadinessGate.objects.bulk_create(_gates(patient, at))
