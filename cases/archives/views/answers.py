"""A whole file as blocks of question and answer, read-only: for the check page and the review."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.forms import SECTION_FORMS
from cases.archives.forms.returns import BILLS, cells_of
from cases.archives.models import Evidence, RigidExpense
from cases.archives.rules import Contents, SectionState
from cases.archives.rules.periods import write_months, write_term
from cases.archives.states import Section
from hardship.kernel.columns import mask_birth
from hardship.kernel.documents import age_on
from hardship.kernel.money import format_yuan

WRITTEN: dict[str, Callable[[Any], str]] = {
    "contract_months": write_term,
    "school_years": lambda years: f"{years.normalize():f}" if years else "",
}
WIDE = 20  # characters of an answer
LISTS = (Section.WORKER, Section.HOUSING, Section.CAUSES, Section.CONSENT)


@dataclass(frozen=True)
class Answer:
    """One row: `absent` says what is missing, `returned` why the reviewer sent it back, `was` what stood
    there when it was returned, where that was something else."""

    field: str
    label: str
    value: str
    absent: str = ""
    returned: str = ""
    was: str = ""

    @property
    def wide(self) -> bool:
        """Too long for half of the page."""
        return len(self.value) > WIDE


@dataclass(frozen=True)
class Line:
    """One row of a table; `key` names it in a reason of a return, `places` the cells that such a reason may
    name; `was` says in a word what became of it."""

    key: str
    cells: Sequence[str]
    returned: str = ""
    was: str = ""
    places: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Group:
    """Answers under one heading."""

    title: str
    answers: Sequence[Answer]


@dataclass(frozen=True)
class Table:
    """Lines of a table; the last column holds amounts when `money`, those with these headings hold `words`
    that may break anywhere."""

    title: str
    headings: Sequence[str]
    lines: Sequence[Line]
    total: str = ""
    empty: str = ""
    money: bool = False
    words: Sequence[str] = ()

    @property
    def labelled(self) -> list[tuple[Line, list[tuple[str, str]]]]:
        """Each line with its cells beside their headings, as a phone shows them."""
        return [(line, list(zip(self.headings, line.cells, strict=True))) for line in self.lines]


@dataclass(frozen=True)
class Block:
    """One section of the file."""

    state: SectionState
    returned: str = ""
    groups: Sequence[Group] = ()
    tables: Sequence[Table] = ()
    documents: Sequence[Evidence] = field(default=())

    @property
    def section(self) -> str:
        return self.state.section


Reasons = dict[tuple[str, str], str]  # by section and field


def make_blocks(contents: Contents, states: dict[str, SectionState], reasons: Reasons) -> list[Block]:
    """The file section by section, in the order of the task list."""
    return [_block(contents, state, reasons) for state in states.values()]


def show(instance: Any, name: str) -> str:
    """A field's value as people read it; '' for none."""
    if name == "birth_on" and instance.birth_on and instance.id_number:
        return mask_birth(instance.birth_on)  # or it would say what the mask of the number hides
    if name in WRITTEN:
        return WRITTEN[name](getattr(instance, name))
    return shown(getattr(instance, name), instance._meta.get_field(name))


def shown(value: Any, model_field: Any = None) -> str:
    """A value as people read it: labels for codes, masks for numbers, yuan with two decimals."""
    base = getattr(model_field, "base_field", model_field)
    labels = dict(getattr(base, "flatchoices", None) or ())
    if isinstance(value, list):
        return "、".join(str(labels.get(item, item)) for item in value)
    if value in labels:
        return str(labels[value])
    return _plain(value)


def _plain(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return format_yuan(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _block(contents: Contents, state: SectionState, reasons: Reasons) -> Block:
    section = Section(state.section)
    return Block(
        state=state,
        returned=reasons.get((state.section, ""), ""),
        groups=_groups(contents, state, reasons) if section in LISTS else (),
        tables=_tables(contents, section, reasons),
        documents=contents.evidence if section == Section.EVIDENCE else (),
    )


def _groups(contents: Contents, state: SectionState, reasons: Reasons) -> list[Group]:
    missing = {item.field: item.label for item in state.missing}
    groups = []
    for title, names in SECTION_FORMS[state.section].groups:
        rows = [_answer(contents, state.section, name, missing, reasons) for name in names]
        groups.append(Group(str(title), [row for row in rows if row.value or row.absent or row.returned]))
    return [group for group in groups if group.answers]


def _answer(contents: Contents, section: str, name: str, missing: dict[str, str], reasons: Reasons) -> Answer:
    label = str(SECTION_FORMS[section].base_fields[name].label)
    owner = _owner(contents, section, name)
    value = show(owner, name) if owner is not None else ""
    absent = (_("还没有填写") if not value else missing[name]) if name in missing else ""
    return Answer(name, label, value, absent, reasons.get((section, name), ""))


def _owner(contents: Contents, section: str, name: str) -> Any:
    if section == Section.CONSENT:
        return contents.consent
    if section == Section.WORKER and name != "worker_type":
        return contents.head
    return contents.household


def _tables(contents: Contents, section: str, reasons: Reasons) -> list[Table]:
    if section == Section.MEMBERS:
        return [_members(contents, reasons)]
    if section == Section.MONEY:
        none = contents.household.money_reviewed
        return [
            _money(
                contents.incomes,
                _("收入"),
                "income",
                _("近 12 个月没有收入") if none else _("还没有填写收入"),
                reasons,
            ),
            _money(contents.expenses, _("刚性支出"), "expense", _("没有填写刚性支出"), reasons),
        ]
    return []


def _members(contents: Contents, reasons: Reasons) -> Table:
    alone = contents.household.members_reviewed
    empty = _("没有共同生活的其他家庭成员") if alone else _("还没有填写家庭成员")
    headings = [
        _("关系"), _("姓名"), _("身份证号"), _("年龄"), _("健康"), _("身份"), _("单位或学校"),
        _("月收入（元）"),
    ]  # fmt: skip
    cells = cells_of()
    lines = [
        Line(
            str(member.uid),
            [
                show(member, "relation"),
                member.name,
                str(member.id_number),
                _age(member.birth_on),
                show(member, "health"),
                show(member, "status"),
                member.employer,
                show(member, "monthly_income"),
            ],
            reasons.get((Section.MEMBERS, str(member.uid)), ""),
            places=cells,
        )
        for member in contents.members
    ]
    return Table("", headings, lines, empty=empty, money=True, words=[_("单位或学校")])


def _age(birth_on: date | None) -> str:
    return _("%(age)s 岁") % {"age": age_on(birth_on, timezone.localdate())} if birth_on else ""


def _money(items: Sequence[Any], title: str, name: str, empty: str, reasons: Reasons) -> Table:
    lines = [
        Line(
            f"{name}:{item.pk}",
            [
                show(item, "kind"),
                item.member.name if item.member else _("全家"),
                write_months(item.from_on, item.to_on) or _("全年"),
                item.evidence.get_kind_display() if item.evidence else "",
                "；".join(text for text in (*_of_expense(item), item.note) if text),
                format_yuan(item.annual_amount),
            ],
            reasons.get((Section.MONEY, f"{name}:{item.pk}"), ""),
            places=cells_of(BILLS if getattr(item, "billed", None) is not None else name),
        )
        for item in items
    ]
    total = format_yuan(sum((item.annual_amount for item in items), Decimal(0)))
    headings = [title, _("对象"), _("月份"), _("证明材料"), _("说明"), _("近 12 个月金额（元）")]
    return Table(title, headings, lines, total if lines else "", empty, money=True, words=[_("说明")])


def _of_expense(item: Any) -> tuple[str, ...]:
    return (item.disease, item.bill) if isinstance(item, RigidExpense) else ()
