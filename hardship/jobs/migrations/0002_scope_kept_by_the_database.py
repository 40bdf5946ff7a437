from django.db import migrations

from hardship.kernel.checks import ScopeTriggers


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_leased_jobs")]

    operations = [ScopeTriggers("jobs_job")]
