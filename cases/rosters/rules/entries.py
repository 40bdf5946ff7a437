"""A household of a roster as it was read, and what can be wrong with it: pure, explained.

An error keeps the household out; a warning lets it in with a remark. Sentences say what to do and never
repeat a value, because they are stored and shown where the row itself is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from cases.archives.rules.schooling import stage_fault
from cases.archives.states import IncomeKind, Relation
from cases.rosters.rules.columns import TYPED_INCOMES
from cases.rosters.rules.labels import PartOfDay, StatusLabel
from cases.rosters.rules.layout import FAMILY_PREFIX, member_key
from cases.rosters.rules.persons import IN_ROW
from cases.rosters.rules.persons import PREFIX as PERSON_PREFIX
from cases.rosters.rules.remarks import row_remarks
from hardship.kernel.calendar import is_within
from hardship.kernel.documents import DocumentError, IdNumber
from hardship.kernel.permits import check_document

MONTHS = 12
# Rosters round to the yuan, so a difference below one says nothing.
TOLERANCE = Decimal(1)
MAX_PEOPLE = 200  # as many as the pages of a file take

ERROR: Literal["error"] = "error"
WARNING: Literal["warning"] = "warning"
# Errors that say that somebody is there already; the rest are mistakes to correct.
DUPLICATE_CODES = frozenset({"in_file", "in_active_file", "in_other_file", "in_draft"})


@dataclass(frozen=True)
class Issue:
    """One remark on one cell: the Excel row, the key of the column, a sentence for whoever corrects it."""

    row: int
    key: str
    level: str
    code: str
    why: str


@dataclass(eq=False)
class Person:
    """One person of a household: where the cells stand (Excel row, "" or "member2."), their values by key;
    `cells` are the keys that were filled in, rightly or wrongly; `written` are the cells that are stored
    otherwise than they were written."""

    row: int
    prefix: str
    values: dict[str, Any]
    cells: frozenset[str]
    cleared: frozenset[str] = frozenset()  # keys whose cells say 清空
    written: Mapping[str, str] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """The ID number, '' when it is missing or wrong."""
        checked: IdNumber | None = self.values.get("id_number")
        return checked.number if checked else ""

    @property
    def document(self) -> str:
        """Kind and number of another identity document, '' for who has none, or an ID number."""
        kind, number = (self.values.get(key) or "" for key in ("document_kind", "document_number"))
        return f"{kind}{number}" if kind and number and not self.number else ""


@dataclass
class Entry:
    """One household: the head first among `people`."""

    row: int
    people: list[Person]
    issues: list[Issue] = field(default_factory=list)

    @property
    def head(self) -> Person:
        return self.people[0]

    @property
    def is_refused(self) -> bool:
        return any(issue.level == ERROR for issue in self.issues)

    @property
    def warnings(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.level == WARNING]

    def remark(self, person: Person, key: str, level: str, code: str, why: str) -> None:
        self.issues.append(Issue(person.row, person.prefix + key, level, code, why))


def check(entry: Entry, *, is_new: bool = True) -> None:
    """Everything that the cells of one household say against each other. A row that may change a file that
    is there (not `is_new`) says only what it changes: `check_new` asks for the rest where none is."""
    if is_new:
        check_new(entry)
    else:
        _check_size(entry)
    for person in entry.people:
        _check_identity(entry, person)
        _check_document(entry, person)
    for person in entry.people[1:]:
        _check_member(entry, person)
    _check_money(entry)


def check_new(entry: Entry) -> None:
    """What only a household that comes in as a new file has to say."""
    if "name" not in entry.head.cells:
        entry.remark(entry.head, "name", ERROR, "missing", _("请填写姓名。"))
    if not {"id_number", "document_number"} & entry.head.cells:
        why = _("请填写身份证号；没有身份证的填写其他证件。")
        entry.remark(entry.head, "id_number", ERROR, "missing", why)
    _check_size(entry)
    for person in entry.people[1:]:
        _check_new_member(entry, person)
    _check_persons(entry)


def parts_of_income(entry: Entry) -> Decimal:
    """What everybody's monthly income comes to in a year, and the family's income of other kinds, yuan."""
    monthly = (person.values.get("monthly_income") for person in entry.people)
    yearly = sum((amount for amount in monthly if amount is not None), Decimal(0)) * MONTHS
    return yearly + sum(typed_incomes(entry).values(), Decimal(0))


def typed_incomes(entry: Entry) -> dict[IncomeKind, Decimal]:
    """The income of the whole family by kind, as columns of its own say; yuan a year."""
    found = {kind: entry.head.values.get(f"income_{kind}") for kind in TYPED_INCOMES}
    return {kind: amount for kind, amount in found.items() if amount}


def _check_size(entry: Entry) -> None:
    if len(entry.people) > MAX_PEOPLE:
        why = _("一户最多 %(count)s 人，请核对是否有几户连在了一起。") % {"count": MAX_PEOPLE}
        entry.remark(entry.head, "name", ERROR, "too_many", why)


def _check_document(entry: Entry, person: Person) -> None:
    """Another identity document with its kind, and a number that fits it."""
    kind, number = (person.values.get(key) or "" for key in ("document_kind", "document_number"))
    if number and not kind and "document_kind" not in person.cells:
        entry.remark(person, "document_number", ERROR, "no_kind", _("请同时填写其他证件种类。"))
    elif number and kind:
        try:
            check_document(kind, number)
        except DocumentError as error:
            entry.remark(person, "document_number", ERROR, error.code, str(error))
    elif kind and "document_number" not in person.cells:
        entry.remark(person, "document_kind", ERROR, "no_number", _("请同时填写其他证件号码。"))


def _check_identity(entry: Entry, person: Person) -> None:
    """Sex and date of birth beside what the ID number says."""
    checked: IdNumber | None = person.values.get("id_number")
    if isinstance(person.values.get("birth_on"), PartOfDay):
        _fill_birth(entry, person, checked)
    if checked is None:
        return
    if person.values.get("sex") not in (None, "", checked.sex):
        why = _("性别与身份证号不一致（号码第 17 位奇数为男、偶数为女），请对照证件核对。")
        entry.remark(person, "sex", ERROR, "sex_contradicts", why)
    if person.values.get("birth_on") not in (None, checked.birth_on):
        why = _("出生日期与身份证号第 7 至 14 位不一致，请对照证件核对。")
        entry.remark(person, "birth_on", ERROR, "birth_contradicts", why)


def _fill_birth(entry: Entry, person: Person, checked: IdNumber | None) -> None:
    """Only a year or a month was told: the number says the day."""
    said = person.values.pop("birth_on").value
    if checked is None:
        why = _("只有年月，先留空，导入后请在档案中补填完整日期。")
        entry.remark(person, "birth_on", WARNING, "incomplete", why)
        return
    person.values["birth_on"] = checked.birth_on
    if not is_within(said, checked.birth_on):
        why = _("出生年月与身份证号第 7 至 14 位不一致，已按身份证号填写，请对照证件核对。")
        entry.remark(person, "birth_on", WARNING, "birth_contradicts", why)


def _check_member(entry: Entry, person: Person) -> None:
    if "name" not in person.cells and not person.number:
        why = _("这位家庭成员没有填写姓名，请补上，或清空这位成员的各列。")
        entry.remark(person, "name", ERROR, "missing", why)
    if person.values.get("relation") == Relation.HEAD:
        why = _("家庭成员的关系不能是户主本人，请填写与户主的关系，例如妻子、儿子。")
        entry.remark(person, "relation", ERROR, "second_head", why)
    status: StatusLabel = person.values.get("status") or StatusLabel()
    if why := stage_fault(status.status, person.values.get("stage") or ""):
        entry.remark(person, "stage" if "stage" in person.cells else "status", ERROR, "stage", why)


def _check_new_member(entry: Entry, person: Person) -> None:
    if "name" not in person.cells and person.number:
        why = _("这位家庭成员没有填写姓名，请补上，或清空这位成员的各列。")
        entry.remark(person, "name", ERROR, "missing", why)
    if not {"id_number", "document_number"} & person.cells:
        why = _("没有填写身份证号，导入后请在档案中补填。")
        entry.remark(person, "id_number", WARNING, "missing", why)
    if "relation" not in person.cells:
        why = _("没有填写与户主的关系，先记为“其他”，导入后请在档案中修改。")
        entry.remark(person, "relation", WARNING, "missing", why)


def _check_persons(entry: Entry) -> None:
    persons = entry.head.values.get("persons")
    if persons is not None and persons != len(entry.people):
        why = _("家庭人口与列出的人数不一致（本人和家庭成员共列出 %(count)s 人），请核对。") % {
            "count": len(entry.people)
        }
        entry.remark(entry.head, "persons", WARNING, "persons_disagree", why)


def _check_money(entry: Entry) -> None:
    values = entry.head.values
    names = {person.values.get("name") for person in entry.people}
    for key, why in row_remarks(values, {name for name in names if name}):
        entry.remark(entry.head, key, ERROR, "contradicts", why)
    total, persons, per_capita = (
        values.get(key) for key in ("annual_income", "persons", "monthly_per_capita")
    )
    if _differ(total, persons, per_capita):
        why = _("与“家庭年度总收入 ÷ 家庭人口 ÷ 12”不一致；人均收入由系统重新计算，请核对总收入和人口。")
        entry.remark(entry.head, "monthly_per_capita", WARNING, "per_capita_disagrees", why)
    if total is not None and _is_complete(entry) and parts_of_income(entry) - total > TOLERANCE * MONTHS:
        why = _("本人和家庭成员的月收入 × 12 超过了家庭年度总收入；以各人收入为准，请核对。")
        entry.remark(entry.head, "annual_income", WARNING, "parts_exceed_total", why)


def _differ(total: Decimal | None, persons: int | None, per_capita: Decimal | None) -> bool:
    """Whether the yearly total does not come to this much for each person and month."""
    if total is None or per_capita is None or not persons:
        return False
    return abs(total / persons / MONTHS - per_capita) > TOLERANCE


def _is_complete(entry: Entry) -> bool:
    """Whether every monthly income that was filled in could be read."""
    wanted = [person for person in entry.people if "monthly_income" in person.cells]
    return all("monthly_income" in person.values for person in wanted)


def prefix_of(number: int) -> str:
    """The prefix of the keys of the n-th member; 0 is one of the second sheet, -1 one in a row of his own."""
    if number == IN_ROW:
        return PERSON_PREFIX
    return member_key(number, "") if number else FAMILY_PREFIX
