"""What the database itself refuses and keeps; the SQL says what it guards, why, and which test shows it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
FILES = (
    "states",
    "scope",
    "frozen_lines",
    "payables",
    "batch_totals",
    "batch_hands",
    "batch_sending",
    "append_only",
    "bank_files",
    "others",
    "signed_pages",
)


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0001_tables"),
        ("accounts", "0002_guards"),
    ]
    operations = [migrations.RunSQL((SQL / f"{name}.sql").read_text()) for name in FILES]
