"""What the database itself refuses and keeps; the SQL says what it guards, why, and which test shows it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
FILES = (
    "append_only",
    "standing",
    "proposing",
    "reviewed",
    "file_makers",
    "steps_move_applications",
    "objections",
    "supervisions",
    "handing_on",
    "taking_over",
    "consulting",
    "urgent",
    "minuted",
    "entrusted",
    "corrections",
    "retracting",
    "paid_from",
    "classes",
    "visited",
    "whole",
    "extending",
    "halted",
)


class Migration(migrations.Migration):
    dependencies = [
        ("approvals", "0001_tables"),
        ("accounts", "0002_guards"),
        ("applications", "0002_guards"),
        ("archives", "0002_guards"),
        ("bodies", "0002_guards"),
        ("completions", "0002_guards"),
        ("donations", "0002_guards"),
        ("giving", "0002_guards"),
        ("notices", "0002_guards"),
        ("payments", "0002_guards"),
        ("visits", "0002_guards"),
        ("policies", "0002_guards"),
    ]
    operations = [migrations.RunSQL((SQL / f"{name}.sql").read_text()) for name in FILES]
