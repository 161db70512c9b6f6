"""The database refuses changes to clinical facts."""

from django.db import migrations

from ketaclinic.audit.append_only import AppendOnly

TABLES = (
    "intake_amendmentreview",
    "intake_baselinepressure",
    "intake_consentcopy",
    "intake_consentdocument",
    "intake_consentsignature",
    "intake_consentwithdrawal",
    "intake_decision",
    "intake_findinganswer",
    "intake_heightmeasurement",
    "intake_informationrequest",
    "intake_instrumentresponse",
    "intake_medicinechange",
    "intake_medicinereview",
    "intake_patientmerge",
    "intake_patientstatechange",
    "intake_safetyanswer",
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
