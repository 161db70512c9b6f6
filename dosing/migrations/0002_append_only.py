"""The database refuses changes to signed plans, their ends and the dose log."""

from django.db import migrations

from ketaclinic.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("dosing", "0001_initial")]
    operations = [
        AppendOnly("dosing_dosingplan"),
        AppendOnly("dosing_planend"),
        AppendOnly("dosing_doselog"),
    ]
