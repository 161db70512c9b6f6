"""docs/clinical-basis.md shows every default limit as the code has it."""

from io import StringIO

from django.core.management import call_command

from tests.architecture.source import ROOT


def test_the_document_holds_the_table_of_the_code():
    out = StringIO()
    call_command("clinical_basis", stdout=out)
    document = (ROOT / "docs" / "clinical-basis.md").read_text(encoding="utf-8")
    missing = [line for line in out.getvalue().splitlines() if line not in document]
    assert missing == []
    assert out.getvalue().count("\n") > 50
