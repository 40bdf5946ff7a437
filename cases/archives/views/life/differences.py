"""Differences as people read them: labels for codes, masks for numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.archives.models import (
    ChangeItem,
    ChangeRequest,
    Evidence,
    Household,
    IncomeItem,
    Member,
    RigidExpense,
)
from cases.archives.rules.differences import Delta
from cases.archives.services.life.proposals import MONEY, is_number, label_of, model_of
from cases.archives.views.answers import shown
from cases.policies.states import EvidenceKind
from hardship.kernel.documents import mask_card, mask_id, mask_phone
from hardship.kernel.hidden import note

MASKS = {"id_number": mask_id, "bank_card": mask_card, "phone": mask_phone}
INDEXES = {
    "id_number_index": "id_number",
    "bank_card_index": "bank_card",
    "phone_index": "phone",
    "document_index": "document_number",
}
REFERENCES = ("member_id", "evidence_id")  # of a line of money: whose it is, and what proves it
TABLES: dict[str, Any] = {
    "household": Household, "members": Member, "incomes": IncomeItem, "expenses": RigidExpense,
    "bills": RigidExpense,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One difference as people read it."""

    who: str
    label: str
    old: str
    new: str


def item_line(change: ChangeRequest, item: ChangeItem, people: dict[str, str]) -> Line:
    who = people.get(item.row, "")
    if item.row.startswith("+"):
        who = _("新增第 %(number)s 行") % {"number": item.row[1:]}
    elif item.part in MONEY:
        who = _("医疗费用") if item.part == "bills" else str(TABLES[item.part]._meta.verbose_name)
    label = label_of(change.section, item.part, item.field)
    if is_number(item.part, item.field):
        mask = MASKS[item.field]
        old, new = (mask(value.reveal()) if value else "" for value in (item.old_number, item.new_number))
    elif item.field == "member":
        old, new = (people.get(value or "", _("全家")) for value in (item.old, item.new))
    elif item.field == "evidence":
        old, new = (_document(value) for value in (item.old, item.new))
    else:
        columns = {
            column.name: column for column in model_of(change.section, item.part, item.field)._meta.fields
        }
        old, new = (_text(columns.get(item.field), value) for value in (item.old, item.new))
    return Line(who, label, old or "—", new or "—")


def _document(uid: str | None) -> str:
    found = Evidence.objects.filter(uid=uid).first() if uid else None
    return str(found) if found else _("未关联")


def _text(column: Any, value: Any) -> str:
    if column is None or value is None or isinstance(value, list):
        return shown(value, column)
    return shown(column.to_python(value), column)


@dataclass(frozen=True)
class Names:
    """What a content names by a key alone: people by theirs, documents by key and by uid."""

    people: Mapping[int, str]
    documents: Mapping[int, str]
    files: Mapping[str, str]


def get_names(household: Household) -> Names:
    """Those of a file, with who and what was removed: two queries."""
    documents = list(household.evidence.all())
    return Names(
        people={person.pk: person.name for person in household.members.all()},
        documents={row.pk: str(row.get_kind_display()) for row in documents},
        files={str(row.uid): row.original_name for row in documents},
    )


def delta_line(delta: Delta, names: Names | None = None) -> Line:
    """A difference from a kept content: numbers stand in it as their index, so only that they changed."""
    if delta.table == "evidence":
        return _document_line(delta, names)
    if delta.table == "members":
        names_of = (delta.old, delta.new) if delta.field in ("", "name") else ()
        note(delta.who, *map(str, filter(None, names_of)))  # who was called otherwise then
    if delta.table == "members" and not delta.field:
        had, has = (_("有") if value else "—" for value in (delta.old, delta.new))
        return Line(str(delta.new or delta.old), _("家庭成员"), had, has)
    model = TABLES[delta.table]
    columns = {column.attname: column for column in model._meta.concrete_fields}
    who = delta.who
    if delta.table in ("incomes", "expenses"):
        who = str(shown(delta.who, columns["kind"]))
    if delta.field in INDEXES:
        label = model._meta.get_field(INDEXES[delta.field]).verbose_name
        return Line(who, str(label), _("原号码"), _("已变更"))
    column = columns.get(delta.field)
    label = str(column.verbose_name) if column is not None else delta.field
    if names is not None and delta.field in REFERENCES:
        old, new = (_named(delta.field, value, names) for value in (delta.old, delta.new))
        return Line(who, label, old, new)
    return Line(who, label, _snapshot(column, delta.old), _snapshot(column, delta.new))


def delta_lines(household: Household, deltas: Sequence[Delta]) -> list[Line]:
    """Differences of one file from a content that was kept of it."""
    names = get_names(household) if deltas else None
    return [delta_line(delta, names) for delta in deltas]


def _document_line(delta: Delta, names: Names | None) -> Line:
    """A document that came or went: its kind, and its name where the page has it."""
    labels = dict(EvidenceKind.choices)
    kind = str(labels.get(delta.new or delta.old, ""))
    if names is None:
        return Line(_("证明材料"), "", kind if delta.old else "—", kind if delta.new else "—")
    name = names.files.get(delta.row, kind)
    return Line(kind, _("证明材料"), name if delta.old else "—", name if delta.new else _("已移除"))


def _named(field: str, value: Any, names: Names) -> str:
    if value in (None, "None", ""):
        return _("全家") if field == "member_id" else "—"
    return (names.people if field == "member_id" else names.documents).get(int(value), "—")


def _snapshot(column: Any, value: Any) -> str:
    """A value of a snapshot: None was written as the text of it."""
    return _text(column, None if value in (None, "None", "") else value) or "—"
