"""The national layout of a roster as import-export resources: the fields, and how each cell is cleaned.

A workbook is read by kernel.sheets and never by the library's own reader, and a household is many records,
which no ModelResource writes. So the resources declare and clean; what becomes of a clean household is
decided by rules.roster and written by services.imports.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from import_export.fields import Field
from import_export.resources import Resource

from cases.archives.resources import widgets
from cases.archives.resources.widgets import LabelWidget, TextWidget, Unclear
from cases.archives.rules.roster.entries import ERROR, Entry, Issue, Person, Twins, check, prefix_of
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


class CellResource(Resource):  # type: ignore[misc]
    """Cleans the cells of one person, each by its field, and gathers what is wrong with them."""

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


def read_entries(rows: Iterable[tuple[int, Mapping[str, object]]]) -> Iterator[Entry]:
    """The households of a roster, cleaned and checked by themselves and against the rows above them.

    `rows` are the rows below the header: their Excel number and their cells by key.
    """
    head, member, twins = HeadResource(), MemberResource(), Twins()
    for raw in gather(rows):
        entry = read_entry(raw, head, member)
        check(entry)
        twins.meet(entry)
        yield entry


def read_entry(raw: RawEntry, head: HeadResource, member: MemberResource) -> Entry:
    """One household with everything that its cells say by themselves."""
    values, issues = head.clean_cells(raw.head, row=raw.row)
    sex = _sex_of(values)
    people = [Person(raw.row, "", values, frozenset(raw.head))]
    for row, number, cells in raw.members:
        prefix = prefix_of(number)
        values, found = member.clean_cells(cells, row=row, prefix=prefix, head_sex=sex)
        people.append(Person(row, prefix, values, frozenset(cells)))
        issues += found
    return Entry(raw.row, people, issues)


def _sex_of(values: Mapping[str, Any]) -> str:
    """The head's sex: what the ID number says before what the cell says."""
    checked = values.get("id_number")
    return str(checked.sex if checked else values.get("sex", ""))
