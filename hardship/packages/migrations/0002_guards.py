"""What the database itself refuses and keeps; the SQL says what it guards, why, and which test shows it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
FILES = (
    "append_only",
    "scope",
)


class Migration(migrations.Migration):
    dependencies = [
        ("packages", "0001_tables"),
        ("accounts", "0002_guards"),
    ]
    operations = [migrations.RunSQL((SQL / f"{name}.sql").read_text()) for name in FILES]
