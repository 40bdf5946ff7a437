"""Why a file came back, in words: the section, the item, what to correct, and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.archives.forms import SECTION_FORMS, SectionForm
from cases.archives.forms.returns import label_of_cell
from cases.archives.models import FileStep
from cases.archives.rules import Contents
from cases.archives.rules.cells import LINE_WORDS, split_cell
from cases.archives.selectors.returned import ReturnedItem, list_returned
from cases.archives.states import Section
from cases.archives.views.entry.links import item_url
from cases.policies.states import EvidenceKind


@dataclass(frozen=True)
class Returned:
    """One reason: `item` names the field, person, amount, cell or document, '' for the whole section; `line`
    is the key of its line where it stands in a table, `name` the field or cell itself; `url` is where it is
    filled in, `key` the reason's own."""

    section: str
    section_label: str
    field: str
    line: str
    name: str
    item: str
    url: str
    reason: str
    step: FileStep
    key: int
    is_changed: bool
    explanation: str
    is_open: bool

    @property
    def told(self) -> str:
        """What was done about it."""
        if self.explanation:
            said = _("已修改，并说明：%(why)s") if self.is_changed else _("不改：%(why)s")
            return said % {"why": self.explanation}
        return _("已修改") if self.is_changed else _("待答复")

    @property
    def short(self) -> str:
        """The same in a word."""
        return _("待答复") if self.is_open else _("已修改") if self.is_changed else _("不改")

    @property
    def tone(self) -> str:
        return "warning" if self.is_open else "success" if self.is_changed else "info"


def describe_returned(contents: Contents, *, back: str = "") -> list[Returned]:
    """The reasons of the last return in the order in which the reviewer's page had them; `back` is the page
    to which whoever follows a link comes back."""
    return [_describe(contents, item, back) for item in list_returned(contents)]


def texts_by_field(reasons: Iterable[Returned]) -> dict[tuple[str, str], str]:
    """The reasons with what was answered, by section and field or line; those of cells stand with their
    line."""
    found: dict[tuple[str, str], list[str]] = {}
    for reason in reasons:
        cell = label_of_cell(reason.line, reason.name) if reason.line and reason.name else ""
        said = f"{reason.reason}（{reason.told}）"
        found.setdefault((reason.section, reason.line or reason.field), []).append(
            f"{cell}：{said}" if cell else said
        )
    return {place: "；".join(said) for place, said in found.items()}


def unanswered_message(label: str, reasons: Iterable[Returned]) -> SafeString:
    """What of a saved section is still to be answered, each a link to its place. Neither the reviewer's words
    nor names stand in it, since the browser keeps it."""
    items = list(reasons)
    named = [(row.url, row.item if row.section != Section.MEMBERS else "") for row in items]
    links = format_html_join(
        "、",
        '<a href="{}">{}</a>',
        ((url, name or _("第 %(n)s 处") % {"n": n}) for n, (url, name) in enumerate(named, start=1)),
    )
    said = _("“%(section)s”还有 %(count)s 处退回没有答复，请修改，或写明不改的原因：")
    return format_html("{}{}。", said % {"section": label, "count": len(items)}, links)


def mark_lines(form: SectionForm, reasons: Iterable[Returned]) -> None:
    """Gives each line of the form's tables the reason for which all of it came back (`returned`), if any, and
    those of its cells (`returned_cells`)."""
    told = [reason for reason in reasons if reason.line]
    for name, table in getattr(form, "tables", {}).items():
        for row in table:
            uid, pk = row.initial.get("uid"), row.initial.get("pk")
            key = str(uid) if uid else f"{KINDS.get(name, name)}:{pk}"
            here = [reason for reason in told if reason.line == key]
            row.returned = next((reason for reason in here if not reason.name), None)
            row.returned_cells = [reason for reason in here if reason.name]


# What a reason calls a line of each table of amounts.
KINDS = {"incomes": "income", "expenses": "expense", "bills": "expense"}


def _describe(contents: Contents, item: ReturnedItem, back: str) -> Returned:
    row = item.row
    key, cell = split_cell(row.section, row.field)
    in_table = Section(row.section) in LINE_WORDS and bool(key)
    return Returned(
        section=row.section,
        section_label=str(Section(row.section).label),
        field=row.field,
        line=key if in_table else "",
        name=cell if in_table else row.field,
        item=_item(row.section, row.field, contents),
        url=item_url(contents, row.section, row.field, back=back),
        reason=row.reason,
        step=row.step,
        key=row.pk,
        is_changed=item.is_changed,
        explanation=item.explanation,
        is_open=item.is_open,
    )


def _item(section: str, field: str, contents: Contents) -> str:
    form = SECTION_FORMS.get(section)
    if form is not None and field in form.base_fields:
        return str(form.base_fields[field].label)
    lines = {
        **{str(person.uid): person.name for person in contents.members},
        **{f"income:{item.pk}": item.get_kind_display() for item in contents.incomes},
        **{f"expense:{item.pk}": item.get_kind_display() for item in contents.expenses},
        **{str(document.uid): document.get_kind_display() for document in contents.evidence},
        **(
            {str(kind.value): str(kind.label) for kind in EvidenceKind} if section == Section.EVIDENCE else {}
        ),
    }
    key, cell = split_cell(section, field)
    line = str(lines.get(key, ""))
    return f"{line} {label_of_cell(key, cell)}" if line and cell else line
