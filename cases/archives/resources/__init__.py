"""The national layout of a roster as import-export resources: the fields, and how each cell is cleaned.

A workbook is read by kernel.sheets and never by the library's own reader, and a household is many records,
which no ModelResource writes. So the resources declare and clean; what becomes of a clean household is
decided by rules.roster and written by services.imports.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import Resource

from cases.archives.resources import widgets
from cases.archives.resources.widgets import LabelWidget, TextWidget, Unclear
from cases.archives.rules.roster.entries import ERROR, Entry, Issue, Person, Twins, check, prefix_of
from cases.archives.rules.roster.family import Family
from cases.archives.rules.roster.rows import Cells, RawEntry, gather
from cases.archives.states import (
    Category,
    Cause,
    DisabilityKind,
    EmployerKind,
    EmployerState,
    FilingLevel,
    Health,
    Housing,
    Insurance,
    Marriage,
    ModelWorker,
    Politics,
    Registration,
    Relation,
    Sex,
    Status,
    WorkerType,
)
from hardship.kernel.sheets import CellError

CLEAR = "清空"


class CellResource(Resource):  # type: ignore[misc]
    """Cleans the cells of one person, each by its field, and gathers what is wrong with them."""

    KEPT = frozenset({"name", "id_number", "relation"})  # what no file can be without

    def cleared_cells(
        self, cells: Cells, *, row: int, prefix: str = ""
    ) -> tuple[frozenset[str], list[Issue]]:
        """The keys whose cells ask for 清空, and the remarks on those that cannot be."""
        asked = {key for key, cell in cells.items() if isinstance(cell, str) and cell.strip() == CLEAR}
        why = _("这一项不能清空，请填写正确的内容，或留空表示不改。")
        refused = asked & self.KEPT
        issues = [Issue(row, prefix + key, ERROR, "not_clearable", why) for key in sorted(refused)]
        return frozenset(asked - refused), issues

    def clean_cells(
        self, cells: Cells, *, row: int, prefix: str = "", **context: Any
    ) -> tuple[dict[str, Any], list[Issue]]:
        """The values by key, and the remarks on cells of this Excel row. Blank cells are not passed in."""
        values: dict[str, Any] = {}
        issues: list[Issue] = []
        for key, cell in cells.items():
            field = self.fields.get(key)
            if field is None:
                continue
            try:
                values[key] = self._clean(field, key, cell, context)
            except Unclear as unclear:
                issues.append(Issue(row, prefix + key, unclear.level, unclear.code, str(unclear)))
                if unclear.level != ERROR:
                    values[key] = unclear.value
        return values, issues

    @staticmethod
    def _clean(field: Field, key: str, cell: object, context: Mapping[str, Any]) -> Any:
        if isinstance(cell, CellError):
            raise Unclear("formula_error", cell.message)
        return field.clean({key: cell}, **context)


def declare(key: str, widget: Any) -> Field:
    """A field whose column and attribute are both the key of rules.roster.layout."""
    return Field(attribute=key, column_name=key, widget=widget)


class HeadResource(CellResource):
    """The columns of the head and the household, in the order of the layout."""

    former_no = declare("former_no", TextWidget(40))
    category = declare("category", widgets.CategoryWidget(Category))
    name = declare("name", widgets.NameWidget(50))
    ethnicity = declare("ethnicity", TextWidget(20))
    sex = declare("sex", LabelWidget(Sex))
    politics = declare("politics", LabelWidget(Politics))
    id_number = declare("id_number", widgets.IdWidget())
    birth_on = declare("birth_on", widgets.DateWidget())
    health = declare("health", LabelWidget(Health))
    disability = declare("disability", widgets.DisabilityWidget(DisabilityKind))
    status = declare("status", widgets.StatusWidget(Status))
    model_worker = declare("model_worker", LabelWidget(ModelWorker))
    housing_type = declare("housing_type", LabelWidget(Housing))
    floor_area = declare("floor_area", widgets.AreaWidget())
    phone = declare("phone", widgets.PhoneWidget())
    other_contact = declare("other_contact", TextWidget(60))
    postcode = declare("postcode", widgets.PostcodeWidget())
    working_since = declare("working_since", widgets.DateWidget(needs_day=False))
    industry = declare("industry", TextWidget(40))
    marriage = declare("marriage", LabelWidget(Marriage))
    registration = declare("registration", LabelWidget(Registration))
    address = declare("address", TextWidget(120))
    employer = declare("employer", TextWidget(80))
    employer_kind = declare("employer_kind", LabelWidget(EmployerKind))
    employer_state = declare("employer_state", LabelWidget(EmployerState))
    is_single_parent = declare("is_single_parent", widgets.YesWidget())
    monthly_income = declare("monthly_income", widgets.YuanWidget())
    annual_income = declare("annual_income", widgets.YuanWidget())
    persons = declare("persons", widgets.PersonsWidget())
    monthly_per_capita = declare("monthly_per_capita", widgets.YuanWidget())
    registered_at = declare("registered_at", TextWidget(80))
    insurance = declare("insurance", widgets.InsuranceWidget(Insurance))
    has_self_help = declare("has_self_help", widgets.YesWidget())
    is_zero_employment = declare("is_zero_employment", widgets.YesWidget())
    main_cause = declare("main_cause", widgets.CauseWidget(Cause))
    bank_name = declare("bank_name", TextWidget(40))
    bank_branch = declare("bank_branch", TextWidget(60))
    bank_card = declare("bank_card", widgets.CardWidget())
    filed_on = declare("filed_on", widgets.DateWidget())
    worker_type = declare("worker_type", LabelWidget(WorkerType))
    filing_level = declare("filing_level", LabelWidget(FilingLevel))
    secondary_causes = declare("secondary_causes", widgets.CausesWidget(Cause))
    cause_note = declare("cause_note", TextWidget(500))
    contract_on = declare("contract_on", widgets.DateWidget(needs_day=False))


class MemberResource(CellResource):
    """The nine columns of one member of the family."""

    name = declare("name", widgets.NameWidget(50))
    relation = declare("relation", widgets.RelationWidget(Relation))
    sex = declare("sex", LabelWidget(Sex))
    politics = declare("politics", LabelWidget(Politics))
    id_number = declare("id_number", widgets.IdWidget())
    health = declare("health", LabelWidget(Health))
    monthly_income = declare("monthly_income", widgets.YuanWidget())
    status = declare("status", widgets.StatusWidget(Status))
    employer = declare("employer", TextWidget(80))


def read_entries(
    rows: Iterable[tuple[int, Mapping[str, object]]], *, family: Family | None = None, is_new: bool = True
) -> Iterator[Entry]:
    """The households of a roster, cleaned and checked by themselves and against the rows above them.

    `rows` are the rows below the header: their Excel number and their cells by key; `family` is the second
    sheet. Where files may be there already (not `is_new`), 清空 clears and nothing has to be filled in.
    """
    twins, reader = Twins(), EntryReader(clears=not is_new)
    for raw in gather(rows, family):
        entry = reader.read(raw)
        check(entry, is_new=is_new)
        twins.meet(entry)
        yield entry


class EntryReader:
    """Reads one household after the other, with everything that its cells say by themselves."""

    def __init__(self, *, clears: bool) -> None:
        self.head, self.member, self.clears = HeadResource(), MemberResource(), clears

    def read(self, raw: RawEntry) -> Entry:
        issues: list[Issue] = []
        head = self._person(self.head, raw.row, "", raw.head, issues)
        people, sex = [head], _sex_of(head.values)
        for row, number, cells in raw.members:
            prefix = prefix_of(number)
            people.append(self._person(self.member, row, prefix, cells, issues, head_sex=sex))
        return Entry(raw.row, people, issues)

    def _person(
        self,
        resource: CellResource,
        row: int,
        prefix: str,
        cells: Cells,
        issues: list[Issue],
        **context: Any,
    ) -> Person:
        cleared: frozenset[str] = frozenset()
        filled = frozenset(cells)
        if self.clears:
            cleared, found = resource.cleared_cells(cells, row=row, prefix=prefix)
            refused = {issue.key.removeprefix(prefix) for issue in found}
            cells = {key: cell for key, cell in cells.items() if key not in cleared | refused}
            issues += found
        values, found = resource.clean_cells(cells, row=row, prefix=prefix, **context)
        issues += found
        return Person(row, prefix, values, filled, cleared)


def _sex_of(values: Mapping[str, Any]) -> str:
    """The head's sex: what the ID number says before what the cell says."""
    checked = values.get("id_number")
    return str(checked.sex if checked else values.get("sex", ""))
