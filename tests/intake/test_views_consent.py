"""Signing one document after the other, the copies, the changes, and whose they are."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from intake.choices import Section
from intake.models import ConsentCopy, ConsentDocument, ConsentSignature
from intake.presenters.consent import signed_copy
from intake.rules.consent import REQUIRED_CONSENTS
from tests.factories.intake import PatientFactory
from tests.intake.sent import document, posted_signature, sign, verbs

pytestmark = pytest.mark.django_db
PAGE = f"/apply/{Section.CONSENT}/"
AGREEMENTS = "/agreements/"


def text(response):
    return response.content.decode()


@pytest.fixture
def active(client):
    patient = PatientFactory(active=True)
    client.force_login(patient.user)
    return patient


@pytest.fixture
def outdated(active, now):
    """The treatment document has a new material version."""
    old = document()
    words = old.text.replace("Sleepiness, dizziness", "Sleepiness, fainting")
    ConsentDocument.objects.create(
        key=old.key,
        version=2,
        title=old.title,
        text=words,
        sha256="b" * 64,
        is_material=True,
        installed_at=now,
    )
    return active


def test_each_document_is_shown_in_full_and_signed_with_its_hash(at_work):
    for key in REQUIRED_CONSENTS:
        body = text(at_work.get(PAGE))
        for line in document(key).text.splitlines():
            assert line.removeprefix("## ").removeprefix("- ").split("'")[0] in body
        assert at_work.post(PAGE, posted_signature(key)).status_code == 302
    signature = ConsentSignature.objects.get(document__key="treatment")
    assert (signature.text_sha256, signature.ip_address) == (document().sha256, "127.0.0.1")
    assert "You have signed every document" in text(at_work.get(PAGE))


def test_the_last_signature_leads_to_the_review(at_work):
    led = [at_work.post(PAGE, posted_signature(key)).url for key in REQUIRED_CONSENTS]
    assert led == [PAGE] * (len(REQUIRED_CONSENTS) - 1) + ["/apply/review/"]


@pytest.mark.parametrize(
    "changes",
    [
        {"typed_name": ""},
        {"typed_name": "x" * 5_000},
        {"is_intended": None},
        {"sha256": "0" * 64},
        {"teach_paper": None},
        {"teach_paper": "paid"},
        {"teach_paper": "<script>"},
    ],
    ids=["no name", "a long name", "no tick", "another text", "no answer", "wrong", "hostile"],
)
def test_what_is_no_signature_stores_nothing_and_keeps_what_was_typed(at_work, changes):
    data = posted_signature(REQUIRED_CONSENTS[0], **changes)
    response = at_work.post(PAGE, data)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not ConsentSignature.objects.exists()
    if "typed_name" not in changes:
        assert 'value="Rosa Marin"' in text(response)


def test_a_wrong_answer_says_where_to_read_again(at_work):
    response = at_work.post(PAGE, posted_signature(REQUIRED_CONSENTS[0], teach_paper="paid"))
    assert "a paper copy is free" in text(response)


def test_a_name_in_any_script_is_printed(now):
    patient = PatientFactory(active=True)
    signature = sign_again(patient, now, typed_name="Ольга Νίκη עדה 😀 <b>")
    copy = signed_copy(signature, "Harbor Pain Clinic")
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(copy.content)).pages)
    assert "Ольга Νίκη" in words
    assert "<b>" in words
    assert signature.text_sha256[:20] in words.replace("\n", "")


def sign_again(patient, now, **changes):
    from intake.services import consent_withdraw

    consent_withdraw(patient=patient, key="treatment", by=patient.user, now=now)
    return sign(patient, now, **changes)


def test_the_copy_holds_the_whole_text_and_is_the_same_each_time(active):
    signature = active.consent_signatures.get(document__key="treatment")
    copy = signed_copy(signature, "Harbor Pain Clinic")
    assert copy == signed_copy(signature, "Harbor Pain Clinic")
    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(copy.content)).pages)
    words = " ".join(words.split())
    for line in signature.document.text.splitlines():
        assert line.removeprefix("## ").removeprefix("- ") in words


def test_a_copy_is_given_to_its_signer_and_recorded_once(client, active):
    signature = active.consent_signatures.first()
    url = f"/agreements/copy/{signature.public_id}/"
    for _time in range(2):
        response = client.get(url)
        assert response.headers["Content-Type"] == "application/pdf"
        assert "ketamine" not in response.headers["Content-Disposition"].lower()
    assert ConsentCopy.objects.get().given_to == active.user
    assert verbs(active).count("intake.consent_copy_given") == 1


def test_nobody_else_gets_the_copy(client, client_of, active):
    signature = active.consent_signatures.first()
    other = PatientFactory(active=True)
    client.force_login(other.user)
    assert client.get(f"/agreements/copy/{signature.public_id}/").status_code == 404
    assert client.get(f"/clinic/agreements/{signature.public_id}/").status_code == 404
    assert client_of("editor").get(f"/clinic/agreements/{signature.public_id}/").status_code == 404
    assert not ConsentCopy.objects.exists()


def test_the_clinic_can_print_a_copy(client_of, active):
    signature = active.consent_signatures.first()
    response = client_of("nurse").get(f"/clinic/agreements/{signature.public_id}/")
    assert response.content.startswith(b"%PDF")


def test_my_agreements_lists_every_document(client, active, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        body = text(client.get(AGREEMENTS))
    for signature in active.consent_signatures.all():
        assert signature.document.title.split("'")[0] in body
        assert str(signature.public_id) in body


def test_a_new_version_shows_what_is_new_and_is_signed(client, outdated):
    assert "new version to sign" in text(client.get(AGREEMENTS))
    body = text(client.get("/agreements/treatment/"))
    assert "<del>Sleepiness, dizziness" in body
    assert "<ins>Sleepiness, fainting" in body
    answer = client.post("/agreements/treatment/", posted_signature())
    assert answer.url == AGREEMENTS
    assert outdated.consent_signatures.filter(document__version=2).count() == 1


def test_what_is_current_is_only_read(client, active):
    assert "Before you sign" not in text(client.get("/agreements/treatment/"))
    client.post("/agreements/treatment/", posted_signature())
    assert active.consent_signatures.filter(document__key="treatment").count() == 1


def test_an_unknown_document_is_404(client, active):
    assert client.get("/agreements/no-such-document/").status_code == 404
