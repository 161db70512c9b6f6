"""The database refuses changes to clinical facts."""

from django.db import migrations

from ketaclinic.audit.append_only import AppendOnly

TABLES = (
    "intake_baselinepressure",
    "intake_consentdocument",
    "intake_consentsignature",
    "intake_consentwithdrawal",
    "intake_decision",
    "intake_findinganswer",
    "intake_instrumentresponse",
    "intake_patientstatechange",
    "intake_safetyconcern",
    "intake_safetycontact",
    "intake_screeningfinding",
    "intake_sectionanswers",
    "intake_submission",
    "intake_weightmeasurement",
)


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [AppendOnly(table) for table in TABLES]
