"""What the database itself refuses and keeps; the SQL says what it guards, why, and which test shows it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
FILES = (
    "scope",
    "closed_union",
    "campaigns",
    "lists",
    "renewals",
    "classes",
    "teams",
    "visits",
    "reports",
)


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_tables"),
        ("accounts", "0002_guards"),
        ("archives", "0002_guards"),
        ("applications", "0002_guards"),
        ("people", "0002_guards"),
        ("ledgers", "0002_guards"),
        ("goods", "0002_guards"),
        ("visits", "0002_guards"),
    ]
    operations = [migrations.RunSQL((SQL / f"{name}.sql").read_text()) for name in FILES]
