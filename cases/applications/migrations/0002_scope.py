from django.db import migrations

from hardship.kernel.checks import ScopeTriggers


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_applications")]
    operations = [
        ScopeTriggers("applications_application"),
    ]
