"""Writes the last section of docs/policies.md from the vocabulary: facts and codes; a test compares."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cases.policies.rules.vocabulary import CODE_LISTS, FACTS, Fact

PAGE = Path(settings.BASE_DIR, "docs", "policies.md")
HEADING = "## 14. 全部事实和代码"
INTRO = """
规则里的 `fact`、`of`、`by` 用下面的名称；算例和 JSON 里照所属的部分填写。
是或否的写 `true`、`false`，代码从后面的表里选。
"""
CODES = """
代码（`incomes`、`expenses` 另有 `all`，表示全部种类）：

| 代码表 | 代码 |
|---|---|"""
PARTS = {
    "assets": "财产（`assets`）",
    "traits": "家庭和职工情况（`traits`）",
    "need": "这一次申请（`need`）",
}
KINDS = {
    "flag": "是或否", "number": "数字", "money": "金额", "text": "文字", "date": "日期",
    "code": "代码", "codes": "代码列表",
}  # fmt: skip
LISTS = {
    "causes": "致困原因", "incomes": "收入种类", "expenses": "支出种类", "statuses": "人员身份、工作状态",
    "relations": "与户主的关系", "sexes": "性别", "healths": "健康状况", "disabilities": "残疾类别",
    "grades": "残疾等级", "stages": "在读阶段", "school_kinds": "学校类别", "worker_types": "职工类型",
    "filing_levels": "建档标准", "honours": "劳模称号", "areas": "城乡",
    "region_levels": "标准取自", "standards": "标准",
    "aid_forms": "帮扶形式", "aid_kinds": "帮扶种类", "evidence_kinds": "材料种类", "uses": "资金用途",
    "approvers": "审批的单位", "stage_kinds": "审批环节", "stage_places": "环节在哪一级",
    "stage_roles": "环节由谁办", "copy_roles": "抄送给谁", "copy_moments": "什么时候抄送",
    "notice_topics": "公示种类", "notice_columns": "公示的栏目", "name_masks": "公示怎样隐名",
    "follow_up_kinds": "回访种类", "follow_up_events": "回访从什么时候算", "pay_days": "发放期限",
}  # fmt: skip
# Lists whose codes are those of another list or of the facts.
SAME = ("facts", "money_facts", "need_facts", "income_kinds", "expense_kinds")


def words_section() -> str:
    """The whole section as Markdown; a list without a name here goes by its own."""
    return "\n".join((HEADING, INTRO, *_facts(), CODES.removeprefix("\n"), *_codes())) + "\n"


def _facts() -> Iterator[str]:
    for part, title in PARTS.items():
        yield f"**{title}**\n\n| 名称 | 意思 | 怎样填 |\n|---|---|---|"
        known = [(name, fact) for name, fact in FACTS.items() if fact.part == part]
        yield from (f"| `{name}` | {fact.label} | {_kind(fact)} |" for name, fact in known)
        yield ""


def _kind(fact: Fact) -> str:
    return f"{KINDS[fact.kind]}：{LISTS.get(fact.codes, fact.codes)}" if fact.codes else KINDS[fact.kind]


def _codes() -> Iterator[str]:
    for listed in [*LISTS, *(name for name in CODE_LISTS if name not in (*LISTS, *SAME))]:
        codes = "、".join(f"`{code}` {label}" for code, label in CODE_LISTS[listed].items())
        yield f"| {LISTS.get(listed, listed)} | {codes} |"


class Command(BaseCommand):
    help = "Write the facts and codes of docs/policies.md from the vocabulary."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        text = PAGE.read_text(encoding="utf-8").partition(HEADING)[0]
        PAGE.write_text(text + words_section(), encoding="utf-8")
