"""How the log puts audit records into words; each room names its own actions and objects (its `desk`)."""

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.kernel.desk import ACTIONS, WORDS


class Finding(TextChoices):
    """What is on record of somebody on an auditor's list."""

    ON_FILE = "on_file", _("在档")
    NOT_IN_FORCE = "not_in_force", _("有档案，不在档")
    OFF_FILE = "off_file", _("未建档人员")
    UNKNOWN = "unknown", _("范围内查不到")
    FAULTY = "faulty", _("号码有误")


FINDING_TONES: dict[str, str] = {
    Finding.ON_FILE: "success",
    Finding.NOT_IN_FORCE: "info",
    Finding.OFF_FILE: "info",
    Finding.UNKNOWN: "muted",
    Finding.FAULTY: "danger",
}

# What of a record's data is shown, and under which name; the rest is for machines.
DETAIL_LABELS: dict[str, object] = {
    "rows": _("行数"),
    "masked": _("脱敏"),
    "filters": _("条件"),
    "sha256": _("文件指纹"),
    "section": _("部分"),
    "asked_section": _("部分"),
    "field": _("项目"),
    "fields": _("项目"),
    "state": _("状态"),
    "roles": _("角色"),
    "lines": _("序号"),
    "kind": _("种类"),
    "job_kind": _("种类"),
    "amount": _("金额"),
    "total": _("合计"),
    "before": _("原来"),
    "after": _("改为"),
    "households": _("户数"),
    "persons": _("人数"),
    "people": _("人数"),
    "year": _("年度"),
    "month": _("月份"),
    "number": _("版本"),
    "reason": _("理由"),
    "purpose": _("用途"),
    "files": _("在档"),
    "search": _("查找"),
    "count": _("数量"),
    "unseen": _("没有核对的材料（份）"),
    "on": _("日期"),
    "months": _("月份"),
    "every": _("每几个月"),
    "code": _("编码"),
    "level": _("级别"),
}

# Which of them are yuan.
AMOUNTS = frozenset({"amount", "total"})


def action_label(action: str) -> str:
    """The action in words; one without a name shows its code."""
    return str(ACTIONS.get(action) or action)


def words_of(action: str, key: str) -> Mapping[str, Any]:
    """The names of the codes that a record of this action holds under `key`; empty when they have none."""
    kind = action.split(".", 1)[0]
    return WORDS.get(f"{kind}.{key}") or WORDS.get(key) or {}
