"""The database refuses changes to policy versions and proposals."""

from django.db import migrations

from ketaclinic.audit.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]
    operations = [AppendOnly("policies_policyproposal"), AppendOnly("policies_policyversion")]
