"""The roster in the national layout: one row for each household, a sixth member in the row below, and every
field of every member in a second sheet.

What it says can be imported again: the same columns and words that rules.roster reads.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models
from django.db.models import Prefetch, QuerySet

from cases.archives.models import Household, Member, PolicyAnswer, column_of
from cases.archives.rules.bills import FIGURES
from cases.archives.rules.fields import FIELDS, Reader, Whose, fields_about, keys_of
from cases.archives.rules.periods import write_months, write_term
from cases.archives.states import NATIONAL_CAUSES, Category, Cause, ExpenseKind, Relation
from cases.policies.rules.document.policy import NATIONAL
from cases.rosters.reports.answers import cells_of_household, cells_of_person, told_of
from cases.rosters.rules.columns import (
    EXTRA,
    HEAD,
    MEMBER,
    MEMBER_MORE,
    OF_HOUSEHOLD,
    OWNER,
    TYPED_INCOMES,
)
from cases.rosters.rules.facts import PREFIX
from cases.rosters.rules.layout import FAMILY, FAMILY_PREFIX, SHOWN_MEMBERS, label_of, layout_keys
from cases.rosters.rules.words import SAME_IN_EVERY_GENERATION
from hardship.kernel.columns import Column, Kind, mask_birth
from hardship.kernel.fields import Secret
from hardship.kernel.sheets import Beside

CHUNK = 500
MONTHS = 12
# What is no field, and what is shown in a way of its own.
KINDS: dict[str, Kind] = {
    "name": "name", "id_number": "id_number", "document_number": "id_number", "owner_id": "id_number",
    "phone": "phone", "birth_on": "birth", "bank_card": "bank_card",
    "annual_income": "money", "monthly_per_capita": "money",
    "persons": "number", "filed_on": "date", **{f"expense_{kind}": "money" for kind in ExpenseKind},
    **{f"income_{kind}": "money" for kind in TYPED_INCOMES}, **{f"bill_{name}": "money" for name in FIGURES},
}  # fmt: skip
TYPES: tuple[tuple[type, Kind], ...] = ((models.DateField, "date"), (models.DecimalField, "money"))
WIDTHS = {"id_number": 21, "bank_card": 22, "address": 30, "employer": 24, "phone": 14, "former_no": 16}
# Columns of a row that the household has and not its head.
OF_FILE = {
    "filed_on",
    "is_single_parent",
    "is_zero_employment",
    *(column.key for column in OF_HOUSEHOLD),
    *keys_of(fields_about(Whose.HOUSEHOLD)),
}


def national_columns() -> list[Column]:
    """The columns of the layout and those that files have besides."""
    keys = [*layout_keys(), *(column.key for column in EXTRA)]
    return [_column(key) for key in keys]


def national_rows(households: QuerySet[Household], *, full: bool) -> Iterator[list[Any]]:
    """Rows of `national_columns`, a household of more than five members in several, in the given order.

    The first value is the running number of the household, None in the rows that go on with it.
    """
    for number, household in enumerate(_read(households), start=1):
        yield from _rows(number, household, full)


def family_sheet(households: QuerySet[Household], *, full: bool) -> Beside:
    """The members, one in a row, with everything that a file holds of them."""
    keys = [*(column.key for column in OWNER), *(FAMILY_PREFIX + column.key for column in _OF_MEMBER)]
    columns = [_column(key if "." in key else FAMILY_PREFIX + key) for key in keys]
    return Beside(FAMILY, columns, _family_rows(households, full))


_OF_MEMBER = (*MEMBER, *MEMBER_MORE)


def _family_rows(households: QuerySet[Household], full: bool) -> Iterator[list[Any]]:
    for household in _read(households):
        head, *others = _people(household)
        owner = [household.file_no or household.former_no, _value(head, "id_number", full)]
        for member in others:
            yield [*owner, *(_of_person(member, column.key, full) for column in _OF_MEMBER)]


def _people(household: Any) -> list[Member]:
    return sorted(household.living, key=lambda member: member.relation != Relation.HEAD)


def _read(households: QuerySet[Household]) -> Iterator[Any]:
    living = Member.objects.filter(removed_at__isnull=True).order_by("position", "pk")
    found = households.select_related("union", "head", "created_by", "filed_by")
    answers = PolicyAnswer.objects.order_by("pk")
    found = found.prefetch_related(
        Prefetch("members", living, to_attr="living"), "incomes", "expenses",
        Prefetch("policy_answers", answers),
    )  # fmt: skip
    yield from found.iterator(chunk_size=CHUNK)


def _rows(number: int, household: Any, full: bool) -> Iterator[list[Any]]:
    people = _people(household)
    head, others = people[0], people[1:]
    cells = _of_household(household, head, len(people), full)
    first = [cells[column.key] for column in HEAD]
    last = [cells[column.key] for column in EXTRA]
    number_cell = cells["former_no"]
    for start in range(0, max(len(others), 1), SHOWN_MEMBERS):
        members = _of_members(others[start : start + SHOWN_MEMBERS], full)
        if start:
            first, last = [number_cell, *([None] * (len(HEAD) - 1))], [None] * len(EXTRA)
        yield [None if start else number, *first, *members, *last]


def _of_household(household: Any, head: Member, persons: int, full: bool) -> dict[str, Any]:
    income = sum((item.annual_amount for item in household.incomes.all()), Decimal(0))
    per_head = (income / persons / MONTHS).quantize(Decimal("0.01"), ROUND_HALF_UP)
    made = household.created_by.name if household.created_by else ""
    cells = {column.key: _of_person(head, column.key, full) for column in (*HEAD, *EXTRA)}
    cells |= {key: _value(household, key, full) for key in OF_FILE}
    return (
        cells
        | _expenses(household)
        | cells_of_household(told_of(household), {str(one.uid): one.name for one in household.living})
        | _incomes(household)
        | {
            "former_no": household.file_no or household.former_no,
            "category": _category(household),
            "annual_income": income,
            "persons": persons,
            "monthly_per_capita": per_head,
            "filed_by_name": made,
            "reviewed_by_name": household.filed_by.name if household.filed_by else "",
            "entered_by_name": made,
            "main_cause": _national_cause(household.main_cause),
            "secondary_causes": "、".join(_national_cause(one) for one in household.secondary_causes),
            "labels": household.shown_labels,
            "own_remark": head.remark,
        }
    )


def _of_members(members: list[Member], full: bool) -> list[Any]:
    cells = [_of_person(member, column.key, full) for member in members for column in MEMBER]
    return cells + [None] * (SHOWN_MEMBERS * len(MEMBER) - len(cells))


def _national_cause(code: str) -> str:
    """A cause as the national form has it: 其他 with the word kept, where it has none of its own."""
    if not code:
        return ""
    label, national = Cause(code).label, NATIONAL_CAUSES.get(code)
    return f"{national.label}（{label}）" if national else str(label)


def _incomes(household: Any) -> dict[str, Decimal | None]:
    sums: dict[str, Decimal] = {}
    for item in household.incomes.all():
        sums[item.kind] = sums.get(item.kind, Decimal(0)) + item.annual_amount
    return {f"income_{kind}": sums.get(kind) for kind in TYPED_INCOMES}


def _expenses(household: Any) -> dict[str, Decimal | None]:
    sums: dict[str, Decimal] = {}
    for item in household.expenses.all():
        sums[item.kind] = sums.get(item.kind, Decimal(0)) + item.annual_amount
    return {f"expense_{kind}": sums.get(kind) for kind in ExpenseKind} | _bill(household)


def _bill(household: Any) -> dict[str, Any]:
    """The year's medical bill: of several the sums and whatever they have in common; nothing as soon as one
    medical expense has no bill, for the rest would not come to the self-paid sum beside it."""
    medical = [item for item in household.expenses.all() if item.kind == ExpenseKind.MEDICAL]
    if not medical or any(item.billed is None for item in medical):
        return {}
    names = {member.pk: member.name for member in household.living}
    told = {
        "hospital": {item.hospital for item in medical},
        "is_designated": {item.is_designated for item in medical},
        "disease": {item.disease for item in medical},
        "patient": {names.get(item.member_id, "") for item in medical},
        "months": {write_months(item.from_on, item.to_on) for item in medical},
    }
    common = {name: next(iter(found)) if len(found) == 1 else None for name, found in told.items()}
    yes = {True: "是", False: "否", None: None}
    common["is_designated"] = yes[common["is_designated"]]
    sums = {
        name: [value for item in medical if (value := item.figures[name]) is not None] for name in FIGURES
    }
    figures = {name: sum(values, Decimal(0)) if values else None for name, values in sums.items()}
    return {f"bill_{name}": value for name, value in {**figures, **common}.items()}


def _of_person(member: Member, key: str, full: bool) -> Any:
    """A field of a person, or what stands in a cell for two of them."""
    if key == "disability":
        return f"{member.get_disability_kind_display()}{member.get_disability_grade_display()}"
    if key.startswith(PREFIX):
        return cells_of_person(told_of(member.household), member.pk).get(key)
    if key == "contract_months":
        return write_term(member.contract_months)
    if key == "school_years":
        return f"{member.school_years.normalize():f}" if member.school_years else None
    return _value(member, key, full)


def _value(row: Any, key: str, full: bool) -> Any:
    """A field as the layout writes it: the label of a code, 是 or 否, a number as it may be seen."""
    value = getattr(row, key, None)
    if isinstance(value, Secret):
        return (value.reveal() if full else str(value)) if value else None
    if key == "birth_on" and value and not full:
        return mask_birth(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        labels = dict(row._meta.get_field(key).base_field.choices)
        return "、".join(str(labels[one]) for one in value)
    label = getattr(row, f"get_{key}_display", None)
    return str(label()) if label is not None and value else value


def _category(household: Any) -> str:
    """Today's national category, else the word of an earlier one; one word stands in every generation. What
    the union itself calls it stands in a column of its own."""
    if household.original_category and (
        not household.category or household.original_category == SAME_IN_EVERY_GENERATION
    ):
        return str(household.original_category)
    return str(Category(household.category).label) if household.category in NATIONAL else ""


def _column(key: str) -> Column:
    name = key.rpartition(".")[2]
    kind = KINDS.get(name) or _kind_of(name)
    label = label_of(key).removeprefix(f"{FAMILY}表·")
    return Column(key, label, "", kind=kind, personal=True, width=WIDTHS.get(name, 12))


def _kind_of(key: str) -> Kind:
    field = next((field for field in FIELDS if field.key == key), None)
    if field is None or field.reader != Reader.BY_TYPE:
        return "number" if field and field.reader == Reader.WHOLE else "text"
    column = column_of(field)
    return next((kind for base, kind in TYPES if isinstance(column, base)), "text")
