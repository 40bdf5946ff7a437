from django.db import migrations

from hardship.kernel.checks import ScopeTriggers


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_dated_rules")]
    operations = [
        ScopeTriggers("policies_programme"),
    ]
