"""Documents, signatures, withdrawal."""

import pytest

from intake.choices import Section
from intake.models import ConsentDocument, ConsentSignature, ConsentWithdrawal, SectionAnswers
from intake.selectors import ConsentStanding, consent_is_current, consent_standing
from intake.services import consent_documents_install, consent_withdraw
from intake.services.errors import (
    ApplicationFrozen,
    ConsentNotSigned,
    ConsentTextChanged,
    SignatureIncomplete,
)
from ketaclinic.accounts.access import AccessRefused
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import document, sign, verbs

pytestmark = pytest.mark.django_db


def publish(version, *, is_material, now):
    """A newer version of the treatment document, as an installed row."""
    return ConsentDocument.objects.create(
        key="treatment",
        version=version,
        title="Consent",
        text=f"Version {version}",
        sha256=f"{version:064d}",
        is_material=is_material,
        installed_at=now,
    )


def test_documents_are_installed_once(now):
    assert document().version == 1
    assert consent_documents_install(now=now) == []
    assert ConsentDocument.objects.count() == 1


def test_a_signature_keeps_what_was_on_the_screen(applicant, user, now):
    signature = sign(applicant, now, typed_name="  Rosa Marin ")
    assert (signature.typed_name, signature.ip_address) == ("Rosa Marin", "192.0.2.7")
    assert (signature.text_sha256, signature.signed_by) == (document().sha256, user)
    assert signature.signed_at == now
    assert verbs(applicant)[-1] == "intake.consent_signed"


def test_a_signature_is_also_the_applications_consent_page(applicant, now):
    sign(applicant, now)
    page = SectionAnswers.objects.get(section=Section.CONSENT)
    assert page.answers["sha256"] == document().sha256


def test_signing_twice_is_one_signature(applicant, now):
    assert sign(applicant, now) == sign(applicant, now)
    assert ConsentSignature.objects.count() == 1
    assert verbs(applicant).count("intake.consent_signed") == 1


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"typed_name": "   "}, SignatureIncomplete, "typed_name"),
        ({"is_intended": False}, SignatureIncomplete, "is_intended"),
        ({"sha256": "0" * 64}, ConsentTextChanged, None),
    ],
    ids=["no name", "no tick", "another text"],
)
def test_what_is_no_signature(applicant, now, rows, changes, error, field):
    with pytest.raises(error) as caught:
        sign(applicant, now, **changes)
    assert caught.value.field == field
    assert (ConsentSignature.objects.count(), rows(applicant)) == (0, 0)


def test_an_old_version_cannot_be_signed(applicant, now):
    old = document()
    publish(2, is_material=True, now=now)
    with pytest.raises(ConsentTextChanged):
        sign(applicant, now, document=old, sha256=old.sha256)
    assert not ConsentSignature.objects.exists()


def test_nobody_signs_for_another(applicant, now):
    with pytest.raises(AccessRefused):
        sign(applicant, now, by=UserFactory())
    assert not ConsentSignature.objects.exists()


def test_while_the_clinic_decides_nothing_is_signed(now):
    patient = PatientFactory(submitted=True)
    publish(2, is_material=True, now=now)
    with pytest.raises(ApplicationFrozen):
        sign(patient, now)


def test_an_active_patient_signs_a_new_version_without_touching_the_application(now, rows):
    patient = PatientFactory(active=True)
    before = rows(patient)
    publish(2, is_material=True, now=now)
    assert consent_standing(patient) is ConsentStanding.OUTDATED
    sign(patient, now)
    assert consent_is_current(patient)
    assert rows(patient) == before


def test_a_minor_version_asks_for_nothing(now):
    patient = PatientFactory(active=True)
    publish(2, is_material=False, now=now)
    assert consent_is_current(patient)


def test_a_minor_version_after_a_missed_material_one_is_still_outdated(now):
    patient = PatientFactory(active=True)
    publish(2, is_material=True, now=now)
    publish(3, is_material=False, now=now)
    assert consent_standing(patient) is ConsentStanding.OUTDATED


def test_a_withdrawal_counts_until_there_is_a_new_signature(now):
    patient = PatientFactory(active=True)
    withdrawal = consent_withdraw(patient=patient, key="treatment", by=patient.user, now=now)
    assert withdrawal.withdrawn_by == patient.user
    assert consent_standing(patient) is ConsentStanding.WITHDRAWN
    assert verbs(patient)[-1] == "intake.consent_withdrawn"
    sign(patient, now)
    assert consent_is_current(patient)


def test_there_must_be_something_to_take_back(applicant, now):
    with pytest.raises(ConsentNotSigned):
        consent_withdraw(patient=applicant, key="treatment", by=applicant.user, now=now)
    assert not ConsentWithdrawal.objects.exists()


def test_nobody_withdraws_for_another(now, nurse):
    patient = PatientFactory(active=True)
    with pytest.raises(AccessRefused):
        consent_withdraw(patient=patient, key="treatment", by=nurse, now=now)
    assert consent_is_current(patient)


def test_without_a_signature_consent_is_missing(applicant):
    assert consent_standing(applicant) is ConsentStanding.MISSING
