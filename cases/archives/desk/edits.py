"""How the log tells what was edited in a file: the names of its fields, and each change from what to what."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.archives.models import Consent, Household, Member
from cases.archives.rules.differences import Delta
from cases.archives.views.life.differences import INDEXES, TABLES, delta_line
from cases.policies.rules.vocabulary import FACTS
from hardship.kernel.desk import EDITS, WORDS, Edit
from hardship.kernel.documents import mask_name

L = gettext_lazy
FIELDS: dict[str, Any] = {
    **{name: fact.label for name, fact in FACTS.items()},
    **{
        column.name: column.verbose_name
        for model in (Consent, Household, Member)
        for column in model._meta.concrete_fields
    },
    **{f"member.{column.name}": column.verbose_name for column in Member._meta.concrete_fields},
    "member": L("家庭成员"),
    "member.restored": L("恢复家庭成员"),
    "member.removed": L("移除家庭成员"),
    "incomes": L("收入"),
    "expenses": L("刚性支出"),
    "bills": L("医疗费用"),
    "text_hash": L("授权书文本"),
}
for kind in ("household", "change"):
    WORDS.add(f"{kind}.fields")(FIELDS)


@EDITS.add("archives.household")
def read_edit(row: list[Any], is_masked: bool) -> Edit:
    """One field of a file that was saved; masked, neither a name nor free text nor a day of birth is told."""
    delta = Delta(*row)
    line = delta_line(delta)
    if not is_masked:
        return Edit(line.who, line.label, line.old, line.new)
    who = mask_name(line.who) if delta.table == "members" else line.who
    old, new = (line.old, line.new) if _may_be_told(delta) else (_("原内容"), _("已变更"))
    return Edit(who, line.label, old, new)


def _may_be_told(delta: Delta) -> bool:
    if delta.field in INDEXES or delta.table == "evidence" or not delta.field:
        return True
    columns = {column.attname: column for column in TABLES[delta.table]._meta.concrete_fields}
    column = columns.get(delta.field)
    if column is None:  # a field that there was when the row was written
        return False
    base = getattr(column, "base_field", column)
    free = isinstance(base, models.CharField | models.TextField) and not base.choices
    return not (free or column.is_relation or column.name == "birth_on")
