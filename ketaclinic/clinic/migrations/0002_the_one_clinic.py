"""The one row of clinic settings exists from the start, so that nothing has to create it in passing."""

from typing import Any

from django.db import migrations


def make_row(apps: Any, schema_editor: Any) -> None:
    apps.get_model("clinic_settings", "ClinicSettings").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("clinic_settings", "0001_initial")]
    operations = [migrations.RunPython(make_row, migrations.RunPython.noop)]
