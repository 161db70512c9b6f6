"""Agreements in words, and the copy that a signer keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from fpdf import FPDF

from intake.models import ConsentSignature
from intake.presenters.application import document_blocks
from intake.selectors import Agreement, ConsentStanding

FONT = "DejaVu"
MARGIN_MM = 20
LINE_MM = 6
_STANDINGS = {
    ConsentStanding.CURRENT: ("go", lazy("signed")),
    ConsentStanding.MISSING: ("wait", lazy("to sign")),
    ConsentStanding.WITHDRAWN: ("stop", lazy("taken back")),
    ConsentStanding.OUTDATED: ("wait", lazy("new version to sign")),
}


@dataclass(frozen=True)
class AgreementLine:
    """One document in the patient's list."""

    key: str
    title: str
    kind: str
    word: str
    signed_at: datetime | None
    signature_id: UUID | None
    may_withdraw: bool
    needs_signature: bool


@dataclass(frozen=True)
class SignedCopy:
    """A PDF file and its fingerprint; the same signature always gives the same bytes."""

    content: bytes
    sha256: str


def agreement_lines(agreements: Iterable[Agreement]) -> list[AgreementLine]:
    """Each document with its standing in words."""
    return [_line(agreement) for agreement in agreements]


def _line(agreement: Agreement) -> AgreementLine:
    kind, word = _STANDINGS[agreement.standing]
    signature = agreement.signature
    is_in_force = signature is not None and agreement.standing is not ConsentStanding.WITHDRAWN
    return AgreementLine(
        key=agreement.document.key,
        title=agreement.document.title,
        kind=kind,
        word=str(word),
        signed_at=signature.signed_at if signature else None,
        signature_id=signature.public_id if signature else None,
        may_withdraw=is_in_force,
        needs_signature=not agreement.is_current,
    )


def copy_name(signature: ConsentSignature) -> str:
    """A file name that says nothing of the treatment to whoever sees the download."""
    return f"agreement-{signature.signed_at:%Y-%m-%d}-{signature.public_id.hex[:8]}.pdf"


def signed_copy(signature: ConsentSignature, clinic_name: str) -> SignedCopy:
    """The full text as it was signed, the teach-back and the signature, as a PDF file."""
    pdf = _new_pdf(signature)
    _write_head(pdf, signature, clinic_name)
    for block in document_blocks(signature.document.text):
        if block.kind == "heading":
            _write(pdf, block.text, bold=True, gap=2)
        for item in block.items:
            _write(pdf, f"•  {item}", indent=5)
        if block.kind == "paragraph":
            _write(pdf, block.text)
    _write_signature(pdf, signature)
    content = bytes(pdf.output())
    return SignedCopy(content, sha256(content).hexdigest())


def _new_pdf(signature: ConsentSignature) -> FPDF:
    pdf = FPDF(format="letter")
    pdf.set_creation_date(signature.signed_at)  # not the clock: the same bytes each time
    pdf.set_title(signature.document.title)
    pdf.set_lang("en-US")
    pdf.set_margins(MARGIN_MM, MARGIN_MM)
    pdf.set_auto_page_break(auto=True, margin=MARGIN_MM)
    for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        pdf.add_font(FONT, style=style, fname=settings.PDF_FONT_FOLDER / name)
    pdf.add_page()
    return pdf


def _write(
    pdf: FPDF, text: str, *, bold: bool = False, size: int = 10, indent: int = 0, gap: int = 0
) -> None:
    pdf.set_font(FONT, style="B" if bold else "", size=size)
    pdf.ln(gap)
    pdf.set_x(MARGIN_MM + indent)
    pdf.multi_cell(0, LINE_MM, text, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1)


def _write_head(pdf: FPDF, signature: ConsentSignature, clinic_name: str) -> None:
    _write(pdf, clinic_name)
    _write(pdf, signature.document.title, bold=True, size=16)
    version = _("Version %(version)s") % {"version": signature.document.version}
    _write(pdf, version)


def _write_signature(pdf: FPDF, signature: ConsentSignature) -> None:
    _write(pdf, _("What was asked before signing"), bold=True, gap=4)
    for each in signature.teach_back:
        _write(pdf, f"{each['asked']} – {each['answer']}", indent=5)
    _write(pdf, _("Signature"), bold=True, gap=4)
    zone = signature.patient.user.zone
    at = date_format(localtime(signature.signed_at, zone), "DATETIME_FORMAT")
    for label, value in (
        (_("Signed by (typed name)"), signature.typed_name),
        (_("Meaning"), _("I have read this document, I understand it, and I agree to it.")),
        (_("Time"), f"{at} ({zone.key})"),
        (_("Network address"), signature.ip_address or _("not recorded")),
        (_("Fingerprint of the text (SHA-256)"), signature.text_sha256),
    ):
        _write(pdf, f"{label}: {value}", indent=5)
