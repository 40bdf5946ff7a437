"""The columns of a roster as fields: what each takes, and how its cells are cleaned."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import Resource

from cases.archives.models import column_of
from cases.archives.rules.bills import FIGURES
from cases.archives.rules.fields import FileField, Reader, Whose, fields_about
from cases.archives.states import (
    Category,
    Cause,
    Demand,
    DisabilityKind,
    ExpenseKind,
    FilingLevel,
    Health,
    Insurance,
    Relation,
    Status,
    Want,
)
from cases.rosters.resources import amounts, kinds, widgets
from cases.rosters.resources.facts import FACT_WIDGETS
from cases.rosters.resources.widgets import LabelWidget, TextWidget, Unclear
from cases.rosters.rules import columns
from cases.rosters.rules.entries import ERROR, Issue
from cases.rosters.rules.rows import Cells
from cases.rosters.rules.spelling import rewritten
from hardship.kernel.sheets import CellError
from hardship.kernel.sheets.units import InUnit

CLEAR = "清空"
AS_WRITTEN = (TextWidget, widgets.NameWidget, widgets.OwnNameWidget)  # what else a cell says is not its words


class CellResource(Resource):  # type: ignore[misc]
    """Cleans the cells of one person, each by its field, and gathers what is wrong with them."""

    KEPT = frozenset({"name", "id_number", "relation"})  # what no file can be without
    # Cells that hardly ever come again; what others were read as is remembered, up to so many.
    SINGULAR = frozenset(
        {"name", "id_number", "document_number", "phone", "bank_card", "former_no", "bill_patient"}
    )
    REMEMBERED = 20_000
    layout: ClassVar[tuple[columns.Column, ...]] = ()
    about: ClassVar[tuple[Whose, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self.read: dict[tuple[Any, ...], Any] = {}
        known = {columns.key_of(field, who): field for who in self.about for field in fields_about(who)}
        for column in self.layout:
            if column.kept:
                widget = OTHERS.get(column.key) or widget_of(known[column.key])
                self.fields[column.key] = declare(column.key, widget)
        self.texts = {key for key, field in self.fields.items() if type(field.widget) in AS_WRITTEN}

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

    def rewritten_cells(self, cells: Cells, values: Mapping[str, Any]) -> dict[str, str]:
        """The cells of text, by key, that read otherwise than what is stored of them."""
        texts = ((key, cell) for key, cell in cells.items() if key in self.texts)
        return {key: written for key, cell in texts if (written := rewritten(cell, values.get(key)))}

    def _clean(self, field: Field, key: str, cell: object, context: Mapping[str, Any]) -> Any:
        """The value of a cell. In a roster of 20,000 families most cells say what others said before."""
        if isinstance(cell, CellError):
            raise Unclear("formula_error", cell.message)
        if isinstance(cell, InUnit) and not isinstance(field.widget, amounts.YuanWidget | amounts.AreaWidget):
            cell = cell.value
        if key in self.SINGULAR:
            return field.clean({key: cell}, **context)
        asked = (key, type(cell), cell, *context.values())
        if asked in self.read:
            return self.read[asked]
        value = field.clean({key: cell}, **context)
        if not isinstance(value, list) and len(self.read) < self.REMEMBERED:
            self.read[asked] = value
        return value


def declare(key: str, widget: Any) -> Field:
    """A field whose column and attribute are both the key of rules.layout."""
    return Field(attribute=key, column_name=key, widget=widget)


# Cells that are read otherwise than by the type of the model's column: what they hold is more than one value,
# or they have a check of their own.
WIDGETS: dict[str, Any] = {
    "monthly_income": amounts.YuanWidget(times=12),
    "name": widgets.OwnNameWidget(50),
    "birth_on": widgets.BirthWidget(),
    "id_number": widgets.IdWidget(),
    "document_number": kinds.DocumentWidget(),
    "relation": widgets.RelationWidget(Relation),
    "health": kinds.HealthWidget(Health),
    "insurance": widgets.InsuranceWidget(Insurance),
    "status": widgets.StatusWidget(Status),
    "phone": widgets.PhoneWidget(),
    "postcode": widgets.PostcodeWidget(),
    "ethnicity": kinds.EthnicityWidget(20),
    "bank_card": widgets.CardWidget(),
    "main_cause": widgets.CauseWidget(Cause),
    "secondary_causes": widgets.CausesWidget(Cause),
    "wants": kinds.LabelsWidget(Want),
    "demands": kinds.LabelsWidget(Demand),
}
OTHERS = {
    "category": widgets.CategoryWidget(Category),
    "filing_level": LabelWidget(FilingLevel),
    "disability": widgets.DisabilityWidget(DisabilityKind),
    "annual_income": amounts.YuanWidget(times=1),
    "persons": widgets.PersonsWidget(),
    "monthly_per_capita": amounts.YuanWidget(times=12),
    "filed_on": widgets.DateWidget(),
    **{f"expense_{kind}": amounts.YuanWidget(times=1) for kind in ExpenseKind},
    **{f"income_{kind}": amounts.YuanWidget(times=1) for kind in columns.TYPED_INCOMES},
    **{f"bill_{name}": amounts.YuanWidget() for name in FIGURES},
    **FACT_WIDGETS,
    "bill_hospital": TextWidget(60),
    "bill_is_designated": widgets.YesWidget(),
    "bill_disease": TextWidget(40),
    "bill_patient": widgets.NameWidget(50),
    "bill_months": kinds.MonthsWidget(),
}
TYPES: tuple[tuple[type, Callable[[FileField], Any]], ...] = (
    (models.BooleanField, lambda field: widgets.YesWidget()),
    (models.DateField, lambda field: widgets.DateWidget(needs_day=field.needs_day)),
    (models.DecimalField, lambda field: amounts.YuanWidget()),
)
READERS: dict[Reader, Callable[[FileField], Any]] = {
    Reader.AREA: lambda field: amounts.AreaWidget(),
    Reader.TERM: lambda field: kinds.TermWidget(),
    Reader.YEARS: lambda field: kinds.YearsWidget(),
    Reader.ASSETS: lambda field: amounts.YuanWidget(),
    Reader.WHOLE: lambda field: kinds.WholeWidget(*field.bounds),
}


def widget_of(field: FileField) -> Any:
    """What reads the cells of a field: its own widget, its reader's, that of its list or of its type."""
    if field.key in WIDGETS:
        return WIDGETS[field.key]
    if field.reader in READERS:
        return READERS[field.reader](field)
    if field.codes is not None:
        return LabelWidget(field.codes)
    column = column_of(field)
    found = next((make(field) for kind, make in TYPES if isinstance(column, kind)), None)
    return found or TextWidget(column.max_length or 0)


class HeadResource(CellResource):
    """The head, and what the row says of the household."""

    layout = (*columns.HEAD, *columns.EXTRA)
    about = (Whose.HEAD, Whose.HOUSEHOLD)


class MemberResource(CellResource):
    """What a roster may say of a member of the family alone."""

    layout = (*columns.MEMBER, *columns.MEMBER_MORE)
    about = (Whose.MEMBER,)
