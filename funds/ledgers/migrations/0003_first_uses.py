"""The uses every ledger starts with; a province may add its own rows."""

from typing import Any

from django.db import migrations

# Expense subjects of 工会会计制度（财会〔2021〕7号）: 50404 困难职工帮扶支出, 50405 送温暖支出 (which names 金秋助学).
USES = (
    ("pool", "待分配", ""),
    ("living", "生活救助", "50404"),
    ("medical", "医疗救助", "50404"),
    ("tuition", "子女助学", "50405"),
    ("training", "职业培训与就业", "50404"),
    ("legal", "法律援助", "50406"),
    ("warmth", "送温暖慰问", "50405"),
)


def add(apps: Any, schema_editor: Any) -> None:
    use = apps.get_model("ledgers", "Use")
    use.objects.bulk_create(use(code=code, name=name, expense_subject=subject) for code, name, subject in USES)


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0002_guards")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
