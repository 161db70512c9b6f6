"""Why a version differs from the one before it, in words for the patient."""

from django.db import migrations, models

from ketaclinic.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("dosing", "0007_calendar")]

    operations = [
        migrations.AddField(
            model_name="dosingplan",
            name="change_reason",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="plandraft",
            name="change_reason",
            field=models.TextField(blank=True, default=""),
        ),
        # SQLite has built the table anew, without its triggers.
        AppendOnly("dosing_dosingplan"),
    ]
