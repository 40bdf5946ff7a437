"""The uses every ledger starts with; a province may add its own rows."""

from typing import Any

from django.db import migrations

# Expense subjects of 工会会计制度（财会〔2021〕7号）: 50404 困难职工帮扶支出, 50405 送温暖支出 (which names 金秋助学).
# The last column: one of the six items of 《中央财政专项帮扶资金使用管理办法》（2015）, article 5.
USES = (
    ("pool", "待分配", "", True),
    ("living", "生活救助", "50404", True),
    ("medical", "医疗救助", "50404", True),
    ("tuition", "子女助学", "50405", True),
    ("training", "职业培训与就业", "50404", True),
    ("placement", "职业介绍", "50404", True),
    ("legal", "法律援助", "50406", True),
    ("warmth", "送温暖慰问", "50405", False),
    ("revolving", "创业周转金", "50404", False),
)


def add(apps: Any, schema_editor: Any) -> None:
    use = apps.get_model("ledgers", "Use")
    use.objects.bulk_create(
        use(code=code, name=name, expense_subject=subject, is_special=special)
        for code, name, subject, special in USES
    )


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0002_guards")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
