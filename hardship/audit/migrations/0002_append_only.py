from django.db import migrations

from hardship.kernel.checks import AppendOnly, ScopeTriggers


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_audit_trail")]
    operations = [
        ScopeTriggers("audit_auditrecord"),
        AppendOnly("audit_auditrecord"),
    ]
