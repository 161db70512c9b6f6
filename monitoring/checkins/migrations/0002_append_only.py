"""What a patient reported is never changed, whichever way the database is reached."""

from django.db import migrations

from ketaclinic.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("monitoring_checkins", "0001_initial")]

    operations = [
        AppendOnly("monitoring_checkins_pressurecheck"),
        AppendOnly("monitoring_checkins_sideeffectreport"),
        AppendOnly("monitoring_checkins_sideeffectgrade"),
        AppendOnly("monitoring_checkins_painscore"),
        AppendOnly("monitoring_checkins_safetyresponse"),
    ]
