"""What closes when is asked of one patient only; over all patients the index grew with the clinic."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dosing", "0008_change_reason")]

    operations = [
        migrations.RemoveIndex(model_name="scheduleddose", name="dosing_slot_closes"),
        migrations.AddIndex(
            model_name="scheduleddose",
            index=models.Index(fields=["patient", "window_closes_at"], name="dosing_slot_closes"),
        ),
    ]
