"""What the database itself refuses and keeps; the SQL says what it guards, why, and which test shows it."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"
FILES = (
    "tree",
    "union_names",
    "scope_functions",
    "append_only_function",
    "transaction_stamp",
    "appointments",
    "stand_ins",
    "closed_unions",
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
    ]
    operations = [migrations.RunSQL((SQL / f"{name}.sql").read_text()) for name in FILES]
