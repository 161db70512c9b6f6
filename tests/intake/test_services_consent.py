"""Documents, signatures, withdrawal."""

import pytest

from intake.choices import Section
from intake.models import ConsentDocument, ConsentSignature, ConsentWithdrawal, SectionAnswers
from intake.rules.consent import CONSENT_TEXTS, REQUIRED_CONSENTS
from intake.selectors import (
    ConsentStanding,
    consent_is_current,
    consent_standing,
    next_agreement,
)
from intake.services import consent_copy_record, consent_documents_install, consent_withdraw
from intake.services.errors import (
    ApplicationFrozen,
    ConsentNotSigned,
    ConsentTextChanged,
    ReasonMissing,
    SignatureIncomplete,
    TeachBackWrong,
)
from ketaclinic.accounts.access import AccessRefused
from tests.factories.accounts import UserFactory
from tests.factories.intake import PatientFactory
from tests.intake.sent import document, right_answers, sign, verbs

pytestmark = pytest.mark.django_db


def publish(version, *, is_material, now, text=""):
    """A newer version of the treatment document, as an installed row."""
    return ConsentDocument.objects.create(
        key="treatment",
        version=version,
        title="Consent",
        text=text or f"Version {version}",
        sha256=f"{version:064d}",
        is_material=is_material,
        installed_at=now,
    )


def test_documents_are_installed_once(now):
    assert document().version == 1
    assert consent_documents_install(now=now) == []
    assert ConsentDocument.objects.count() == len(CONSENT_TEXTS)


def test_a_signature_keeps_what_was_on_the_screen(applicant, user, now):
    signature = sign(applicant, now, typed_name="  Rosa Marin ")
    assert (signature.typed_name, signature.ip_address) == ("Rosa Marin", "192.0.2.7")
    assert (signature.text_sha256, signature.signed_by) == (document().sha256, user)
    assert signature.signed_at == now
    assert verbs(applicant)[-1] == "intake.consent_signed"


def test_the_last_signature_completes_the_applications_consent_page(applicant, now):
    *first, last = REQUIRED_CONSENTS
    for key in first:
        sign(applicant, now, key)
    assert not SectionAnswers.objects.filter(section=Section.CONSENT).exists()
    sign(applicant, now, last)
    page = SectionAnswers.objects.get(section=Section.CONSENT)
    assert [each["document"] for each in page.answers["documents"]] == list(REQUIRED_CONSENTS)
    assert page.answers["documents"][1]["sha256"] == document().sha256


def test_a_signature_keeps_what_was_understood(applicant, now):
    kept = sign(applicant, now).teach_back
    assert kept[0] == {
        "asked": "You missed a dose. What do you do?",
        "answer": "Never take a double dose; follow the plan",
    }


@pytest.mark.parametrize("option", ["double", "no-such-option", ""])
def test_a_key_point_that_did_not_come_across_is_read_again(applicant, now, rows, option):
    given = right_answers(document()) | {"missed_dose": option}
    with pytest.raises(TeachBackWrong) as caught:
        sign(applicant, now, teach_back=given)
    assert caught.value.field == "teach_missed_dose"
    assert (ConsentSignature.objects.count(), rows(applicant)) == (0, 0)


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


def test_no_other_patient_withdraws_it(now):
    patient, other = PatientFactory(active=True), PatientFactory(active=True)
    with pytest.raises(AccessRefused):
        consent_withdraw(patient=patient, key="treatment", by=other.user, now=now, reason="x")
    assert consent_is_current(patient)


def test_staff_record_what_they_were_told_and_say_so(now, nurse):
    patient = PatientFactory(active=True)
    with pytest.raises(ReasonMissing):
        consent_withdraw(patient=patient, key="treatment", by=nurse, now=now, reason="  ")
    assert consent_is_current(patient)
    told = "Said so by phone."
    row = consent_withdraw(patient=patient, key="treatment", by=nurse, now=now, reason=told)
    assert (row.withdrawn_by, row.reason) == (nurse, told)
    assert consent_standing(patient) is ConsentStanding.WITHDRAWN


@pytest.mark.parametrize("key", REQUIRED_CONSENTS)
def test_every_document_counts(now, key):
    patient = PatientFactory(active=True)
    consent_withdraw(patient=patient, key=key, by=patient.user, now=now)
    assert not consent_is_current(patient)
    assert next_agreement(patient).document.key == key


def test_the_same_copy_is_recorded_once(now):
    patient = PatientFactory(active=True)
    signature = patient.consent_signatures.first()
    given = {"signature": signature, "sha256": "a" * 64, "by": patient.user, "now": now}
    assert consent_copy_record(**given) == consent_copy_record(**given)
    assert verbs(patient).count("intake.consent_copy_given") == 1


def test_what_is_new_is_shown_against_what_was_signed(now):
    patient = PatientFactory(active=True)
    signed = document()
    text = signed.text.replace("Never take a double dose.", "Never take two doses at once.")
    publish(2, is_material=True, now=now, text=text)
    changes = next_agreement(patient).changes
    assert [change.kind for change in changes] == ["removed", "added"]
    assert "double dose" in changes[0].text
    assert changes[1].heading == "What you agree to do"


def test_without_a_signature_consent_is_missing(applicant):
    assert consent_standing(applicant) is ConsentStanding.MISSING
