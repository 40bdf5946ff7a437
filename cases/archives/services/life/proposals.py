"""How what a form says differs from a filed household, and how such differences are written later.

A value is named by (part, row, field): part "" is the worker or the household, rows the members, incomes and
expenses and bills the money; row is a member's uid, the key of an item, or "+1" for a new line.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from cases.archives.models import ChangeItem, Household, IncomeItem, Member, RigidExpense
from cases.archives.rules.differences import plain
from cases.archives.rules.fields import FREE_FIELDS
from cases.archives.selectors import live_members
from cases.archives.services.refusals import FileRefused
from cases.archives.states import Section
from hardship.kernel.fields import EncryptedField, Secret

Data = Mapping[str, Any]
LINKS = ("member", "evidence")  # of a line of money: whom it is of and what proves it, by uid
REVIEWED = {Section.MEMBERS: "members_reviewed", Section.MONEY: "money_reviewed"}
KEYS = frozenset({"uid", "pk", "remove"})
TOLD = frozenset({"birth_on", "sex"})  # the ID number tells them
TABLES: dict[str, type[models.Model]] = {
    "rows": Member, "incomes": IncomeItem, "expenses": RigidExpense, "bills": RigidExpense,
}  # fmt: skip
MONEY = ("incomes", "expenses", "bills")


@dataclass(frozen=True)
class Change:
    """One value that is to become another; of a personal number `is_number`."""

    part: str
    row: str
    field: str
    old: Any
    new: Any
    is_number: bool = False

    @property
    def is_free(self) -> bool:
        """Nobody else has to look: a harmless field of somebody or something that is on record already."""
        return self.field == "reviewed" or (self.field in FREE_FIELDS and not self.row.startswith("+"))


class Record:
    """The values on record of one household by part, row and field."""

    def __init__(self, household: Household, section: str) -> None:
        self.household, self.section = household, Section(section)
        self.members = {str(row.uid): row for row in live_members(household) if row.relation != "head"}
        spent = {str(row.pk): row for row in household.expenses.select_related("member", "evidence")}
        self.items: dict[str, dict[str, Any]] = {
            "incomes": {str(row.pk): row for row in household.incomes.select_related("member", "evidence")},
            "expenses": spent,
            "bills": spent,
        }

    def owner(self, part: str, row: str, field: str) -> Any:
        """Whose field it is; None when the line is gone."""
        if part == "rows":
            return self.members.get(row)
        if part:
            return self.items[part].get(row)
        is_heads = self.section == Section.WORKER and field != "worker_type"
        return self.household.head if is_heads else self.household

    def value(self, part: str, row: str, field: str) -> tuple[Any, bool]:
        """The value on record as JSON or text, and whether it is a personal number."""
        if field == "reviewed":
            return getattr(self.household, REVIEWED[self.section]), False
        if field == "remove" or row.startswith("+"):
            return None, is_number(part, field)
        owner = self.owner(part, row, field)
        if field in LINKS:
            return _uid(getattr(owner, field)), False
        value = getattr(owner, field)
        return (value.reveal() or None, True) if isinstance(value, Secret) else (plain(value), False)


def _uid(linked: Any) -> str:
    """How a line names a person or a document; '' for none and for a document that was removed."""
    return str(linked.uid) if linked and linked.removed_at is None else ""


def list_changes(household: Household, section: str, data: Data) -> list[Change]:
    """What `data` (as services.entry.drafts.save_section takes it) would change."""
    record = Record(household, section)
    if data.get("restore"):
        raise FileRefused(_("在档档案中离开过的成员，请按新成员重新填写，由审核工会审核。"))
    tables = [name for name in TABLES if name in data]
    found = [
        change
        for name, value in data.items()
        if name not in TABLES and (change := _change(record, "", "", name, value))
    ]
    for part in tables:
        for number, row in enumerate(data[part], start=1):
            found += _row_changes(record, part, number, row)
    return found


def payload(household: Household, section: str, changes: Iterable[Change]) -> dict[str, Any]:
    """What the section's writer takes to make these changes and no others."""
    record, rows = Record(household, section), defaultdict[tuple[str, str], dict[str, Any]](dict)
    made: dict[str, Any] = {}
    for change in changes:
        target = rows[change.part, change.row] if change.part else made
        target[change.field] = _python(change)
    if section == Section.MEMBERS:  # a writer takes all of them, in their order
        kept = [{"uid": uid, **rows.pop(("rows", uid), {})} for uid in record.members]
        made["rows"] = [*kept, *rows.values()]
        made.setdefault("reviewed", household.members_reviewed)  # the whole table, not one person's page
    elif section == Section.MONEY:
        for part in MONEY:
            made[part] = [
                {**_kept(record, part, row), **values}
                for (where, row), values in rows.items()
                if where == part
            ]
    return made


def _kept(record: Record, part: str, row: str) -> dict[str, Any]:
    """What a writer of money would clear on a line on record unless told."""
    if row.startswith("+"):
        return {}
    return {"pk": int(row), "member": record.value(part, row, "member")[0]}


def from_items(items: Iterable[ChangeItem]) -> list[Change]:
    """The changes that a request asks for."""
    return [
        Change(
            item.part,
            item.row,
            item.field,
            (item.old_number.reveal() or None) if (number := is_number(item.part, item.field)) else item.old,
            item.new_number.reveal() if number else item.new,
            number,
        )
        for item in items
    ]


def require_unchanged(household: Household, section: str, changes: Iterable[Change]) -> None:
    """What the request started from still stands there; else it would overwrite what nobody compared."""
    record = Record(household, section)
    for change in changes:
        gone = not change.row.startswith("+") and record.owner(change.part, change.row, change.field) is None
        if gone or record.value(change.part, change.row, change.field)[0] != change.old:
            raise FileRefused(
                _("“%(field)s”在提出变更以后又改过，这份变更已过时，请不同意并由经办人重新提出。")
                % {"field": label_of(section, change.part, change.field)}
            )


def model_of(section: str, part: str, field: str) -> type[models.Model]:
    """The table that a field stands in."""
    if part:
        return TABLES[part]
    return Member if section == Section.WORKER and field != "worker_type" else Household


def label_of(section: str, part: str, field: str) -> str:
    """A field as people read it."""
    named = {"remove": _("移除"), "reviewed": _("已填报完整"), "member": _("对象")}
    columns = {
        column.name: column.verbose_name for column in model_of(section, part, field)._meta.concrete_fields
    }
    return named.get(field) or str(columns.get(field, field))


def is_number(part: str, field: str) -> bool:
    """Whether a field holds a personal number, which is kept encrypted."""
    if part not in ("", "rows") or field in KEYS or field == "reviewed":
        return False
    names = {column.name for column in Member._meta.concrete_fields if isinstance(column, EncryptedField)}
    return field in names


def _row_changes(record: Record, part: str, number: int, row: Data) -> Iterator[Change]:
    key = str(row.get("uid") or row.get("pk") or "")
    if key and record.owner(part, key, "") is None:
        raise FileRefused(_("这一行已被移除，请刷新页面后重试。"))
    if row.get("remove"):
        yield Change(part, key, "remove", None, True)
        return
    for name, value in row.items():
        change = None if name in KEYS else _change(record, part, key or f"+{number}", name, value)
        if change:
            yield change


def _change(record: Record, part: str, row: str, field: str, value: Any) -> Change | None:
    if isinstance(value, Secret):  # what is on record already
        return None
    owner = None if row.startswith("+") else record.owner(part, row, field)
    if owner is not None and field not in ("reviewed", *LINKS) and not hasattr(owner, field):
        return None  # a field of the page alone
    old, number = record.value(part, row, field)
    if field in TOLD and getattr(owner, "id_number_index", None):
        return None
    new = (value or "") if number else plain(value)
    same = new == (old or "") if number else (new == old or (new in ("", None, []) and old in ("", None, [])))
    return None if same else Change(part, row, field, old, new, number)


def _python(change: Change) -> Any:
    if change.is_number or change.field in ("remove", "reviewed", *LINKS):
        return change.new
    homes: tuple[type[models.Model], ...] = (TABLES[change.part],) if change.part else (Household, Member)
    for model in homes:
        for column in model._meta.concrete_fields:
            if column.name == change.field:
                return column.to_python(change.new)
    return change.new
