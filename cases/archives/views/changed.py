"""A re-review on a page: what changed since the return, in a list and in place; the file narrowed to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from cases.archives.forms import SECTION_FORMS
from cases.archives.rules import Contents
from cases.archives.selectors.rereview import Rereview
from cases.archives.states import Section
from cases.archives.views.answers import Block, Group, Table
from cases.archives.views.life.differences import INDEXES, Line, Names, delta_line, get_names
from hardship.kernel.links import make_switch

# By section and field (or the key of a row): what stood there, or a word for what became of it.
Marks = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Changed:
    """What a reviewer sees first: `lines` are all differences, `chips` the switch that sets `only`."""

    rereview: Rereview
    only: bool
    lines: Sequence[Line]
    marks: Marks
    new_documents: frozenset[UUID]
    chips: Sequence[Mapping[str, Any]]


def make_changed(rereview: Rereview, contents: Contents, show: str) -> Changed:
    """`show` is the word of the address."""
    switch = make_switch(show, _("整份档案"))
    names = get_names(contents.household)
    marks = _marks(rereview, contents, names)
    return Changed(
        rereview=rereview,
        only=switch.only,
        lines=[*(delta_line(delta, names) for delta in rereview.deltas), *_more(rereview)],
        marks=marks,
        new_documents=frozenset(
            UUID(delta.row) for delta in rereview.deltas if delta.table == "evidence" and delta.old is None
        ),
        chips=switch.chips,
    )


def mark(blocks: Iterable[Block], changed: Changed) -> list[Block]:
    """The blocks with what changed in its place; with `only`, those of them in which something changed or was
    to be changed."""
    marked = [_marked(block, changed.marks) for block in blocks]
    if not changed.only:
        return marked
    narrowed = (_narrowed(block, changed.new_documents) for block in marked)
    return [block for block in narrowed if _is_shown(block, changed)]


def _more(rereview: Rereview) -> Iterable[Line]:
    """What is added beside the content."""
    if rereview.signed:
        yield Line("", str(Section.CONSENT.label), "—", _("重新登记"))
    if rereview.answered:
        yield Line("", _("政策核实事项"), "—", _("有补充"))


def _marks(rereview: Rereview, contents: Contents, names: Names) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    head = str(contents.head.uid)
    for delta in rereview.deltas:
        if delta.table == "household":
            found[_section_of(delta.field), delta.field] = delta_line(delta, names).old
        elif delta.table == "members" and delta.row == head and delta.field:
            name = INDEXES.get(delta.field, delta.field)
            found[Section.WORKER, name] = delta_line(delta, names).old
        elif delta.table == "members":
            found[Section.MEMBERS, delta.row] = _("有改动") if delta.field else _("新增")
        elif delta.table == "evidence" and delta.old is None:
            found[Section.EVIDENCE, delta.row] = _("新增")
    for name, items, positions in (
        ("income", contents.incomes, rereview.new_incomes),
        ("expense", contents.expenses, rereview.new_expenses),
    ):
        for position in positions:
            found[Section.MONEY, f"{name}:{items[position].pk}"] = _("新增或有改动")
    return found


def _section_of(name: str) -> str:
    """The section whose form has this column of the file."""
    return next((section for section, form in SECTION_FORMS.items() if name in form.base_fields), "")


def _marked(block: Block, marks: Marks) -> Block:
    section = block.section
    groups = [
        Group(group.title, [replace(row, was=marks.get((section, row.field), "")) for row in group.answers])
        for group in block.groups
    ]
    tables = [
        replace(
            table,
            lines=[replace(line, was=marks.get((section, line.key), "")) for line in table.lines],
        )
        for table in block.tables
    ]
    return replace(block, groups=groups, tables=tables)


def _narrowed(block: Block, documents: frozenset[UUID]) -> Block:
    groups = [
        Group(group.title, rows)
        for group in block.groups
        if (rows := [row for row in group.answers if row.was or row.returned])
    ]
    tables = [
        Table(table.title, table.headings, lines, money=table.money, words=table.words)
        for table in block.tables
        if (lines := [line for line in table.lines if line.was or line.returned])
    ]
    kept = [document for document in block.documents if document.uid in documents]
    return replace(block, groups=groups, tables=tables, documents=kept)


def _is_shown(block: Block, changed: Changed) -> bool:
    if block.groups or block.tables or block.documents or block.returned:
        return True
    return block.section == Section.CONSENT and changed.rereview.signed
