"""What the database itself refuses and keeps; the SQL says what it guards, why, and which test shows it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
FILES = (
    "scope",
    "append_only",
    "edits",
    "unfiled",
    "off_file",
    "contact",
    "closed_union",
    "goods",
    "invoices",
    "waivers",
    "scans",
    "guides",
)


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0001_tables"),
        ("accounts", "0002_guards"),
    ]
    operations = [migrations.RunSQL((SQL / f"{name}.sql").read_text()) for name in FILES]
