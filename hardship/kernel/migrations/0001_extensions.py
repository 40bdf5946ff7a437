"""What PostgreSQL must bring before any table is made."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    # Every room depends on the tables of accounts, so this comes before all of them.
    run_before = [("accounts", "0001_tables")]
    # Exclusion constraints over a period of dates and a plain column (no two policies in force at once).
    operations = [BtreeGistExtension()]
