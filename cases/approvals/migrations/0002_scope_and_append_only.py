from django.db import migrations

from hardship.kernel.checks import AppendOnly, ScopeTriggers


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_steps_and_notices")]
    operations = [
        ScopeTriggers("approvals_publicnotice"),
        AppendOnly("approvals_approvalstep"),
    ]
