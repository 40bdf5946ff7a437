"""The forms of the sections that are tables: members, and income with rigid expenses.

Rows are Django formsets: blank ones stand ready without JavaScript, static/app/entry.js adds more from the
blank row that the page carries.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.archives.forms.base import TAKE, FieldError, SectionForm
from cases.archives.forms.rows import BillRow, ExpenseRow, IncomeRow, MemberRow, Row
from cases.archives.models import Household, RigidExpense
from cases.archives.rules import Contents
from cases.archives.rules.bills import FIGURES, self_paid
from cases.archives.rules.doubts import doubt_relation
from cases.archives.rules.fields import Whose
from cases.archives.rules.periods import WHOLE_YEAR, write_months
from cases.archives.services.entry.writing import MAX_ROWS, too_many_rows
from cases.archives.states import ExpenseKind, IncomeKind, Section, Status
from hardship.kernel.documents import check_id_number
from hardship.kernel.fields import Secret

BLANK_ROWS = 2
KEYS = ("uid", "pk")
PENSIONED = frozenset({Status.RETIRED, Status.CADRE_RETIRED, Status.SICK_RETIRED, Status.INTERNAL_RETIRED})


class GridForm(SectionForm):
    """A section with tables; `tables` are its formsets by name."""

    reviewed_field: ClassVar[str]
    titles: ClassVar[dict[str, Any]] = {}  # of the tables by name, where there are several
    reviewed = forms.BooleanField(required=False)
    groups = ()

    def __init__(self, data: Mapping[str, Any] | None = None, *, contents: Contents, **kwargs: Any) -> None:
        super().__init__(data, contents=contents, **kwargs)
        self.tables: dict[str, BaseFormSet] = self.make_tables(data, contents)

    def make_tables(self, data: Mapping[str, Any] | None, contents: Contents) -> dict[str, BaseFormSet]:
        raise NotImplementedError

    def stored(self, contents: Contents) -> dict[str, Any]:
        return {"reviewed": getattr(contents.household, self.reviewed_field)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not all([table.is_valid() for table in self.tables.values()]):
            self.add_error(None, _("表格中有需要改正的内容。"))
        return cleaned

    def payload(self) -> dict[str, Any]:
        lines = {
            name: [values for row in _used(table) if (values := self.chosen(name, row)) is not None]
            for name, table in self.tables.items()
        }
        return {**lines, "reviewed": self.cleaned_data["reviewed"]}

    def chosen(self, name: str, row: Row) -> dict[str, Any] | None:
        """A row's values without those that were left to somebody else's version after a conflict; None for a
        row that stays as the other person has it. One that the other removed and this person keeps is new.
        """
        values = _plain(row)
        key = next((field for field in KEYS if field in values), "")
        mark = f"{TAKE}-{name}-{values.get(key)}"
        if values.get(key) and (gone := self.data.get(f"{mark}-gone")):
            return None if gone == "theirs" else {**values, key: None}
        dropped = [field for field in row.fields if self.data.get(f"{mark}-{field}") == "theirs"]
        for field in dropped:
            for told in ("from_on", "to_on") if field == "months" else (field,):
                values.pop(told, None)
        return values

    def error_list(self) -> Iterator[FieldError]:
        for name, table in self.tables.items():
            yield from (FieldError("", "", str(text)) for text in table.non_form_errors())
            for number, row in enumerate(table, start=1):
                yield from _row_errors(self.titles.get(name, ""), number, row)


class MembersForm(GridForm):
    section = Section.MEMBERS
    whose = Whose.MEMBER
    reviewed_field = "members_reviewed"
    reviewed = forms.BooleanField(label=_("除以上所列，没有其他共同生活的家庭成员"), required=False)

    def propose(self, values: Mapping[str, Any]) -> None:
        for row in self.tables["rows"]:
            row.initial.update(values.get("rows", {}).get(str(row.initial.get("uid")), {}))

    def make_tables(self, data: Mapping[str, Any] | None, contents: Contents) -> dict[str, BaseFormSet]:
        names = [name for name in MemberRow.base_fields if name != "remove"]
        stored = [{name: getattr(member, name) for name in names} for member in contents.members]
        return {"rows": _table(MemberRow, "rows", data, stored)}

    def payload(self) -> dict[str, Any]:
        return {**super().payload(), "restore": [uid for uid in (self.data.get("restore"),) if uid]}

    def doubts(self) -> list[str]:
        """Relations that the ID number contradicts."""
        rows = [row.cleaned_data for row in _used(self.tables["rows"]) if not row.cleaned_data["remove"]]
        found = (doubt_relation(_now("有成员"), row["relation"], _sex(row["id_number"])) for row in rows)
        return [sentence for sentence in found if sentence]


class MoneyForm(GridForm):
    section = Section.MONEY
    reviewed_field = "money_reviewed"
    titles: ClassVar[dict[str, Any]] = {
        "incomes": _("“家庭收入”"), "expenses": _("“刚性支出”"), "bills": _("“医疗费用”"),
    }  # fmt: skip
    reviewed = forms.BooleanField(
        label=Household._meta.get_field("money_reviewed").verbose_name,
        help_text=_("近 12 个月确实没有收入时，必须勾选"),
        required=False,
    )

    def make_tables(self, data: Mapping[str, Any] | None, contents: Contents) -> dict[str, BaseFormSet]:
        people = [(str(person.uid), person.name or "—") for person in (contents.head, *contents.members)]
        documents = [
            (str(item.uid), f"{item.get_kind_display()}：{item.original_name}") for item in contents.evidence
        ]
        options: dict[str, Any] = {"form_kwargs": {"people": people, "documents": documents}}
        incomes = _amounts(contents.incomes)
        expenses = _amounts(item for item in contents.expenses if item.billed is None)
        bills = [_bill(item) for item in contents.expenses if item.billed is not None]
        self.suggested = [] if incomes or contents.household.money_reviewed else suggest_incomes(contents)
        return {
            "incomes": _table(IncomeRow, "incomes", data, incomes, suggested=self.suggested, **options),
            "expenses": _table(ExpenseRow, "expenses", data, expenses, **options),
            "bills": _table(BillRow, "bills", _with_table("bills", data), bills, **options),
        }

    def typed(self, name: str) -> tuple["TypedItem", ...]:
        """The rows that can be read already; months that cannot are as good as none."""
        self.tables[name].is_valid()
        rows = [getattr(row, "cleaned_data", {}) for row in self.tables[name].forms]
        if name == "bills":
            rows = [
                {**row, "kind": ExpenseKind.MEDICAL, "annual_amount": self_paid(row)} for row in rows if row
            ]
        return tuple(
            TypedItem(
                row["kind"],
                row["annual_amount"],
                row.get("member", ""),
                *cast("tuple[date | None, date | None]", row.get("months") or WHOLE_YEAR),
                row.get("disease", ""),
            )
            for row in rows
            if row.get("kind") and row.get("annual_amount") is not None and not row.get("remove")
        )


class TypedItem(NamedTuple):
    """An income or expense as it stands in the table now; `member_id` is a uid, '' for the household."""

    kind: str
    annual_amount: Decimal
    member_id: str
    from_on: date | None
    to_on: date | None
    disease: str


def suggest_incomes(contents: Contents) -> list[dict[str, Any]]:
    """Rows for the monthly incomes that the people's own sections tell; nothing is stored by showing them."""
    return [
        {
            "kind": str(IncomeKind.PENSION if person.status in PENSIONED else IncomeKind.WAGE),
            "member": str(person.uid),
            "annual_amount": person.monthly_income * 12,
            "note": "",
        }
        for person in (contents.head, *contents.members)
        if person.monthly_income
    ]


def _table(
    row: type[Row],
    prefix: str,
    data: Mapping[str, Any] | None,
    stored: list[dict[str, Any]],
    *,
    suggested: list[dict[str, Any]] | None = None,
    **options: Any,
) -> BaseFormSet:
    shown = len(stored) + len(suggested or [])
    blank = BLANK_ROWS if not shown and prefix != "bills" else 1
    if data is not None:
        stored = _as_posted(row, prefix, data, stored)
    most = MAX_ROWS[prefix]
    made = formset_factory(
        row, extra=blank + len(suggested or []), max_num=most, validate_max=True, absolute_max=most + 10
    )
    table: BaseFormSet = made(
        data,
        prefix=prefix,
        initial=stored,
        error_messages={"too_many_forms": too_many_rows(prefix)},
        **options,
    )
    if data is None:
        for form, values in zip(table.extra_forms, suggested or [], strict=False):
            form.initial = values
    return table


def _as_posted(
    row: type[Row], prefix: str, data: Mapping[str, Any], stored: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The rows on record in the order in which the page sent them: others may have come or gone since."""
    key = "uid" if "uid" in row.base_fields else "pk"
    known = {str(values[key]): values for values in stored}
    posted = [str(data.get(f"{prefix}-{number}-{key}", "")) for number in range(MAX_ROWS[prefix])]
    while posted and posted[-1] not in known:
        posted.pop()
    return [known.get(value, {}) for value in posted]


def _with_table(name: str, data: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What was sent, for a table that a page may have been without: none of its rows then."""
    if data is None or f"{name}-TOTAL_FORMS" in data:
        return data
    return {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}


def _bill(item: RigidExpense) -> dict[str, Any]:
    fields = ("hospital", "is_designated", *FIGURES)
    return {
        **_amounts([item])[0],
        **{name: getattr(item, name) for name in fields},
        "self_paid": item.annual_amount,
    }


def _amounts(items: Any) -> list[dict[str, Any]]:
    return [
        {
            "pk": item.pk,
            "kind": item.kind,
            "member": str(item.member.uid) if item.member else "",
            "annual_amount": item.annual_amount,
            "months": write_months(item.from_on, item.to_on),
            "evidence": _live(item.evidence),
            "note": item.note,
            **({"disease": item.disease} if isinstance(item, RigidExpense) else {}),
        }
        for item in items
    ]


def _live(document: Any) -> str:
    """A document's uid, or '' for none or one that was removed."""
    return str(document.uid) if document and document.removed_at is None else ""


def _used(table: BaseFormSet) -> list[Row]:
    """The rows that say something: those on record, and new ones that were filled in and not taken out."""
    rows: list[Row] = list(table.forms)
    return [
        row
        for row in rows
        if row.cleaned_data and (not row.is_new or (row.has_changed() and not row.cleaned_data["remove"]))
    ]


def _sex(number: str | Secret | None) -> str:
    """What the ID number says, '' without one."""
    if not number:
        return ""
    return check_id_number(number.reveal() if isinstance(number, Secret) else number).sex


def _plain(row: Row) -> dict[str, Any]:
    values = dict(row.cleaned_data)
    values.pop("self_paid", None)  # worked out by whoever writes it
    if "months" in values:
        values["from_on"], values["to_on"] = values.pop("months") or WHOLE_YEAR
    return {name: str(value) if name == "uid" and value else value for name, value in values.items()}


def _row_errors(title: Any, number: int, row: Row) -> Iterator[FieldError]:
    """The errors of one line, with the table that it stands in where the section has several."""
    for name, messages in row.errors.items():
        if name == "__all__":
            yield from (FieldError("", "", str(text)) for text in messages)
            continue
        bound = row[name]
        words = {"table": title, "number": number, "label": bound.label}
        label = (_("%(table)s第 %(number)s 行 %(label)s") % words).strip()
        yield from (FieldError(bound.auto_id, str(label), str(text)) for text in messages)
